#![doc = include_str!("../README.md")]

mod cli;
mod clock;
mod commands;
mod hub;
mod observe;
mod people;
mod transfer;

use std::{io::IsTerminal as _, process::ExitCode};

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    start_log(&cli);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
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

fn start_log(cli: &cli::Cli) {
    let filter = tracing_subscriber::EnvFilter::try_new(&cli.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match cli.log_format {
        cli::LogFormat::Text => builder.init(),
        cli::LogFormat::Json => builder.json().init(),
    }
}
