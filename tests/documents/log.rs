//! The log, with what it tells of.

use super::answer;

#[tokio::test]
async fn the_log_with_subjects_and_summaries_in_two_languages() {
    let (data, statements) = answer(
        r#"{ activities(first: 3, filter: { verb: { in: ["project.recorded", "event.recorded"] } }) {
            totalCount nodes { verb occurredOn actor
                en: summary(locale: "en") fr: summary(locale: "fr")
                subject { __typename ... on Project { slug leadCity { slug } } }
                related { __typename ... on City { slug } ... on Theme { slug } } } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "activities": {
        "totalCount": 59,
        "nodes": [
          {
            "verb": "project.recorded",
            "occurredOn": "2022",
            "actor": "SYSTEM",
            "en": "The project “Querétaro Declaration for climate neutrality”, led by Vitoria-Gasteiz, entered the record",
            "fr": "Le projet « Déclaration de Querétaro pour la neutralité climatique », porté par Vitoria-Gasteiz, a été inscrit au registre",
            "subject": {
              "__typename": "Project",
              "slug": "queretaro-declaration",
              "leadCity": {
                "slug": "vitoria-gasteiz"
              }
            },
            "related": [
              {
                "__typename": "City",
                "slug": "clermont-ferrand"
              },
              {
                "__typename": "City",
                "slug": "anderson"
              },
              {
                "__typename": "City",
                "slug": "aranda-de-duero"
              },
              {
                "__typename": "City",
                "slug": "braga"
              },
              {
                "__typename": "City",
                "slug": "cuneo"
              },
              {
                "__typename": "City",
                "slug": "homburg"
              },
              {
                "__typename": "City",
                "slug": "karlsruhe"
              },
              {
                "__typename": "City",
                "slug": "kings-county"
              },
              {
                "__typename": "City",
                "slug": "norman"
              },
              {
                "__typename": "City",
                "slug": "queretaro"
              },
              {
                "__typename": "City",
                "slug": "regensburg"
              },
              {
                "__typename": "City",
                "slug": "valladolid"
              },
              {
                "__typename": "City",
                "slug": "vitoria-gasteiz"
              },
              {
                "__typename": "Organisation"
              },
              {
                "__typename": "Theme",
                "slug": "mobility"
              },
              {
                "__typename": "Theme",
                "slug": "renewable-energy"
              },
              {
                "__typename": "Theme",
                "slug": "climate-neutrality"
              }
            ]
          },
          {
            "verb": "project.recorded",
            "occurredOn": "2023",
            "actor": "SYSTEM",
            "en": "The project “Cross artist residencies”, led by Clermont-Ferrand, entered the record",
            "fr": "Le projet « Résidences d'artistes croisées », porté par Clermont-Ferrand, a été inscrit au registre",
            "subject": {
              "__typename": "Project",
              "slug": "cross-artist-residencies",
              "leadCity": {
                "slug": "clermont-ferrand"
              }
            },
            "related": [
              {
                "__typename": "City",
                "slug": "clermont-ferrand"
              },
              {
                "__typename": "City",
                "slug": "anderson"
              },
              {
                "__typename": "City",
                "slug": "braga"
              },
              {
                "__typename": "City",
                "slug": "kremenchuk"
              },
              {
                "__typename": "City",
                "slug": "regensburg"
              },
              {
                "__typename": "Organisation"
              },
              {
                "__typename": "Organisation"
              },
              {
                "__typename": "Organisation"
              },
              {
                "__typename": "Theme",
                "slug": "culture"
              }
            ]
          },
          {
            "verb": "project.recorded",
            "occurredOn": "2024",
            "actor": "SYSTEM",
            "en": "The project “Culture Lab: artist exchange charter”, led by Clermont-Ferrand, entered the record",
            "fr": "Le projet « Lab Culture : charte d'échange d'artistes », porté par Clermont-Ferrand, a été inscrit au registre",
            "subject": {
              "__typename": "Project",
              "slug": "artist-exchange-charter",
              "leadCity": {
                "slug": "clermont-ferrand"
              }
            },
            "related": [
              {
                "__typename": "City",
                "slug": "clermont-ferrand"
              },
              {
                "__typename": "City",
                "slug": "anderson"
              },
              {
                "__typename": "Organisation"
              },
              {
                "__typename": "Theme",
                "slug": "culture"
              }
            ]
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"9");
}
