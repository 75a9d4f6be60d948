//! Pages of other sites: what they can send without being asked (a "simple request" of the Fetch
//! standard) writes nothing, and uses nobody's session.

use serde_json::json;
use testkit::Hub;

use super::{Came, get};

#[tokio::test]
async fn a_simple_request_of_another_site_has_no_effect() {
    for hub in Hub::with_demo().await {
        let before = hub.position().await;
        let mutation = "mutation { recordTheme(input: { slug: \"x\", \
                        content: [{ locale: \"en\", title: \"X\" }] }) { errors { code } } }";
        let url = format!("{}/graphql", hub.url);
        let body = json!({ "query": mutation }).to_string();
        let form = format!("query={}", mutation.replace(' ', "+"));
        // The three types that a form, or a script without a preflight, can send; and none.
        let bodies = [
            (Some("text/plain"), body.clone()),
            (Some("text/plain; charset=application/json"), body.clone()),
            (Some("application/x-www-form-urlencoded"), form),
            (
                Some("multipart/form-data; boundary=x"),
                format!(
                    "--x\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{body}\r\n--x--\r\n"
                ),
            ),
            (None, body.clone()),
        ];
        for (content_type, body) in bodies {
            let mut request = hub
                .client
                .post(&url)
                .header("origin", "https://evil.example");
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            assert_eq!(Came::back(request.body(body)).await.status, 415);
        }
        let by_get = get(&hub, &[("query", mutation)]).header("origin", "https://evil.example");
        assert_eq!(Came::back(by_get).await.status, 405);
        // What is no simple request is asked for first, and the answer allows it to nobody.
        let preflight = hub
            .client
            .request(reqwest::Method::OPTIONS, &url)
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        let came = Came::back(preflight).await;
        assert_eq!(came.header("access-control-allow-origin"), "");
        assert_eq!(hub.position().await, before);
    }
}

#[tokio::test]
async fn a_page_of_another_site_reads_nothing_with_somebodys_cookie() {
    for hub in Hub::with_demo().await {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let request = get(&hub, &[("query", "{ viewer { person { name } } }")])
                .header("cookie", "passerelle=anything")
                .header(name, value);
            let came = Came::back(request).await;
            assert_eq!(
                came.refusal(),
                "403 CROSS_ORIGIN A page of another origin cannot use the cookie of this one: \
                 frontends elsewhere send a bearer token."
            );
        }
    }
}
