//! What each command does.

use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use access::Policy;
use anyhow::{Context as _, bail};
use async_graphql::{Request, Variables};
use chrono::TimeDelta;
use identity::PublicUrl;
use kernel::{Db, redis::Redis};
use live::Live;
use schema::{Asker, Graph};
use server::{Cors, PageCache, Receiving, Wording};
use tokio::net::TcpListener;

use crate::{
    cli::{Cli, Command, Demo, Door, Query, Serve},
    deprecations, hub, observe, people, transfer, words,
};

pub(crate) async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(args) => serve(&args).await,
        Command::Demo(args) => demo(&args).await,
        Command::Migrate { database } => {
            let db = hub::open(&database.database_url, &database.pool).await?;
            say(&format!("The {} database is up to date.", db.product()))?;
            db.close().await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Schema { federation } => {
            let sdl = if federation {
                schema::subgraph_sdl().to_owned()
            } else {
                schema::sdl()
            };
            print(&sdl)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Query(args) => query(&args).await,
        Command::Export {
            database,
            output,
            force,
        } => transfer::export(&database, output.as_deref(), force).await,
        Command::Import { database, file } => transfer::import(&database, &file).await,
        Command::Backup {
            database,
            output,
            force,
        } => transfer::backup(&database, &output, force).await,
        Command::Restore { database, file } => transfer::restore(&database, &file).await,
        Command::RenewEpoch { database } => transfer::renew_epoch(&database).await,
        Command::Invite(args) => people::invite(&args).await,
        Command::Token(args) => people::token(&args).await,
        Command::Documents(args) => crate::documents::run(&args).await,
        Command::Deprecations { database } => deprecations::print(&database).await,
        Command::Policies => {
            print(Policy::built_in_text())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Health { url, listen } => health(url, listen).await,
    }
}

async fn serve(args: &Serve) -> anyhow::Result<ExitCode> {
    // The port first: nothing else is worth doing without it.
    let listener = listen(args.door.listen).await?;
    let wording = words::of(&args.door.people, Vec::new())?;
    let redis = hub::redis(&args.door.redis).await?;
    let db = hub::open(&args.database.database_url, &args.database.pool).await?;
    let graph = hub::ruled_graph(&db, args.door.people.policies.as_deref()).await?;
    let graph = graph.limited((&args.door.limits).into(), redis.clone())?;
    open_doors(listener, &args.door, wording, graph, &db, redis).await
}

async fn demo(args: &Demo) -> anyhow::Result<ExitCode> {
    let listener = if args.no_serve {
        None
    } else {
        Some(listen(args.door.listen).await?)
    };
    let wording = words::of(&args.door.people, demo::words())?;
    let redis = hub::redis(&args.door.redis).await?;
    let (url, file) = match &args.database_url {
        Some(url) => (url.clone(), None),
        None => {
            let file = demo_file()?;
            (format!("sqlite://{}", file.display()), Some(file))
        }
    };
    let db = hub::open(&url, &args.pool).await?;
    if let Some(file) = file {
        say(&format!(
            "The demonstration network is kept in {}.",
            file.display()
        ))?;
    }
    let graph = hub::ruled_graph(&db, args.door.people.policies.as_deref()).await?;
    let graph = graph.limited((&args.door.limits).into(), redis.clone())?;
    let loaded = demo::load(graph.log()).await?;
    say(&format!(
        "Loaded: {} new, {} corrected, {} as they were.",
        loaded.recorded, loaded.corrected, loaded.unchanged
    ))?;
    let new = demo::people::let_in(graph.log()).await?;
    say(&format!("Let in: {new} new examples of people."))?;
    if args.scale > 0 {
        let generated = demo::generate(graph.log(), args.scale, &tell_progress()).await?;
        say(&format!(
            "Generated for load tests: {} new, {} as they were.",
            generated.recorded, generated.unchanged
        ))?;
    }
    if listener.is_some() {
        say(&examples(&args.door))?;
    }
    match listener {
        Some(listener) => open_doors(listener, &args.door, wording, graph, &db, redis).await,
        None => {
            db.close().await;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// As whom one can sign in to the demonstration.
fn examples(door: &Door) -> String {
    let mut said = "Sign in as one of these".to_owned();
    said.push_str(match door.people.smtp_url {
        Some(_) => ":",
        None => "; the link comes here, in the log:",
    });
    for example in demo::people::PEOPLE {
        said.push_str(&format!("\n  {}  {}", example.email, example.name));
    }
    said
}

/// Says how far a generation is, every two seconds.
fn tell_progress() -> impl Fn(demo::Progress) + Sync {
    let last = Mutex::new(Instant::now());
    move |demo::Progress { what, done, total }| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= Duration::from_secs(2) {
            *last = Instant::now();
            tracing::info!(done, total, "generating {what}");
        }
    }
}

/// Where the demonstration network is kept, unless told.
fn demo_file() -> anyhow::Result<PathBuf> {
    let folder = dirs::data_dir()
        .context("there is no data folder for this user: name a database with --database-url")?
        .join("passerelle");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))?;
    Ok(folder.join("demo.db"))
}

pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            bail!(
                "{address} is in use by another program: stop it, or choose another port with --listen"
            )
        }
        Err(error) => bail!("the hub cannot listen on {address}: {error}"),
    }
}

async fn open_doors(
    listener: TcpListener,
    door: &Door,
    wording: Wording,
    graph: Graph,
    db: &Db,
    redis: Option<Redis>,
) -> anyhow::Result<ExitCode> {
    let address = listener.local_addr()?;
    let base = address_to_open(address);
    let reception = hub::reception(&graph, &door.people, &base)?;
    let metrics = observe::begin(&door.observe, &graph, &reception).await?;
    say(&format!(
        "Passerelle {} serves the network on {}.\n\
         \x20 read its pages       {base}/\n\
         \x20 explore the graph    {base}/graphiql\n\
         \x20 query it             {base}/graphql\n\
         \x20 its contract         {base}/schema.graphql\n\
         \x20 sign in              {base}/auth/sign-in\n\
         \x20 is it well?          {base}/health/ready\n\
         Stop it with Ctrl-C.",
        env!("CARGO_PKG_VERSION"),
        db.product(),
    ))?;
    let mut options = server::Options {
        receiving: Receiving {
            max_body: door.max_body,
            max_in_all: door.max_receiving,
            timeout: door.body_timeout,
        },
        max_sending: door.max_sending,
        page_cache: PageCache {
            bytes: door.page_cache,
            ..PageCache::default()
        },
        timeout: door.request_timeout,
        cors: cors(&door.cors_origins)?,
        trusted_proxies: door.trusted_proxies.clone(),
        metrics: Some(metrics),
        streaming: door.streams.settings(),
        wording,
        shutdown_delay: door.streams.shutdown_delay,
        drain_timeout: door.streams.drain_timeout,
        ..server::Options::default()
    };
    door.graphql.set(&mut options);
    let letters = tokio::spawn(reception.outbox().run());
    let live = Live::new(
        graph.clone(),
        reception.recogniser().clone(),
        live::Options {
            keep: door
                .keep_activities
                .map(|days| TimeDelta::days(days.into())),
            redis,
            ..live::Options::default()
        },
    );
    let following = tokio::spawn(live.clone().run());
    let ticking = tokio::spawn(live.clone().tick());
    let usage = graph.usage().clone();
    let counting = tokio::spawn(usage.clone().run());
    server::serve(listener, options, graph, reception, live, stop_signal()).await;
    ticking.abort();
    following.abort();
    letters.abort();
    counting.abort();
    if let Err(error) = usage.write().await {
        tracing::warn!(
            cause = error.message,
            "the last use of what is deprecated is lost"
        );
    }
    db.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// The origins whose pages may use the graph.
fn cors(origins: &[String]) -> anyhow::Result<Cors> {
    if origins.iter().any(|origin| origin == "*") {
        return Ok(Cors::Any);
    }
    let mut values = Vec::new();
    for origin in origins.iter().filter(|origin| !origin.is_empty()) {
        let url: PublicUrl = origin
            .parse()
            .with_context(|| format!("--cors-origins: `{origin}`"))?;
        values.push(url.origin().parse()?);
    }
    Ok(match values.as_slice() {
        [] => Cors::None,
        _ => Cors::These(values),
    })
}

/// The address as one would open it from this machine.
fn address_to_open(address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        IpAddr::V4(ip) if ip.is_loopback() || ip.is_unspecified() => {
            format!("http://localhost:{port}")
        }
        _ => format!("http://{address}"),
    }
}

/// Ctrl-C, or the signal that service managers stop programs with.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
    tracing::info!("stopping: what has begun ends first, and what stays open goes on elsewhere");
}

async fn query(args: &Query) -> anyhow::Result<ExitCode> {
    let document = match &args.document {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?,
        None => {
            let mut text = String::new();
            io::stdin()
                .read_to_string(&mut text)
                .context("standard input cannot be read")?;
            text
        }
    };
    let variables: serde_json::Value =
        serde_json::from_str(&args.variables).context("--variables is not JSON")?;
    if !variables.is_object() {
        bail!("--variables is not a JSON object");
    }
    let db = hub::open(&args.database.database_url, &args.database.pool).await?;
    let graph = hub::graph(&db).await?;
    let mut request = Request::new(document).variables(Variables::from_json(variables));
    request.operation_name.clone_from(&args.operation);
    let asker = Asker {
        explain: args.explain,
        ..Asker::system()
    };
    let answer = graph.execute(request, asker).await;
    for plan in answer.reads.plans.iter().flatten() {
        say_to_stderr(&format!(
            "{}\n    {}\n",
            plan.statement,
            plan.lines.join("\n    ")
        ));
    }
    db.close().await;
    say(&serde_json::to_string_pretty(&answer.response)?)?;
    Ok(if answer.response.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn health(url: Option<String>, listen: SocketAddr) -> anyhow::Result<ExitCode> {
    let url = url.unwrap_or_else(|| {
        // Who listens everywhere is asked here.
        let ip = match listen.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, listen.port()))
    });
    let client = identity::http::builder()
        .timeout(Duration::from_secs(5))
        .build()?;
    let answer = client
        .get(format!("{}/health/ready", url.trim_end_matches('/')))
        .send()
        .await
        .map_err(|_| anyhow::anyhow!("no hub answers at {url}"))?;
    let status = answer.status();
    say(&answer.text().await?)?;
    Ok(if status.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

pub(crate) fn say(text: &str) -> io::Result<()> {
    print(text)?;
    print("\n")
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

pub(crate) fn say_to_stderr(text: &str) {
    // Where even this fails, there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
