//! GraphQL over HTTP, by its specification: what the door takes, in which form it answers, what may be
//! kept of it, and what is refused.

mod audit;
mod batches;
mod caching;
mod cross_site;
mod media;
mod statuses;
mod wrong;

use reqwest::{RequestBuilder, header::HeaderMap};
use serde_json::Value;
use testkit::{Content, Database, Hub, Product, Setup};

/// What came back, in short and whole.
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Came {
    pub(crate) async fn back(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        Self {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// All values of a header.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        let values: Vec<&str> = values.map(|value| value.to_str().unwrap()).collect();
        values.join(", ")
    }

    /// The status, the type, and the first error.
    pub(crate) fn refusal(&self) -> String {
        let json = self.json();
        assert!(json.get("data").is_none(), "{json}");
        let error = &json["errors"][0];
        format!(
            "{} {} {}",
            self.status,
            error["extensions"]["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        )
    }
}

pub(crate) async fn hub() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::EmptyNetwork).await).await
}

pub(crate) async fn hub_with(server: server::Options, product: Product, content: Content) -> Hub {
    let setup = Setup {
        server,
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, content).await, setup).await
}

pub(crate) fn post(hub: &Hub, body: &Value) -> RequestBuilder {
    hub.client.post(format!("{}/graphql", hub.url)).json(body)
}

pub(crate) fn get(hub: &Hub, params: &[(&str, &str)]) -> RequestBuilder {
    hub.client.get(format!("{}/graphql", hub.url)).query(params)
}
