//! Several operations in one request: a list of requests, as many as the operator allows. It has no
//! place in the specification; clients that send one expect a list of answers in its order.

use axum::{
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::future::join_all;
use limits::Client;
use schema::Asker;

use super::{
    Prepared, answer, cache,
    media::Media,
    request::{Params, malformed},
};
use crate::{
    asker::{Recognition, is_private},
    clients::Address,
    error::DoorError,
    router::Hub,
};

/// Whether this body is a list.
pub(crate) fn is_list(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"[")
}

impl Hub {
    /// Answers a list of requests.
    pub(crate) async fn batch(
        &self,
        headers: &HeaderMap,
        address: Address,
        body: &[u8],
        media: Media,
    ) -> Result<Response, DoorError> {
        if self.max_batch == 0 {
            let message = "Several operations in one request are not taken.";
            return Err(malformed(message));
        }
        let (list, count) = Params::of_list(body, self.max_batch)?;
        if count == 0 {
            return Err(malformed("The list of operations is empty."));
        }
        if count > self.max_batch {
            let message = format!(
                "A request has at most {} operations (--max-batch), and this one has {count}.",
                self.max_batch
            );
            let status = StatusCode::BAD_REQUEST;
            return Err(DoorError::new(status, "BATCH_TOO_LARGE", message));
        }
        let (found, client) = self.recognise_at(headers, address).await?;
        let Recognition { asker, cookie, .. } = found;
        let private = is_private(&asker.viewer);
        let mut prepared = Vec::with_capacity(list.len());
        for params in list {
            prepared.push(self.prepare_one(params, &asker, &client).await);
        }
        let answers = self.run_all(prepared).await?;
        let mut out = self
            .sending
            .body(format!("[{}]", answers.join(",")))?
            .into_response();
        answer::describe(out.headers_mut(), media);
        let kept = if private {
            cache::PRIVATE
        } else {
            cache::NEVER
        };
        out.headers_mut().insert(header::CACHE_CONTROL, kept);
        if let Some(cookie) = cookie {
            out.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(out)
    }

    async fn prepare_one(
        &self,
        params: Result<Params, DoorError>,
        asker: &Asker,
        client: &Client,
    ) -> Result<Prepared, DoorError> {
        let asker = asker.clone();
        let prepared = self.prepare(&Method::POST, params?, asker, client).await?;
        if prepared.streams {
            return Err(malformed("A subscription is no part of a list."));
        }
        Ok(prepared)
    }

    /// The answers, in JSON. Queries run at the same time; where something is written, one operation
    /// follows the other.
    async fn run_all(
        &self,
        prepared: Vec<Result<Prepared, DoorError>>,
    ) -> Result<Vec<String>, DoorError> {
        let writes = prepared.iter().flatten().any(|prepared| prepared.writes);
        let runs = (prepared.into_iter()).map(|prepared| self.run_one(prepared));
        if !writes {
            return join_all(runs).await.into_iter().collect();
        }
        let mut answers = Vec::new();
        for run in runs {
            answers.push(run.await?);
        }
        Ok(answers)
    }

    async fn run_one(&self, prepared: Result<Prepared, DoorError>) -> Result<String, DoorError> {
        match prepared {
            Ok(prepared) => {
                let answer = self.graph.answer(prepared.admitted).await;
                answer::text(&answer.response)
            }
            Err(error) => Ok(error.body().to_string()),
        }
    }
}
