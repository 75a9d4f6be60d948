//! Projects, with who takes part in them.

use testkit::Hub;

use super::answer;

#[tokio::test]
async fn projects_with_participants_their_organisations_and_their_cities() {
    let (data, statements) = answer(
        r#"{ projects(first: 4, filter: { kind: { eq: COOPERATION }, stage: { eq: ACTIVE } }) { nodes {
            slug
            leadCity { slug }
            participations(first: 2) { totalCount nodes { role organisation { slug kind city { slug
                organisations(first: 1) { totalCount } } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "projects": {
        "nodes": [
          {
            "slug": "cross-artist-residencies",
            "leadCity": {
              "slug": "clermont-ferrand"
            },
            "participations": {
              "totalCount": 3,
              "nodes": [
                {
                  "role": "PARTICIPANT",
                  "organisation": {
                    "slug": "chalet-lecoq",
                    "kind": "CULTURAL_VENUE",
                    "city": {
                      "slug": "clermont-ferrand",
                      "organisations": {
                        "totalCount": 18
                      }
                    }
                  }
                },
                {
                  "role": "PARTICIPANT",
                  "organisation": {
                    "slug": "ville-de-clermont-ferrand",
                    "kind": "LOCAL_GOVERNMENT",
                    "city": {
                      "slug": "clermont-ferrand",
                      "organisations": {
                        "totalCount": 18
                      }
                    }
                  }
                }
              ]
            }
          },
          {
            "slug": "cross-residency-regensburg",
            "leadCity": {
              "slug": "regensburg"
            },
            "participations": {
              "totalCount": 4,
              "nodes": [
                {
                  "role": "PARTICIPANT",
                  "organisation": {
                    "slug": "bains-d-huile",
                    "kind": "CULTURAL_VENUE",
                    "city": {
                      "slug": "clermont-ferrand",
                      "organisations": {
                        "totalCount": 18
                      }
                    }
                  }
                },
                {
                  "role": "PARTICIPANT",
                  "organisation": {
                    "slug": "chalet-lecoq",
                    "kind": "CULTURAL_VENUE",
                    "city": {
                      "slug": "clermont-ferrand",
                      "organisations": {
                        "totalCount": 18
                      }
                    }
                  }
                }
              ]
            }
          },
          {
            "slug": "artist-exchange-charter",
            "leadCity": {
              "slug": "clermont-ferrand"
            },
            "participations": {
              "totalCount": 1,
              "nodes": [
                {
                  "role": "PARTICIPANT",
                  "organisation": {
                    "slug": "inmc",
                    "kind": "NETWORK",
                    "city": {
                      "slug": "clermont-ferrand",
                      "organisations": {
                        "totalCount": 18
                      }
                    }
                  }
                }
              ]
            }
          },
          {
            "slug": "example-mobility-lab",
            "leadCity": null,
            "participations": {
              "totalCount": 0,
              "nodes": []
            }
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"7");
}

#[tokio::test]
async fn an_example_project_with_milestones_updates_and_events() {
    let (data, statements) = answer(
        r#"{ project(slug: "example-mobility-lab") {
            title(locale: "fr") openToPartners provenance { isExample }
            milestones { nodes { title dueOn reachedOn project { slug } } }
            updates { nodes { title(locale: "fr") publishedOn content { origin locale } } }
            events { nodes { slug sessions(first: 2) { totalCount nodes { title kind startsAt room event { slug } } } } }
        } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "project": {
        "title": "Exemple : un lab mobilité",
        "openToPartners": true,
        "provenance": {
          "isExample": true
        },
        "milestones": {
          "nodes": [
            {
              "title": "Example: needs of the cities collected",
              "dueOn": "2026-06",
              "reachedOn": "2026-06-19",
              "project": {
                "slug": "example-mobility-lab"
              }
            },
            {
              "title": "Example: two streets tried out",
              "dueOn": "2027-03",
              "reachedOn": null,
              "project": {
                "slug": "example-mobility-lab"
              }
            },
            {
              "title": "Example: results shared with the network",
              "dueOn": "2027-10",
              "reachedOn": null,
              "project": {
                "slug": "example-mobility-lab"
              }
            }
          ]
        },
        "updates": {
          "nodes": [
            {
              "title": "Exemple : des partenaires sont recherchés pour l'essai",
              "publishedOn": "2026-10-12",
              "content": {
                "origin": "IMPORTED",
                "locale": "en"
              }
            },
            {
              "title": "Exemple : le premier atelier a eu lieu",
              "publishedOn": "2026-06-22",
              "content": {
                "origin": "IMPORTED",
                "locale": "en"
              }
            }
          ]
        },
        "events": {
          "nodes": [
            {
              "slug": "example-conference-programme",
              "sessions": {
                "totalCount": 6,
                "nodes": [
                  {
                    "title": "Example: opening",
                    "kind": "PLENARY",
                    "startsAt": "2027-06-16T09:00:00+00:00",
                    "room": "Main hall",
                    "event": {
                      "slug": "example-conference-programme"
                    }
                  },
                  {
                    "title": "Example: keynote on the sustainable city",
                    "kind": "KEYNOTE",
                    "startsAt": "2027-06-16T10:00:00+00:00",
                    "room": "Main hall",
                    "event": {
                      "slug": "example-conference-programme"
                    }
                  }
                ]
              }
            }
          ]
        }
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"11");
}

/// The number of statements does not grow with what is found.
#[tokio::test]
async fn statements_do_not_grow_with_the_page() {
    for hub in Hub::with_demo().await {
        let statements = async |first: usize| {
            let document = format!(
                "{{ projects(first: {first}) {{ nodes {{ title leadCity {{ name }}
                    partnerCities(first: 10) {{ nodes {{ name }} }}
                    participations(first: 5) {{ nodes {{ organisation {{ name city {{ name }} }} }} }} }} }} }}"
            );
            let reply = hub.query(&document).await;
            reply.data();
            reply.statements
        };
        for size in [2, 5, 10, 25] {
            assert_eq!(statements(size).await, 9, "{size}");
        }
    }
}
