//! `passerelle deprecations`: what is to be removed from the graph, and who would notice.

use std::process::ExitCode;

use usage::{Contract, Used};

use crate::{cli::Database, commands::say, hub};

/// Prints what is deprecated, and who still uses it.
pub(crate) async fn print(database: &Database) -> anyhow::Result<ExitCode> {
    let contract = Contract::read(&schema::sdl());
    let contract = contract.map_err(|error| anyhow::anyhow!("the contract: {}", error.0))?;
    let db = hub::open(&database.database_url, &database.pool).await?;
    let used = usage::all(&mut db.read().await?).await?;
    db.close().await;
    if contract.deprecations().is_empty() {
        say("Nothing is deprecated.")?;
    }
    for deprecation in contract.deprecations() {
        say(&format!("{}: {}", deprecation.member, deprecation.reason))?;
        let of_this = used.iter().filter(|used| used.member == deprecation.member);
        let lines: Vec<String> = of_this.map(line).collect();
        match lines.as_slice() {
            [] => say("    nobody has used it")?,
            lines => say(&lines.join("\n"))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(used: &Used) -> String {
    let day = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d").to_string();
    format!(
        "    {}: {} operations from {} to {}",
        used.client,
        used.operations,
        day(used.first_at),
        day(used.last_at),
    )
}
