//! That private servers start, restart, and never outlive the process that asked for them.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Missing, PrivateOidc, PrivatePostgres, PrivateRedis, PrivateSmtp};
use crate::wait;

/// Whether something listens at the URL's `host:port`.
fn answers(url: &str) -> bool {
    let (_, address) = url.rsplit_once("//").expect("a URL has a host");
    let address = address.rsplit('@').next().unwrap_or(address);
    let address = address.split(['/', '?']).next().unwrap_or(address);
    TcpStream::connect(address).is_ok()
}

fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    wait::until_now(what, || condition().then_some(()));
}

/// The server, or nothing after saying why the test is skipped.
pub(crate) fn or_skip<T>(started: Result<T, Missing>) -> Option<T> {
    started
        .inspect_err(|missing| eprintln!("skipped: {missing}"))
        .ok()
}

#[test]
fn a_private_postgres_can_crash_and_restart_at_the_same_address() {
    let Some(server) = or_skip(PrivatePostgres::start(&[("synchronous_commit", "off")])) else {
        return;
    };
    assert!(answers(server.url()));
    server.crash();
    assert!(!answers(server.url()));
    server.restart();
    assert!(answers(server.url()));
    server.stop();
    assert!(!answers(server.url()));
}

#[test]
fn a_private_redis_can_crash_and_restart_at_the_same_address() {
    let Some(server) = or_skip(PrivateRedis::start(&[])) else {
        return;
    };
    assert!(answers(server.url()));
    server.crash();
    assert!(!answers(server.url()));
    server.restart();
    assert!(answers(server.url()));
    let url = server.url().to_owned();
    drop(server);
    assert!(!answers(&url));
}

#[test]
fn a_private_provider_can_restart_at_the_same_address() {
    let Some(server) = or_skip(PrivateOidc::start(&[])) else {
        return;
    };
    server.crash();
    assert!(!answers(server.url()));
    server.restart();
    assert!(answers(server.url()));
    server.stop();
    assert!(!answers(server.url()));
}

#[test]
fn a_private_mail_server_can_restart_at_the_same_addresses() {
    let Some(server) = or_skip(PrivateSmtp::start(&[])) else {
        return;
    };
    let (_, control) = server.url().split_once('=').expect("it names both ports");
    let control = format!("http://127.0.0.1:{control}");
    server.crash();
    assert!(!answers(server.url()) && !answers(&control));
    server.restart();
    assert!(answers(server.url()) && answers(&control));
    server.stop();
    assert!(!answers(server.url()) && !answers(&control));
}

#[test]
#[should_panic(expected = "no_such_setting")]
fn a_server_that_does_not_start_shows_its_log() {
    if or_skip(PrivatePostgres::start(&[("no_such_setting", "1")])).is_none() {
        panic!("no_such_setting: skipped");
    }
}

/// Not a test by itself: the process that the next test kills.
#[test]
#[ignore = "is started, and killed, by killed_tests_leave_nothing_behind"]
fn holds_servers_until_it_is_killed() {
    let Some(report) = super::given("PASSERELLE_TEST_REPORT") else {
        return;
    };
    let postgres = or_skip(PrivatePostgres::start(&[]));
    let redis = or_skip(PrivateRedis::start(&[]));
    let oidc = or_skip(PrivateOidc::start(&[]));
    let smtp = or_skip(PrivateSmtp::start(&[]));
    let urls = [
        postgres.as_ref().map(PrivatePostgres::url),
        redis.as_ref().map(PrivateRedis::url),
        oidc.as_ref().map(PrivateOidc::url),
        smtp.as_ref().map(PrivateSmtp::url),
    ];
    let urls: Vec<_> = urls.into_iter().flatten().collect();
    // The dot says that this is all.
    let written = fs::write(report, urls.join("\n") + ".");
    written.expect("the report can be written");
    // Nobody wakes it: it is killed, and ends by itself where that has failed.
    std::thread::park_timeout(Duration::from_secs(600));
}

#[test]
fn killed_tests_leave_nothing_behind() {
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    // The servers' own user has to get in when we are root.
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(temporary.path(), open).expect("our folder can be opened");
    let report = temporary.path().join("report");
    let mut killed = Command::new(std::env::current_exe().expect("we run from a file"))
        .args(["--ignored", "holds_servers_until_it_is_killed"])
        .env("TMPDIR", temporary.path())
        .env("PASSERELLE_TEST_REPORT", &report)
        .stdout(Stdio::null())
        .spawn()
        .expect("this test's program can be started again");
    let mut urls = String::new();
    wait_until("the servers run", || {
        urls = fs::read_to_string(&report).unwrap_or_default();
        urls.ends_with('.')
    });
    let urls: Vec<_> = urls.trim_end_matches('.').lines().collect();
    assert!(urls.iter().all(|url| answers(url)));
    killed.kill().expect("our child can be killed");
    killed.wait().expect("our child ends");
    for url in urls {
        wait_until("the server is gone", || !answers(url));
    }
    wait_until("its folder is gone", || entries(temporary.path()) == 1);
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}
