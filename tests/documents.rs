//! Representative documents over the demonstration network, three to six levels deep: their answers
//! and the number of SQL statements they take, the same on both databases.

use testkit::Hub;

/// Runs a document on every database; gives the answer, and how many statements it took.
async fn answer(document: &str) -> (serde_json::Value, usize) {
    let mut answers = Vec::new();
    for hub in Hub::with_demo().await {
        let reply = hub.query(document).await;
        answers.push((reply.data().clone(), reply.statements));
    }
    let first = answers.remove(0);
    for other in answers {
        assert_eq!(first, other);
    }
    first
}

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
        "countryCode": "IT",
        "membership": "MEMBER",
        "name": "Coni",
        "population": 55980,
        "projects": {
          "nodes": [
            {
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
              },
              "slug": "queretaro-declaration",
              "title": "Querétaro Declaration for climate neutrality"
            }
          ],
          "totalCount": 1
        },
        "sites": [
          {
            "kind": "PLANT",
            "status": "active"
          }
        ]
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
            "projects": {
              "nodes": [
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "PT",
                        "slug": "braga"
                      }
                    ]
                  },
                  "slug": "cross-artist-residencies"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "FR",
                        "slug": "clermont-ferrand"
                      }
                    ]
                  },
                  "slug": "artist-exchange-charter"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "PT",
                        "slug": "braga"
                      }
                    ]
                  },
                  "slug": "incubator-corridor"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "PT",
                        "slug": "braga"
                      }
                    ]
                  },
                  "slug": "start-up-award"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "FR",
                        "slug": "clermont-ferrand"
                      }
                    ]
                  },
                  "slug": "travel-journal-sketchers"
                }
              ]
            },
            "slug": "anderson"
          },
          {
            "projects": {
              "nodes": [
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "ES",
                        "slug": "aranda-de-duero"
                      },
                      {
                        "countryCode": "DE",
                        "slug": "bad-kreuznach"
                      }
                    ]
                  },
                  "slug": "mobility-lab"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "US",
                        "slug": "anderson"
                      },
                      {
                        "countryCode": "ES",
                        "slug": "aranda-de-duero"
                      }
                    ]
                  },
                  "slug": "queretaro-declaration"
                }
              ]
            },
            "slug": "aranda-de-duero"
          },
          {
            "projects": {
              "nodes": [
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "DE",
                        "slug": "bad-kreuznach"
                      }
                    ]
                  },
                  "slug": "conversion-bad-kreuznach"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "DE",
                        "slug": "bad-kreuznach"
                      },
                      {
                        "countryCode": "DE",
                        "slug": "homburg"
                      }
                    ]
                  },
                  "slug": "german-michelin-cities"
                },
                {
                  "cities": {
                    "nodes": [
                      {
                        "countryCode": "ES",
                        "slug": "aranda-de-duero"
                      },
                      {
                        "countryCode": "DE",
                        "slug": "bad-kreuznach"
                      }
                    ]
                  },
                  "slug": "mobility-lab"
                }
              ]
            },
            "slug": "bad-kreuznach"
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"4");
}

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
            "leadCity": {
              "slug": "clermont-ferrand"
            },
            "participations": {
              "nodes": [
                {
                  "organisation": {
                    "city": {
                      "organisations": {
                        "totalCount": 18
                      },
                      "slug": "clermont-ferrand"
                    },
                    "kind": "CULTURAL_VENUE",
                    "slug": "chalet-lecoq"
                  },
                  "role": "PARTICIPANT"
                },
                {
                  "organisation": {
                    "city": {
                      "organisations": {
                        "totalCount": 18
                      },
                      "slug": "clermont-ferrand"
                    },
                    "kind": "LOCAL_GOVERNMENT",
                    "slug": "ville-de-clermont-ferrand"
                  },
                  "role": "PARTICIPANT"
                }
              ],
              "totalCount": 3
            },
            "slug": "cross-artist-residencies"
          },
          {
            "leadCity": {
              "slug": "regensburg"
            },
            "participations": {
              "nodes": [
                {
                  "organisation": {
                    "city": {
                      "organisations": {
                        "totalCount": 18
                      },
                      "slug": "clermont-ferrand"
                    },
                    "kind": "CULTURAL_VENUE",
                    "slug": "bains-d-huile"
                  },
                  "role": "PARTICIPANT"
                },
                {
                  "organisation": {
                    "city": {
                      "organisations": {
                        "totalCount": 18
                      },
                      "slug": "clermont-ferrand"
                    },
                    "kind": "CULTURAL_VENUE",
                    "slug": "chalet-lecoq"
                  },
                  "role": "PARTICIPANT"
                }
              ],
              "totalCount": 4
            },
            "slug": "cross-residency-regensburg"
          },
          {
            "leadCity": {
              "slug": "clermont-ferrand"
            },
            "participations": {
              "nodes": [
                {
                  "organisation": {
                    "city": {
                      "organisations": {
                        "totalCount": 18
                      },
                      "slug": "clermont-ferrand"
                    },
                    "kind": "NETWORK",
                    "slug": "inmc"
                  },
                  "role": "PARTICIPANT"
                }
              ],
              "totalCount": 1
            },
            "slug": "artist-exchange-charter"
          },
          {
            "leadCity": null,
            "participations": {
              "nodes": [],
              "totalCount": 0
            },
            "slug": "example-mobility-lab"
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"7");
}

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
        "nodes": [
          {
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
            "edition": 4,
            "endsOn": "2024-04-18",
            "figures": {
              "cities": 20,
              "countries": 15,
              "participants": 150
            },
            "hostCity": {
              "countryCode": "US",
              "name": "Anderson"
            },
            "slug": "conference-2024",
            "startsOn": "2024-04-16",
            "themes": {
              "nodes": [
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "creart-valladolid"
                      }
                    ]
                  },
                  "slug": "culture",
                  "title": "Culture"
                },
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "electric-mobility-valladolid"
                      }
                    ]
                  },
                  "slug": "economic-development",
                  "title": "Développement économique"
                }
              ]
            },
            "timeZone": "America/New_York"
          },
          {
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
            "edition": 3,
            "endsOn": "2022-03-17",
            "figures": {
              "cities": null,
              "countries": null,
              "participants": null
            },
            "hostCity": {
              "countryCode": "MX",
              "name": "Santiago de Querétaro"
            },
            "slug": "conference-2022",
            "startsOn": "2022-03-15",
            "themes": {
              "nodes": [
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "circular-economy-tool"
                      },
                      {
                        "slug": "network-consolidation"
                      }
                    ]
                  },
                  "slug": "circular-economy",
                  "title": "Économie circulaire"
                },
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "energize-bridgewater"
                      },
                      {
                        "slug": "queretaro-declaration"
                      }
                    ]
                  },
                  "slug": "climate-neutrality",
                  "title": "Neutralité climatique"
                }
              ]
            },
            "timeZone": "America/Mexico_City"
          },
          {
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
            "edition": 2,
            "endsOn": "2019-03-29",
            "figures": {
              "cities": 26,
              "countries": null,
              "participants": 120
            },
            "hostCity": {
              "countryCode": "ES",
              "name": "Vitoria-Gasteiz"
            },
            "slug": "conference-2019",
            "startsOn": "2019-03-27",
            "themes": {
              "nodes": [
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "energize-bridgewater"
                      },
                      {
                        "slug": "queretaro-declaration"
                      }
                    ]
                  },
                  "slug": "climate-neutrality",
                  "title": "Neutralité climatique"
                },
                {
                  "projects": {
                    "nodes": []
                  },
                  "slug": "green-city",
                  "title": "Ville verte"
                }
              ]
            },
            "timeZone": "Europe/Madrid"
          },
          {
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
            "edition": 1,
            "endsOn": "2017-12-01",
            "figures": {
              "cities": 40,
              "countries": 23,
              "participants": 400
            },
            "hostCity": {
              "countryCode": "FR",
              "name": "Clermont-Ferrand"
            },
            "slug": "conference-2017",
            "startsOn": "2017-11-29",
            "themes": {
              "nodes": [
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "finding-your-waterfall"
                      },
                      {
                        "slug": "norman-forward"
                      }
                    ]
                  },
                  "slug": "citizen-participation",
                  "title": "Participation citoyenne"
                },
                {
                  "projects": {
                    "nodes": [
                      {
                        "slug": "network-consolidation"
                      },
                      {
                        "slug": "creart-valladolid"
                      }
                    ]
                  },
                  "slug": "culture",
                  "title": "Culture"
                }
              ]
            },
            "timeZone": "Europe/Paris"
          }
        ],
        "totalCount": 4
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"12");
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
        "city": {
          "events": {
            "nodes": [
              {
                "hostCity": {
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
                  },
                  "slug": "cuneo"
                },
                "slug": "conference-2026"
              },
              {
                "hostCity": {
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
                  },
                  "slug": "cuneo"
                },
                "slug": "general-assembly-2025"
              }
            ]
          },
          "name": "Cuneo"
        },
        "name": "Cuneo Chamber of Commerce"
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"9");
}

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
        "nodes": [
          {
            "actor": "SYSTEM",
            "en": "The project “Querétaro Declaration for climate neutrality”, led by Vitoria-Gasteiz, entered the record",
            "fr": "Le projet « Déclaration de Querétaro pour la neutralité climatique », porté par Vitoria-Gasteiz, a été inscrit au registre",
            "occurredOn": "2022",
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
            ],
            "subject": {
              "__typename": "Project",
              "leadCity": {
                "slug": "vitoria-gasteiz"
              },
              "slug": "queretaro-declaration"
            },
            "verb": "project.recorded"
          },
          {
            "actor": "SYSTEM",
            "en": "The project “Cross artist residencies”, led by Clermont-Ferrand, entered the record",
            "fr": "Le projet « Résidences d'artistes croisées », porté par Clermont-Ferrand, a été inscrit au registre",
            "occurredOn": "2023",
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
            ],
            "subject": {
              "__typename": "Project",
              "leadCity": {
                "slug": "clermont-ferrand"
              },
              "slug": "cross-artist-residencies"
            },
            "verb": "project.recorded"
          },
          {
            "actor": "SYSTEM",
            "en": "The project “Culture Lab: artist exchange charter”, led by Clermont-Ferrand, entered the record",
            "fr": "Le projet « Lab Culture : charte d'échange d'artistes », porté par Clermont-Ferrand, a été inscrit au registre",
            "occurredOn": "2024",
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
            ],
            "subject": {
              "__typename": "Project",
              "leadCity": {
                "slug": "clermont-ferrand"
              },
              "slug": "artist-exchange-charter"
            },
            "verb": "project.recorded"
          }
        ],
        "totalCount": 59
      }
    }
    "#);
    insta::assert_snapshot!(statements, @"9");
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
        "events": {
          "nodes": [
            {
              "sessions": {
                "nodes": [
                  {
                    "event": {
                      "slug": "example-conference-programme"
                    },
                    "kind": "PLENARY",
                    "room": "Main hall",
                    "startsAt": "2027-06-16T09:00:00+00:00",
                    "title": "Example: opening"
                  },
                  {
                    "event": {
                      "slug": "example-conference-programme"
                    },
                    "kind": "KEYNOTE",
                    "room": "Main hall",
                    "startsAt": "2027-06-16T10:00:00+00:00",
                    "title": "Example: keynote on the sustainable city"
                  }
                ],
                "totalCount": 6
              },
              "slug": "example-conference-programme"
            }
          ]
        },
        "milestones": {
          "nodes": [
            {
              "dueOn": "2026-06",
              "project": {
                "slug": "example-mobility-lab"
              },
              "reachedOn": "2026-06-19",
              "title": "Example: needs of the cities collected"
            },
            {
              "dueOn": "2027-03",
              "project": {
                "slug": "example-mobility-lab"
              },
              "reachedOn": null,
              "title": "Example: two streets tried out"
            },
            {
              "dueOn": "2027-10",
              "project": {
                "slug": "example-mobility-lab"
              },
              "reachedOn": null,
              "title": "Example: results shared with the network"
            }
          ]
        },
        "openToPartners": true,
        "provenance": {
          "isExample": true
        },
        "title": "Exemple : un lab mobilité",
        "updates": {
          "nodes": [
            {
              "content": {
                "locale": "en",
                "origin": "IMPORTED"
              },
              "publishedOn": "2026-10-12",
              "title": "Exemple : des partenaires sont recherchés pour l'essai"
            },
            {
              "content": {
                "locale": "en",
                "origin": "IMPORTED"
              },
              "publishedOn": "2026-06-22",
              "title": "Exemple : le premier atelier a eu lieu"
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
