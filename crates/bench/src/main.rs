#![doc = include_str!("../README.md")]

mod hub;
mod limits;
mod live;
mod nested;
mod pages;
mod people;

use clap::{Parser, Subcommand};

/// Benchmarks of the hub.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A nested question to the graph: where does the time go?
    Nested(nested::Args),
    /// A policy's decision, and recognising who asks: what do they cost beside a statement?
    People(people::Args),
    /// Looking at a document before it runs: what does it cost beside running it?
    Limits(limits::Args),
    /// Pages of the portal, beside the same data as JSON: what does a page cost?
    Pages(pages::Args),
    /// Many subscribers: how long until all know, and what does it cost beside the least there is?
    Live(live::Args),
    /// The servers of `live`.
    #[command(hide = true)]
    LiveServer(live::Serve),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Nested(args) => nested::run(&args).await,
        Command::People(args) => people::run(&args).await,
        Command::Limits(args) => limits::run(&args).await,
        Command::Pages(args) => pages::run(&args).await,
        Command::Live(args) => live::run(&args).await,
        Command::LiveServer(args) => live::serve(&args).await,
    }
}
