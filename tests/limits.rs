//! What a client may ask: every limit from both sides of its value, what an operation costs, and how
//! much can be asked in how much time, through the doors. `property` sends whatever can be made
//! of the contract, and what is broken in every way.

mod bodies;
mod contract;
mod cost;
mod documents;
pub(crate) mod property;
mod rates;
mod sending;
mod shared;

use limits::Limits;
use testkit::{Content, Database, Hub, Product, Reply, Setup};

/// A hub with these limits, of the demonstration network.
async fn hub(limits: Limits) -> Hub {
    let database = Database::new(Product::Sqlite, Content::Demo).await;
    Hub::set_up(database, with(limits)).await
}

fn with(limits: Limits) -> Setup {
    Setup {
        limits,
        ..Setup::default()
    }
}

/// The first error, in one line: its code, its message and its figures.
#[track_caller]
fn refused(reply: &Reply) -> String {
    let error = &reply.json["errors"][0];
    assert!(reply.json.get("data").is_none(), "{:#}", reply.json);
    let extensions = error["extensions"].as_object().unwrap();
    let mut said = format!(
        "{} {}: {}",
        reply.status,
        extensions["code"].as_str().unwrap(),
        error["message"].as_str().unwrap()
    );
    for (name, value) in extensions.iter().filter(|(name, _)| *name != "code") {
        said.push_str(&format!(" {name}={value}"));
    }
    said
}

#[track_caller]
fn taken(reply: &Reply) {
    assert!(reply.json.get("errors").is_none(), "{:#}", reply.json);
}
