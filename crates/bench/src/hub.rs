//! A hub to be measured: nobody is limited, since all come from one address, at the same time.

use std::{net::SocketAddr, sync::Arc};

use activity::Log;
use identity::{Mailer, PublicUrl, Reception, Settings, SignUp};
use kernel::{
    Clock, Db,
    db::{self, Options},
};
use limits::{Limits, Rate};
use schema::{DomainCircles, Graph};

/// The hub of this database, which is brought up to date.
pub(crate) async fn open(database: &str, at: SocketAddr) -> anyhow::Result<(Graph, Reception)> {
    let db = Db::connect(&Options::new(database)).await?;
    db::migrate(&db).await?;
    let log = Log::open(db.clone(), Clock::system()).await?;
    let limits = Limits {
        concurrent: u32::MAX,
        address: Rate::OFF,
        session: Rate::OFF,
        token: Rate::OFF,
        ..Limits::default()
    };
    let graph = Graph::new(db, log)?.limited(limits, None)?;
    let options = identity::reception::Options {
        settings: Settings::default(),
        mailer: Mailer::log(),
        public_url: format!("http://{at}").parse::<PublicUrl>()?,
        network: "bench".to_owned(),
        sign_up: SignUp::default(),
    };
    let reception = Reception::new(graph.log().clone(), Arc::new(DomainCircles), options)?;
    Ok((graph, reception))
}
