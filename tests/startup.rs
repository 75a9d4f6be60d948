//! What the hub checks before it serves: that what it confirms will last.

use kernel::{Db, db::Options};
use testkit::servers::PrivatePostgres;

#[tokio::test]
async fn a_postgres_that_may_lose_commits_is_refused_unless_told() {
    let server =
        tokio::task::spawn_blocking(|| PrivatePostgres::start(&[("synchronous_commit", "off")]))
            .await
            .unwrap();
    let server = match server {
        Ok(server) => server,
        Err(missing) => {
            eprintln!("SKIPPED: {missing}");
            return;
        }
    };
    let mut options = Options::new(server.url());
    let refused = Db::connect(&options).await.unwrap_err().to_string();
    assert!(refused.contains("`synchronous_commit = off`"), "{refused}");
    assert!(refused.contains("--allow-async-commit"), "{refused}");
    options.allow_async_commit = true;
    Db::connect(&options).await.unwrap().close().await;
    tokio::task::spawn_blocking(move || drop(server))
        .await
        .unwrap();
}

#[tokio::test]
async fn sqlite_writes_are_on_disk_when_they_are_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&Options::new(format!(
        "sqlite://{}/x.db",
        folder.path().display()
    )))
    .await
    .unwrap();
    let mut tx = db.begin().await.unwrap();
    let (synchronous, foreign_keys, journal): (i64, i64, String) =
        kernel::on!(&mut tx.conn(),
        sqlite |c| sqlx::query_as(
            "select s.synchronous, f.foreign_keys, j.journal_mode from pragma_synchronous s, \
             pragma_foreign_keys f, pragma_journal_mode j",
        )
        .fetch_one(c)
        .await,
        postgres |_c| unreachable!("this is SQLite")
    )
        .unwrap();
    // 2 is FULL.
    assert_eq!((synchronous, foreign_keys, journal.as_str()), (2, 1, "wal"));
}

/// A statement that runs past its time is stopped, on both databases.
#[tokio::test]
async fn statements_have_a_time_limit() {
    use testkit::{Content, Database, Product};
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let options = Options {
            statement_timeout: std::time::Duration::from_millis(200),
            ..Options::new(&database.url)
        };
        let db = Db::connect(&options).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let endless = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000000000) \
            select count(*) from n";
        let result: Result<(i64,), sqlx::Error> =
            kernel::on!(&mut conn, |c, DB| sqlx::query_as::<DB, _>(endless)
                .fetch_one(c)
                .await);
        let said = result.unwrap_err().to_string();
        assert!(
            said.contains("interrupt") || said.contains("statement timeout"),
            "{said}"
        );
        drop(conn);
        // The connection can be used again.
        db.read().await.unwrap().ping().await.unwrap();
    }
}
