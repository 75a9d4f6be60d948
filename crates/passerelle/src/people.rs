//! What the operator does with people: invites the first, and makes tokens for programs.

use std::process::ExitCode;

use activity::{Failure, Log};
use anyhow::{Context as _, anyhow, bail};
use chrono::TimeDelta;
use identity::outbox::link_address;
use kernel::{
    Actor, Clock, Db, IdOf, Kind, NodeRef, Party, actor::Role, entity::kinds, node, secret::Secret,
};
use members::{CreateApiTokenInput, NewToken, RevokeApiTokenInput, TOKEN_PREFIX};

use crate::{
    cli::{Database, Invite, Token},
    commands::say,
    hub,
};

pub(crate) async fn invite(args: &Invite) -> anyhow::Result<ExitCode> {
    let (db, log) = open(&args.database).await?;
    let (party, email, role) = match (&args.secretariat, &args.email) {
        (Some(email), _) => (Party::Secretariat, email, Role::Secretary),
        (None, Some(email)) => (party(&db, args).await?, email, Role::Representative),
        (None, None) => bail!(
            "say whom to invite: --secretariat EMAIL, or --city SLUG or --organisation SLUG with \
             --email EMAIL"
        ),
    };
    let role = args.role.unwrap_or(role);
    let secret = Secret::generate();
    let digest = secret.digest().stored();
    let invited = members::invite_by_link(&log, Actor::System, email, party, role, &digest).await;
    let (_, expires_at) = invited.map_err(refused)?;
    let link = link_address(&args.public_url, "/auth/invitation", &secret);
    say(&format!(
        "{link}\nIt works once, until {}. Whoever has it can take the mandate up: hand it over in \
         confidence.",
        expires_at.format("%Y-%m-%d %H:%M UTC"),
    ))?;
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn party(db: &Db, args: &Invite) -> anyhow::Result<Party> {
    let (kind, slug) = match (&args.city, &args.organisation) {
        (Some(slug), _) => (Kind::City, slug),
        (None, Some(slug)) => (Kind::Organisation, slug),
        (None, None) => bail!("say for whom: --city SLUG or --organisation SLUG"),
    };
    let mut conn = db.read().await?;
    let found = node::known(&mut conn, kind, [slug.clone()].into_iter()).await?;
    let id = found.get(slug).copied();
    let id = id.with_context(|| format!("there is no {} `{slug}`", kind.prefix()))?;
    Ok(match kind {
        Kind::City => Party::City(id),
        _ => Party::Organisation(id),
    })
}

pub(crate) async fn token(args: &Token) -> anyhow::Result<ExitCode> {
    match args {
        Token::Create {
            database,
            person,
            name,
            scopes,
            days,
            mandate,
        } => {
            let (db, log) = open(database).await?;
            let person = person_of(&log, person).await?;
            let mandate = mandate.as_deref().map(id::<kinds::Mandate>).transpose()?;
            let input = CreateApiTokenInput {
                name: name.clone(),
                scopes: scopes.clone(),
                expires_at: log.clock().now() + TimeDelta::days(i64::from(*days)),
                mandate,
            };
            let secret = Secret::generate();
            let new = NewToken {
                person,
                secret_digest: &secret.digest().stored(),
            };
            let made = members::create_api_token(&log, Actor::System, &new, &input, None).await;
            made.map_err(refused)?;
            say(&format!("{TOKEN_PREFIX}{}", secret.reveal()))?;
            db.close().await;
        }
        Token::List { database, person } => {
            let (db, log) = open(database).await?;
            let person = person_of(&log, person).await?;
            let found = members::tokens_of(&log, person).await;
            for token in found.map_err(|error| anyhow!(error.message))? {
                let state = match token.revoked_at {
                    Some(at) => format!("ended {at}"),
                    None => format!("until {}", token.expires_at),
                };
                let id = NodeRef::new(Kind::ApiToken, token.id);
                let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
                say(&format!(
                    "{id}  {}  {state}  {}",
                    scopes.join(","),
                    token.name
                ))?;
            }
            db.close().await;
        }
        Token::Revoke { database, id } => {
            let (db, log) = open(database).await?;
            let input = RevokeApiTokenInput {
                token: self::id::<kinds::ApiToken>(id)?,
            };
            let ended = members::revoke_api_token(&log, Actor::System, &input, None).await;
            let outcome = ended.map_err(refused)?;
            say(match outcome.activity {
                Some(_) => "The token is ended.",
                None => "The token was ended before.",
            })?;
            db.close().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(database: &Database) -> anyhow::Result<(Db, Log)> {
    let db = hub::open(&database.database_url, &database.pool).await?;
    let log = Log::open(db.clone(), Clock::system()).await?;
    Ok((db, log))
}

async fn person_of(log: &Log, email: &str) -> anyhow::Result<uuid::Uuid> {
    let address: kernel::email::Email = email.parse().with_context(|| format!("`{email}`"))?;
    let found = members::person_by_email(log, address.as_str()).await;
    let found = found.map_err(|error| anyhow!(error.message))?;
    found.with_context(|| format!("the hub knows nobody with the address {address}"))
}

fn id<E: kernel::Entity>(text: &str) -> anyhow::Result<IdOf<E>> {
    let node: NodeRef = text
        .parse()
        .map_err(|error: kernel::ClientError| anyhow!(error.message))?;
    if node.kind != E::KIND {
        bail!(
            "`{text}` is the id of a {}, not of a {}",
            node.kind.type_name(),
            E::TYPE
        );
    }
    Ok(IdOf::known(node.id))
}

/// Why something was not done, in one line.
fn refused(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Client(error) => anyhow!(error.message),
        Failure::Refused(mistakes) => {
            let said: Vec<String> = mistakes
                .into_iter()
                .map(|mistake| format!("{}: {}", mistake.path.join("."), mistake.message))
                .collect();
            anyhow!(said.join("; "))
        }
    }
}
