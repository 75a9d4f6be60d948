//! The hub beside a city's subgraph, behind a router: by the programs of docs/federation.md.

use kernel::Kind;
use serde_json::Value;

use super::hub;
use crate::clients;

const DOCUMENT: &str = include_str!("../../docs/federation.md");

/// Composed by both libraries, answered by Hive Gateway, as a library and by its own program; and when the city's subgraph is down, its field
/// alone is null, with a reason.
#[tokio::test(flavor = "multi_thread")]
async fn a_citys_subgraph_answers_beside_the_hub_and_takes_nothing_along() {
    if !clients::are_installed() {
        return;
    }
    let hub = hub().await;
    let folder = clients::folder_of(DOCUMENT);
    let operator = hub.id_of(Kind::Organisation, "comune-di-cuneo").await;
    let officer = hub.officer_of("cuneo").await;
    let token = officer.token(&["READ", "ACCOUNT"], None).await;
    let arguments = [
        &format!("{}/graphql", hub.url),
        folder.path().to_str().unwrap(),
        &operator,
        &token.secret,
    ];
    let mut report = clients::run("federation.mjs", &arguments).await;
    hide(&mut report, &["id"]);
    insta::assert_json_snapshot!(report, @r#"
    {
      "apollo": {
        "errors": [],
        "hints": []
      },
      "joined": {
        "data": {
          "city": {
            "name": "Clermont-Ferrand",
            "countryCode": "FR",
            "projects": {
              "nodes": [
                {
                  "title": "Outil de comparaison de la ville circulaire",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                },
                {
                  "title": "Pérennisation du réseau et premiers partenariats",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                }
              ]
            },
            "clermontFerrand": {
              "bikeStations": [
                {
                  "name": "Place de Jaude",
                  "bikesFree": 7,
                  "operator": {
                    "name": "City of Cuneo"
                  }
                },
                {
                  "name": "Gare SNCF",
                  "bikesFree": 0,
                  "operator": null
                }
              ]
            }
          }
        }
      },
      "many": {
        "data": {
          "cities": {
            "nodes": [
              {
                "id": "…",
                "clermontFerrand": {
                  "bikeStations": [
                    {
                      "name": "Place de Jaude"
                    },
                    {
                      "name": "Gare SNCF"
                    }
                  ]
                }
              }
            ]
          }
        }
      },
      "signedIn": {
        "data": {
          "viewer": {
            "person": {
              "name": "Officer of cuneo"
            }
          },
          "city": {
            "name": "Clermont-Ferrand",
            "clermontFerrand": {
              "bikeStations": [
                {
                  "name": "Place de Jaude"
                },
                {
                  "name": "Gare SNCF"
                }
              ]
            }
          }
        }
      },
      "headersForCity": [
        {
          "authorization": null,
          "languages": "fr"
        }
      ],
      "mutation": {
        "data": {
          "follow": {
            "errors": [
              {
                "code": "NOT_FOUND",
                "path": [
                  "input",
                  "node"
                ]
              }
            ]
          }
        }
      },
      "mistake": {
        "data": {
          "node": null
        },
        "errors": [
          {
            "message": "`nonsense` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
            "path": [
              "node"
            ],
            "extensions": {
              "argument": "id",
              "code": "INVALID_ID",
              "serviceName": "hub"
            }
          }
        ]
      },
      "byProgram": {
        "data": {
          "city": {
            "name": "Clermont-Ferrand",
            "countryCode": "FR",
            "projects": {
              "nodes": [
                {
                  "title": "Outil de comparaison de la ville circulaire",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                },
                {
                  "title": "Pérennisation du réseau et premiers partenariats",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                }
              ]
            },
            "clermontFerrand": {
              "bikeStations": [
                {
                  "name": "Place de Jaude",
                  "bikesFree": 7,
                  "operator": {
                    "name": "City of Cuneo"
                  }
                },
                {
                  "name": "Gare SNCF",
                  "bikesFree": 0,
                  "operator": null
                }
              ]
            }
          }
        }
      },
      "cityIsDown": {
        "data": {
          "city": {
            "name": "Clermont-Ferrand",
            "countryCode": "FR",
            "projects": {
              "nodes": [
                {
                  "title": "Outil de comparaison de la ville circulaire",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                },
                {
                  "title": "Pérennisation du réseau et premiers partenariats",
                  "leadCity": {
                    "name": "Clermont-Ferrand"
                  }
                }
              ]
            },
            "clermontFerrand": null
          }
        },
        "errors": [
          {
            "message": "The subgraph clermont_ferrand does not answer.",
            "path": [
              "city",
              "clermontFerrand"
            ],
            "extensions": {
              "code": "SUBGRAPH_UNAVAILABLE",
              "serviceName": "clermont_ferrand"
            }
          }
        ]
      }
    }
    "#);
}

/// Hides what differs from run to run.
fn hide(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if names.contains(&name.as_str()) {
                    *inner = "…".into();
                } else {
                    hide(inner, names);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|inner| hide(inner, names)),
        _ => {}
    }
}
