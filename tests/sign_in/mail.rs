use chrono::TimeDelta;
use kernel::{Kind, Party, actor::Role};
use reqwest::StatusCode;
use serde_json::json;
use testkit::{Ahead, Content, Hub, Mail, Setup, Smtp, servers};

use super::{Client, address, hubs, location, refused};

fn with_mail(smtp: &Smtp) -> Setup {
    Setup {
        smtp: Some(smtp.url.clone()),
        ..Setup::default()
    }
}

/// Path and query of a mail's link, and its secret.
fn link(mail: &Mail, hub: &Hub) -> (String, String) {
    let link = mail.link();
    let path = link
        .strip_prefix(&hub.url)
        .unwrap_or_else(|| panic!("{link}"));
    let (_, secret) = path.split_once("?secret=").unwrap();
    (path.to_owned(), secret.to_owned())
}

/// Somebody of this address, whom the hub knows.
async fn known(hub: &Hub, email: &str) {
    let newcomer = members::Newcomer {
        email: Some(email),
        identity: None,
        current: None,
        name: Some("Ada"),
        locale: None,
        anybody: true,
    };
    members::enter(hub.graph.log(), &newcomer).await.unwrap();
}

#[tokio::test]
async fn a_person_can_sign_in_by_a_link_of_a_mail_once() {
    let Ok(smtp) = servers::smtp() else { return };
    for hub in hubs(Content::EmptyNetwork, || with_mail(smtp)).await {
        let email = address("ada");
        known(&hub, &email).await;
        let mut browser = Client::at(&hub);
        let page = browser.get("/auth/sign-in?next=/graphiql").await;
        assert_eq!(page.status(), StatusCode::OK);
        let form = [
            ("email", email.to_uppercase()),
            ("next", "/graphiql".into()),
        ];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        let asked = browser.post("/auth/sign-in", &form).await;
        assert_eq!(asked.status(), StatusCode::ACCEPTED);
        let mail = smtp.mail_to(&email).await;
        assert_eq!(mail.subject, "Sign in to the test network");
        let (path, secret) = link(&mail, &hub);

        // Programs that look at mails open links: that must not use them up.
        for _ in 0..2 {
            let page = browser.get(&path).await;
            assert_eq!(page.status(), StatusCode::OK);
            assert_eq!(page.headers()["cache-control"], "no-store");
            assert_eq!(page.headers()["referrer-policy"], "same-origin");
            assert!(page.text().await.unwrap().contains(&email));
        }
        assert_eq!(browser.name().await, json!(null));

        let answer = browser.post("/auth/link", &[("secret", &secret)]).await;
        assert_eq!(location(&answer), "/graphiql");
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(browser.name().await, "Ada");

        let mut thief = Client::at(&hub);
        let again = thief.post("/auth/link", &[("secret", &secret)]).await;
        assert_eq!(refused(again).await, (StatusCode::GONE, "LINK_OVER".into()));
        let again = thief.get(&path).await;
        assert_eq!(refused(again).await, (StatusCode::GONE, "LINK_OVER".into()));
        assert_eq!(thief.name().await, json!(null));
    }
}

#[tokio::test]
async fn who_asks_does_not_learn_whether_the_hub_knows_an_address() {
    let Ok(smtp) = servers::smtp() else { return };
    for hub in hubs(Content::EmptyNetwork, || with_mail(smtp)).await {
        let (known_one, unknown) = (address("ada"), address("nobody"));
        known(&hub, &known_one).await;
        let mut browser = Client::at(&hub);
        let mut answers = Vec::new();
        for email in [&unknown, &known_one] {
            let answer = browser.post("/auth/sign-in", &[("email", email)]).await;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let page = answer.text().await.unwrap().replace(email.as_str(), "…");
            let headers = headers.len();
            answers.push((status, headers, page));
        }
        assert_eq!(answers[0], answers[1]);
        // Letters are looked at in the order they were asked for.
        smtp.mail_to(&known_one).await;
        assert_eq!(smtp.mails_to(&unknown).await, []);
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    for hub in Hub::empty().await {
        let mut browser = Client::at(&hub);
        let long = format!("{}@example.org", "a".repeat(300));
        for email in [
            "",
            "ada",
            "ada@",
            "a b@example.org",
            "ada@example.org\r\nBcc: b@c.de",
            &long,
        ] {
            let answer = browser.post("/auth/sign-in", &[("email", email)]).await;
            let expected = (StatusCode::BAD_REQUEST, "NOT_AN_EMAIL".to_owned());
            assert_eq!(refused(answer).await, expected, "{email}");
        }
    }
}

#[tokio::test]
async fn ten_thousand_attempts_for_one_address_are_limited_and_others_are_not_affected() {
    let Ok(smtp) = servers::smtp() else { return };
    let setup = || Setup {
        server: server::Options {
            trusted_proxies: "127.0.0.1".parse().unwrap(),
            ..server::Options::default()
        },
        ..with_mail(smtp)
    };
    for hub in hubs(Content::EmptyNetwork, setup).await {
        let (victim, other) = (address("victim"), address("other"));
        known(&hub, &victim).await;
        known(&hub, &other).await;
        // From many machines, as far as the proxy in front says.
        let ask = async |email: &str, client: String| {
            let request = hub.client.post(format!("{}/auth/sign-in", hub.url));
            let request = request
                .header("x-forwarded-for", client)
                .header("accept", "application/json");
            let answer = request.form(&[("email", email)]).send().await.unwrap();
            let wait = answer.headers().get("retry-after").cloned();
            (answer.status(), wait)
        };
        let mut sent = 0;
        for i in 0..10_000 {
            let (status, wait) = ask(&victim, format!("10.{}.{}.1", i / 256, i % 256)).await;
            match status {
                StatusCode::ACCEPTED => sent += 1,
                StatusCode::TOO_MANY_REQUESTS => {
                    let wait: u64 = wait.unwrap().to_str().unwrap().parse().unwrap();
                    assert!((1..=3600).contains(&wait), "{wait}");
                }
                status => panic!("{status}"),
            }
        }
        assert!((5..=6).contains(&sent), "{sent}");
        assert_eq!(ask(&other, "10.0.0.1".into()).await.0, StatusCode::ACCEPTED);
        smtp.mail_to(&other).await;
        assert!(smtp.mails_to(&victim).await.len() <= sent);
        // One machine cannot ask for all.
        let mut refused = 0;
        for i in 0..100 {
            let (status, _) = ask(&format!("a{i}@example.org"), "10.9.9.9".into()).await;
            refused += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert!(refused >= 30, "{refused}");
    }
}

#[tokio::test]
async fn a_link_is_over_after_a_quarter_of_an_hour() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in testkit::Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..with_mail(smtp)
        };
        let database = testkit::Database::new(product, Content::EmptyNetwork).await;
        let hub = Hub::set_up(database, setup).await;
        let email = address("ada");
        known(&hub, &email).await;
        let mut browser = Client::at(&hub);
        browser.post("/auth/sign-in", &[("email", &email)]).await;
        let (path, secret) = link(&smtp.mail_to(&email).await, &hub);
        ahead.by(TimeDelta::minutes(14));
        assert_eq!(browser.get(&path).await.status(), StatusCode::OK);
        ahead.by(TimeDelta::minutes(2));
        let late = browser.post("/auth/link", &[("secret", &secret)]).await;
        assert_eq!(refused(late).await, (StatusCode::GONE, "LINK_OVER".into()));
    }
}

#[tokio::test]
async fn a_letter_whose_server_is_busy_is_sent_later() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in testkit::Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..with_mail(smtp)
        };
        let database = testkit::Database::new(product, Content::EmptyNetwork).await;
        let hub = Hub::set_up(database, setup).await;
        let email = address("ada");
        known(&hub, &email).await;
        smtp.refuse(&email, 1).await;
        Client::at(&hub)
            .post("/auth/sign-in", &[("email", &email)])
            .await;
        // It was tried when it is put off.
        let due = async || members::post::next_due(hub.graph.log()).await.unwrap();
        let soon = hub.graph.log().clock().now() + TimeDelta::seconds(45);
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !due()
            .await
            .is_some_and(|due| due < soon && due > hub.graph.log().clock().now())
        {
            assert!(std::time::Instant::now() < deadline, "{:?}", due().await);
            tokio::task::yield_now().await;
        }
        assert_eq!(smtp.mails_to(&email).await, []);
        ahead.by(TimeDelta::minutes(1));
        let (path, _) = link(&smtp.mail_to(&email).await, &hub);
        assert_eq!(Client::at(&hub).get(&path).await.status(), StatusCode::OK);
        assert_eq!(smtp.mails_to(&email).await.len(), 1);
    }
}

#[tokio::test]
async fn an_invitation_becomes_a_mandate_in_the_language_of_who_is_invited() {
    let Ok(smtp) = servers::smtp() else { return };
    for hub in hubs(Content::Demo, || with_mail(smtp)).await {
        let representative = hub.representative_of("cuneo").await;
        let cuneo = hub.id_of(Kind::City, "cuneo").await;
        let email = address("giulia");
        let input = json!({ "email": email, "party": { "city": cuneo }, "role": "OFFICER",
            "scope": ["PROJECTS"], "locale": "fr" });
        let payload = representative
            .call("inviteToMandate", input, "invitation { id state email }")
            .await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(payload["invitation"]["state"], "PENDING");
        let mail = smtp.mail_to(&email).await;
        assert_eq!(
            mail.subject,
            "Coni vous invite à rejoindre the test network"
        );
        let (path, secret) = link(&mail, &hub);

        let mut browser = Client::at(&hub);
        let page = browser.get(&path).await.text().await.unwrap();
        assert!(page.contains("name=\"name\""), "{page}");
        let form = [("secret", secret.as_str()), ("name", "Giulia Bianchi")];
        let answer = browser.post("/auth/invitation", &form).await;
        assert_eq!(location(&answer), "/");
        let reply = browser
            .caller()
            .query(
                "{ viewer { person { name email } mandates { role scope party { city { slug } }
                grantedUnder { id } } } }",
            )
            .await;
        assert_eq!(
            reply.data()["viewer"],
            json!({
                "person": { "name": "Giulia Bianchi", "email": email },
                "mandates": [{
                    "role": "OFFICER", "scope": ["PROJECTS"], "party": { "city": { "slug": "cuneo" } },
                    "grantedUnder": { "id": representative.mandate() },
                }],
            })
        );
        let again = Client::at(&hub).post("/auth/invitation", &form).await;
        let over = (StatusCode::GONE, "INVITATION_OVER".to_owned());
        assert_eq!(refused(again).await, over);
        // Its address is forgotten, and what became of it is not.
        let reply = representative
            .query("{ invitations { nodes { state email mandate { person { name } } } } }")
            .await;
        assert_eq!(
            reply.data()["invitations"]["nodes"][0],
            json!({ "state": "TAKEN_UP", "email": null, "mandate": { "person": { "name": "Giulia Bianchi" } } })
        );
    }
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_cannot_be_taken_up() {
    let Ok(smtp) = servers::smtp() else { return };
    for hub in hubs(Content::Demo, || with_mail(smtp)).await {
        let secretary = hub.secretary().await;
        let email = address("mayor");
        let input = json!({ "email": email, "role": "REPRESENTATIVE",
            "party": { "city": hub.id_of(Kind::City, "cuneo").await } });
        let payload = secretary
            .call("inviteToMandate", input, "invitation { id }")
            .await;
        let (path, secret) = link(&smtp.mail_to(&email).await, &hub);
        let input = json!({ "invitation": payload["invitation"]["id"] });
        let payload = secretary
            .call("withdrawInvitation", input, "invitation { state }")
            .await;
        assert_eq!(payload["invitation"]["state"], "WITHDRAWN");
        let mut browser = Client::at(&hub);
        let over = (StatusCode::GONE, "INVITATION_OVER".to_owned());
        assert_eq!(refused(browser.get(&path).await).await, over);
        let form = [("secret", secret.as_str()), ("name", "Mayor")];
        let answer = browser.post("/auth/invitation", &form).await;
        assert_eq!(refused(answer).await, over);
    }
}

#[tokio::test]
async fn two_who_take_one_invitation_up_at_the_same_time_are_one_person_with_one_mandate() {
    for hub in Hub::with_demo().await {
        let secret = kernel::secret::Secret::generate();
        let digest = secret.digest().stored();
        let cuneo = Party::City(hub.key_of(Kind::City, "cuneo").await);
        let (email, log) = (address("giulia"), hub.graph.log());
        members::invite_by_link(
            log,
            kernel::Actor::System,
            &email,
            cuneo,
            Role::Officer,
            &digest,
        )
        .await
        .unwrap();
        let secret = secret.reveal();
        let take_up = async || {
            let form = [("secret", secret.as_str()), ("name", "Giulia")];
            let mut browser = Client::at(&hub);
            browser.post("/auth/invitation", &form).await.status()
        };
        let statuses = tokio::join!(take_up(), take_up(), take_up());
        let statuses = [statuses.0, statuses.1, statuses.2];
        let came_in = statuses.iter().filter(|status| status.is_redirection());
        assert_eq!(came_in.count(), 1, "{statuses:?}");
        let reply = hub
            .as_operator(
                "{ people { totalCount } mandates { totalCount } }",
                json!({}),
            )
            .await;
        assert_eq!(reply.data()["people"]["totalCount"], 1);
        assert_eq!(reply.data()["mandates"]["totalCount"], 1);
    }
}
