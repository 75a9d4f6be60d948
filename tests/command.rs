//! The program, as an operator runs it.

use std::process::{Command, Output, Stdio};

/// The program with these arguments, and no setting of this machine.
pub(crate) fn passerelle(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command.args(args).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PASSERELLE_")) {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end. Where a hub of this process is at work on the same database, see [`beside`].
pub(crate) fn run(args: &[&str]) -> Output {
    told_of_errors_alone(passerelle(args)).output().unwrap()
}

/// Runs it to its end while the hubs of this process go on: a write that one of them has begun could
/// otherwise not end, and the program would wait for it.
pub(crate) async fn beside(args: &[&str]) -> Output {
    let command = told_of_errors_alone(passerelle(args));
    (tokio::process::Command::from(command).output().await).unwrap()
}

/// A slow machine is warned of slow statements.
fn told_of_errors_alone(mut command: Command) -> Command {
    command.env("PASSERELLE_LOG", "error");
    command
}

/// What it said on standard error, without the progress that a slow machine is told of.
fn said(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let is_progress = |line: &&str| {
        let words: Vec<_> = line.split(' ').collect();
        matches!(words[..], ["imported" | "exported", _, "of", _, "rows"])
    };
    said.split_inclusive('\n')
        .filter(|line| !is_progress(&line.trim_end()))
        .collect()
}

/// What it said on standard output and on standard error, when all went well.
#[track_caller]
pub(crate) fn done(output: &Output) -> String {
    let said = said(output);
    assert!(output.status.success(), "{said}");
    format!(
        "{}{said}",
        String::from_utf8(output.stdout.clone()).unwrap()
    )
}

/// What it said when it failed: one line on standard error, and a status that is not zero.
#[track_caller]
pub(crate) fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "it did not fail");
    let said = said(output);
    assert_eq!(said.lines().count(), 1, "{said}");
    said.trim_end().to_owned()
}
