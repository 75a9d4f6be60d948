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
