#![doc = include_str!("../README.md")]

mod cli;
mod commands;
mod deprecations;
mod documents;
mod graphql;
mod hub;
mod limits;
mod observe;
mod people;
mod streams;
mod transfer;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

/// Room for the deepest document that is let in: each level of a query is a frame of the resolvers.
const STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let entered = runtime.enter();
    let collector = match observe::log(&cli) {
        Ok(collector) => collector,
        Err(error) => return fail(&error),
    };
    drop(entered);
    let code = match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    };
    collector.shut();
    code
}

/// One sentence that says what is wrong; whoever started the program mends it.
fn fail(error: &anyhow::Error) -> ExitCode {
    let mut sentence = format!("passerelle: {error}");
    for cause in error.chain().skip(1) {
        sentence.push_str(&format!(": {cause}"));
    }
    commands::say_to_stderr(&sentence);
    ExitCode::FAILURE
}
