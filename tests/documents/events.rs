//! Events, with who comes to them.

use super::answer;

#[tokio::test]
async fn conferences_with_hosts_themes_and_the_projects_of_the_themes() {
    let (data, statements) = answer(
        r#"{ events(filter: { kind: { eq: CONFERENCE }, status: { eq: HELD } }) { totalCount nodes {
            slug startsOn endsOn edition timeZone
            hostCity { name countryCode }
            figures { participants cities countries }
            cities(first: 0) { totalCount }
            delegations(first: 2) { nodes { city { slug } role size } }
            themes(first: 2) { nodes { slug title(locale: "fr") projects(first: 2) { nodes { slug } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @r#"
    {
      "events": {
        "totalCount": 4,
        "nodes": [
          {
            "slug": "conference-2024",
            "startsOn": "2024-04-16",
            "endsOn": "2024-04-18",
            "edition": 4,
            "timeZone": "America/New_York",
            "hostCity": {
              "name": "Anderson",
              "countryCode": "US"
            },
            "figures": {
              "participants": 150,
              "cities": 20,
              "countries": 15
            },
            "cities": {
              "totalCount": 5
            },
            "delegations": {
              "nodes": [
                {
                  "city": {
                    "slug": "anderson"
                  },
                  "role": "HOST",
                  "size": null
                },
                {
                  "city": {
                    "slug": "bad-kreuznach"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                }
              ]
            },
            "themes": {
              "nodes": [
                {
                  "slug": "culture",
                  "title": "Culture",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "creart-valladolid"
                      }
                    ]
                  }
                },
                {
                  "slug": "economic-development",
                  "title": "Développement économique",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "electric-mobility-valladolid"
                      }
                    ]
                  }
                }
              ]
            }
          },
          {
            "slug": "conference-2022",
            "startsOn": "2022-03-15",
            "endsOn": "2022-03-17",
            "edition": 3,
            "timeZone": "America/Mexico_City",
            "hostCity": {
              "name": "Santiago de Querétaro",
              "countryCode": "MX"
            },
            "figures": {
              "participants": null,
              "cities": null,
              "countries": null
            },
            "cities": {
              "totalCount": 13
            },
            "delegations": {
              "nodes": [
                {
                  "city": {
                    "slug": "anderson"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                },
                {
                  "city": {
                    "slug": "aranda-de-duero"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                }
              ]
            },
            "themes": {
              "nodes": [
                {
                  "slug": "circular-economy",
                  "title": "Économie circulaire",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "circular-economy-tool"
                      },
                      {
                        "slug": "network-consolidation"
                      }
                    ]
                  }
                },
                {
                  "slug": "climate-neutrality",
                  "title": "Neutralité climatique",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "energize-bridgewater"
                      },
                      {
                        "slug": "queretaro-declaration"
                      }
                    ]
                  }
                }
              ]
            }
          },
          {
            "slug": "conference-2019",
            "startsOn": "2019-03-27",
            "endsOn": "2019-03-29",
            "edition": 2,
            "timeZone": "Europe/Madrid",
            "hostCity": {
              "name": "Vitoria-Gasteiz",
              "countryCode": "ES"
            },
            "figures": {
              "participants": 120,
              "cities": 26,
              "countries": null
            },
            "cities": {
              "totalCount": 13
            },
            "delegations": {
              "nodes": [
                {
                  "city": {
                    "slug": "alessandria"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                },
                {
                  "city": {
                    "slug": "anderson"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                }
              ]
            },
            "themes": {
              "nodes": [
                {
                  "slug": "climate-neutrality",
                  "title": "Neutralité climatique",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "energize-bridgewater"
                      },
                      {
                        "slug": "queretaro-declaration"
                      }
                    ]
                  }
                },
                {
                  "slug": "green-city",
                  "title": "Ville verte",
                  "projects": {
                    "nodes": []
                  }
                }
              ]
            }
          },
          {
            "slug": "conference-2017",
            "startsOn": "2017-11-29",
            "endsOn": "2017-12-01",
            "edition": 1,
            "timeZone": "Europe/Paris",
            "hostCity": {
              "name": "Clermont-Ferrand",
              "countryCode": "FR"
            },
            "figures": {
              "participants": 400,
              "cities": 40,
              "countries": 23
            },
            "cities": {
              "totalCount": 15
            },
            "delegations": {
              "nodes": [
                {
                  "city": {
                    "slug": "anderson"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                },
                {
                  "city": {
                    "slug": "bad-kreuznach"
                  },
                  "role": "PARTICIPANT",
                  "size": null
                }
              ]
            },
            "themes": {
              "nodes": [
                {
                  "slug": "citizen-participation",
                  "title": "Participation citoyenne",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "finding-your-waterfall"
                      },
                      {
                        "slug": "norman-forward"
                      }
                    ]
                  }
                },
                {
                  "slug": "culture",
                  "title": "Culture",
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "creart-valladolid"
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
    insta::assert_snapshot!(statements, @"12");
}
