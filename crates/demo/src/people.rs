//! Examples of people, to sign in as. None of them is anybody: their names say so, and their addresses
//! are of a domain that is reserved for examples (RFC 2606).

use std::collections::HashMap;

use activity::{Failure, Log};
use anyhow::{Context as _, bail};
use futures::{FutureExt as _, future::BoxFuture};
use kernel::{Actor, Kind, Party, actor::Role, node, secret::Secret};
use members::TakeUp;

/// An example of a person.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Where their letters go: to the log, in a demonstration.
    pub email: &'static str,
    /// What they are called.
    pub name: &'static str,
    acts_for: ActsFor,
    role: Role,
}

#[derive(Clone, Copy, Debug)]
enum ActsFor {
    Secretariat,
    City(&'static str),
    Organisation(&'static str),
}

/// The people of the demonstration.
pub const PEOPLE: &[Example] = &[
    Example {
        email: "secretary@example.org",
        name: "Example secretary",
        acts_for: ActsFor::Secretariat,
        role: Role::Secretary,
    },
    Example {
        email: "moderator@example.org",
        name: "Example moderator",
        acts_for: ActsFor::Secretariat,
        role: Role::Moderator,
    },
    Example {
        email: "mayor@cuneo.example.org",
        name: "Example mayor of Cuneo",
        acts_for: ActsFor::City("cuneo"),
        role: Role::Representative,
    },
    Example {
        email: "officer@cuneo.example.org",
        name: "Example officer of Cuneo",
        acts_for: ActsFor::City("cuneo"),
        role: Role::Officer,
    },
    Example {
        email: "officer@clermont-ferrand.example.org",
        name: "Example officer of Clermont-Ferrand",
        acts_for: ActsFor::City("clermont-ferrand"),
        role: Role::Officer,
    },
    Example {
        email: "researcher@university.example.org",
        name: "Example researcher",
        acts_for: ActsFor::Organisation("universite-clermont-auvergne"),
        role: Role::Officer,
    },
];

/// Lets the examples in who are not in yet, in the name of the hub; how many are new. The network has
/// to be loaded.
///
/// # Errors
/// When whom they act for is missing, or the database fails.
pub fn let_in(log: &Log) -> BoxFuture<'_, anyhow::Result<usize>> {
    let_all_in(log).boxed()
}

async fn let_all_in(log: &Log) -> anyhow::Result<usize> {
    let parties = parties(log).await?;
    let mut new = 0;
    for example in PEOPLE {
        let known = members::person_by_email(log, example.email).await;
        if known.map_err(|error| failed(error.into()))?.is_some() {
            continue;
        }
        let party = match example.acts_for {
            ActsFor::Secretariat => Party::Secretariat,
            ActsFor::City(slug) | ActsFor::Organisation(slug) => {
                let party = parties.get(slug).copied();
                party.with_context(|| format!("the network has no {slug}"))?
            }
        };
        let digest = Secret::generate().digest().stored();
        members::invite_by_link(
            log,
            Actor::System,
            example.email,
            party,
            example.role,
            &digest,
        )
        .await
        .map_err(failed)?;
        let take = TakeUp {
            secret_digest: &digest,
            name: Some(example.name),
            locale: None,
        };
        match members::take_up(log, &take).await.map_err(failed)? {
            Some(_) => new += 1,
            None => bail!("{} was let in by somebody else", example.email),
        }
    }
    Ok(new)
}

async fn parties(log: &Log) -> anyhow::Result<HashMap<String, Party>> {
    let mut conn = log.db().read().await?;
    let (mut cities, mut organisations) = (Vec::new(), Vec::new());
    for example in PEOPLE {
        match example.acts_for {
            ActsFor::Secretariat => {}
            ActsFor::City(slug) => cities.push(slug.to_owned()),
            ActsFor::Organisation(slug) => organisations.push(slug.to_owned()),
        }
    }
    let cities = node::known(&mut conn, Kind::City, cities.into_iter()).await?;
    let organisations = organisations.into_iter();
    let organisations = node::known(&mut conn, Kind::Organisation, organisations).await?;
    let cities = cities.into_iter().map(|(slug, id)| (slug, Party::City(id)));
    let organisations =
        (organisations.into_iter()).map(|(slug, id)| (slug, Party::Organisation(id)));
    Ok(cities.chain(organisations).collect())
}

fn failed(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Client(error) => anyhow::anyhow!(error.message),
        Failure::Refused(mistakes) => anyhow::anyhow!("{mistakes:?}"),
    }
}
