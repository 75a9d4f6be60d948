//! A server as a process, seen from outside: its memory, its time.

use std::{process::Stdio, time::Duration};

use anyhow::Context as _;
use clap::ValueEnum as _;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::{Kind, number};

/// The unit of time in `/proc/…/stat`: a hundredth of a second on every Linux that we know.
const TICK: Duration = Duration::from_millis(10);

/// A server as a process.
pub(crate) struct Server {
    /// `127.0.0.1:41234`
    pub(crate) address: String,
    /// The token of who publishes.
    pub(crate) token: String,
    process: Child,
    id: u32,
    _said: Lines<BufReader<ChildStdout>>,
}

impl Server {
    pub(crate) async fn start(kind: Kind, database: &str) -> anyhow::Result<Self> {
        let name = kind.to_possible_value().context("a name")?;
        let mut process = Command::new(std::env::current_exe()?)
            .args(["live-server", name.get_name(), database])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let out = process.stdout.take().context("its output")?;
        let mut lines = BufReader::new(out).lines();
        let line = lines.next_line().await?.context("the server has ended")?;
        let (address, token) = line.split_once(' ').unwrap_or((&line, ""));
        Ok(Self {
            address: address.to_owned(),
            token: token.to_owned(),
            id: process.id().context("a process")?,
            process,
            _said: lines,
        })
    }

    /// Its resident memory, in bytes. What the kernel keeps for its connections is not in it.
    pub(crate) fn memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let text = line.context("no VmRSS: this needs Linux")?;
        Ok(number(text.trim_end_matches("kB"))? * 1024)
    }

    /// The time that it has used, in all its threads.
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id))?;
        // The name, in brackets, may have spaces in it.
        let (_, fields) = stat.rsplit_once(')').context("no stat")?;
        let mut fields = fields.split_whitespace().skip(11);
        let user = number(fields.next().context("no utime")?)?;
        let system = number(fields.next().context("no stime")?)?;
        Ok(TICK * u32::try_from(user + system)?)
    }

    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        self.process.kill().await?;
        Ok(())
    }
}
