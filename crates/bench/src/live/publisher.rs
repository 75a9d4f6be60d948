//! Who lets something happen.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Kind, process::Server};

/// Who lets something happen.
pub(crate) struct Publisher {
    client: reqwest::Client,
    kind: Kind,
    url: String,
    token: String,
}

impl Publisher {
    pub(crate) fn new(server: &Server, kind: Kind) -> anyhow::Result<Self> {
        Ok(Self {
            client: identity::http::builder().build()?,
            kind,
            url: format!("http://{}", server.address),
            token: server.token.clone(),
        })
    }

    /// Lets something happen; the position of it.
    pub(crate) async fn publish(&self) -> anyhow::Result<i64> {
        if self.kind == Kind::Yardstick {
            let answer = self
                .client
                .post(format!("{}/publish", self.url))
                .send()
                .await?;
            return Ok(answer.text().await?.parse()?);
        }
        let slug = format!("t-{:016x}", fastrand::u64(..));
        let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
            activity { position } errors { message } } }";
        let input = json!({ "slug": slug, "visibility": "PUBLIC",
            "content": [{ "locale": "en", "title": "Something" }] });
        let body = json!({ "query": document, "variables": { "input": input } });
        let request = self.client.post(format!("{}/graphql", self.url));
        let answer = request.bearer_auth(&self.token).json(&body).send().await?;
        let answer: Value = answer.json().await?;
        let position = answer["data"]["recordTheme"]["activity"]["position"].as_i64();
        position.with_context(|| answer.to_string())
    }
}
