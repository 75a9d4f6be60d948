//! Representative documents over the demonstration network, three to six levels deep: their answers
//! and the number of SQL statements they take, the same on both databases.

mod cities;
mod events;
mod log;
mod projects;

use testkit::Hub;

/// Runs a document on every database; gives the answer, and how many statements it took.
async fn answer(document: &str) -> (serde_json::Value, usize) {
    let mut answers = Vec::new();
    for hub in Hub::with_demo().await {
        let reply = hub.query(document).await;
        answers.push((reply.data().clone(), reply.statements));
    }
    let first = answers.remove(0);
    for other in answers {
        assert_eq!(first, other);
    }
    first
}
