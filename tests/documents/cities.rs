//! Cities and organisations, with what is theirs.

use super::answer;

#[tokio::test]
async fn a_city_with_its_projects_and_their_partners() {
    let (data, statements) = answer(
        r#"{ city(slug: "cuneo") {
            name(locale: "fr") countryCode population membership
            sites { kind status }
            projects(first: 3) { totalCount nodes {
                slug title
                leadCity { name }
                partnerCities(first: 3) { nodes { name } pageInfo { hasNextPage } }
            } }
        } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "city": {
        "name": "Coni",
        "countryCode": "IT",
        "population": 55980,
        "membership": "MEMBER",
        "sites": [
          {
            "kind": "PLANT",
            "status": "active"
          }
        ],
        "projects": {
          "totalCount": 1,
          "nodes": [
            {
              "slug": "queretaro-declaration",
              "title": "Querétaro Declaration for climate neutrality",
              "leadCity": {
                "name": "Vitoria-Gasteiz"
              },
              "partnerCities": {
                "nodes": [
                  {
                    "name": "Anderson"
                  },
                  {
                    "name": "Aranda de Duero"
                  },
                  {
                    "name": "Braga"
                  }
                ],
                "pageInfo": {
                  "hasNextPage": true
                }
              }
            }
          ]
        }
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"12");
}

#[tokio::test]
async fn three_cities_five_projects_and_their_cities() {
    let (data, statements) = answer(
        r#"{ cities(first: 3, filter: { membership: { eq: MEMBER } }) { nodes { slug
            projects(first: 5) { nodes { slug cities(first: 2) { nodes { slug countryCode } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "cities": {
        "nodes": [
          {
            "slug": "anderson",
            "projects": {
              "nodes": [
                {
                  "slug": "cross-artist-residencies",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "braga",
                        "countryCode": "PT"
                      }
                    ]
                  }
                },
                {
                  "slug": "artist-exchange-charter",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "clermont-ferrand",
                        "countryCode": "FR"
                      }
                    ]
                  }
                },
                {
                  "slug": "incubator-corridor",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "braga",
                        "countryCode": "PT"
                      }
                    ]
                  }
                },
                {
                  "slug": "start-up-award",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "braga",
                        "countryCode": "PT"
                      }
                    ]
                  }
                },
                {
                  "slug": "travel-journal-sketchers",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "clermont-ferrand",
                        "countryCode": "FR"
                      }
                    ]
                  }
                }
              ]
            }
          },
          {
            "slug": "aranda-de-duero",
            "projects": {
              "nodes": [
                {
                  "slug": "mobility-lab",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "aranda-de-duero",
                        "countryCode": "ES"
                      },
                      {
                        "slug": "bad-kreuznach",
                        "countryCode": "DE"
                      }
                    ]
                  }
                },
                {
                  "slug": "queretaro-declaration",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "anderson",
                        "countryCode": "US"
                      },
                      {
                        "slug": "aranda-de-duero",
                        "countryCode": "ES"
                      }
                    ]
                  }
                }
              ]
            }
          },
          {
            "slug": "bad-kreuznach",
            "projects": {
              "nodes": [
                {
                  "slug": "conversion-bad-kreuznach",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "bad-kreuznach",
                        "countryCode": "DE"
                      }
                    ]
                  }
                },
                {
                  "slug": "german-michelin-cities",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "bad-kreuznach",
                        "countryCode": "DE"
                      },
                      {
                        "slug": "homburg",
                        "countryCode": "DE"
                      }
                    ]
                  }
                },
                {
                  "slug": "mobility-lab",
                  "cities": {
                    "nodes": [
                      {
                        "slug": "aranda-de-duero",
                        "countryCode": "ES"
                      },
                      {
                        "slug": "bad-kreuznach",
                        "countryCode": "DE"
                      }
                    ]
                  }
                }
              ]
            }
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"4");
}

#[tokio::test]
async fn an_organisation_six_levels_deep() {
    let (data, statements) = answer(
        r#"{ organisation(slug: "camera-di-commercio-cuneo") { name city { name
            events(first: 2) { nodes { slug hostCity { slug
                projects(first: 2) { nodes { slug themes(first: 1) { nodes { slug } } } } } } } } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "organisation": {
        "name": "Cuneo Chamber of Commerce",
        "city": {
          "name": "Cuneo",
          "events": {
            "nodes": [
              {
                "slug": "conference-2026",
                "hostCity": {
                  "slug": "cuneo",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "queretaro-declaration",
                        "themes": {
                          "nodes": [
                            {
                              "slug": "climate-neutrality"
                            }
                          ]
                        }
                      }
                    ]
                  }
                }
              },
              {
                "slug": "general-assembly-2025",
                "hostCity": {
                  "slug": "cuneo",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "queretaro-declaration",
                        "themes": {
                          "nodes": [
                            {
                              "slug": "climate-neutrality"
                            }
                          ]
                        }
                      }
                    ]
                  }
                }
              }
            ]
          }
        }
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"9");
}
