use futures::FutureExt as _;
use identity::{Settings, SignUp};
use kernel::Clock;
use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::{
    Account, Ahead, Content, Database, Hub, Key, Oidc, OidcClient, Product, Setup, servers,
};

use super::{Client, address, location, refused};

/// A hub at which people sign in by the provider, which is the authority for `cuneo.example`.
async fn hub_of(oidc: &'static Oidc, product: Product, sign_up: SignUp) -> (Hub, OidcClient) {
    let (hub, mut clients) =
        hub_of_all(&[("cuneo", &oidc.url)], product, sign_up, Clock::system()).await;
    (hub, clients.remove(0))
}

/// The same with several providers, each by its id and its address.
async fn hub_of_all(
    providers: &[(&str, &str)],
    product: Product,
    sign_up: SignUp,
    clock: Clock,
) -> (Hub, Vec<OidcClient>) {
    let (tell, told) = tokio::sync::oneshot::channel();
    let providers: Vec<(String, String)> = (providers.iter())
        .map(|(id, url)| ((*id).to_owned(), (*url).to_owned()))
        .collect();
    let settings = move |url: String| {
        async move {
            let (mut text, mut clients) = (String::new(), Vec::new());
            for (i, (id, issuer)) in providers.iter().enumerate() {
                let oidc = Oidc::at(issuer);
                let client = oidc.client(&format!("{url}/auth/oidc/{id}/back")).await;
                text.push_str(&format!(
                    "[[provider]]\nid = \"{id}\"\nname = \"Città di Cuneo\"\nissuer = \"{issuer}\"\n\
                     client_id = \"{}\"\nclient_secret_env = \"{i}\"\n\
                     email_domains = [\"cuneo.example\"]\n",
                    client.client_id,
                ));
                clients.push(client);
            }
            let secret = |i: &str| {
                let client = clients.get(i.parse::<usize>().ok()?)?;
                Some(client.client_secret.clone())
            };
            let settings = Settings::parse(&text, secret).unwrap();
            tell.send(clients).unwrap_or_else(|_| panic!("nobody waits for the clients"));
            settings
        }
        .boxed()
    };
    let setup = Setup {
        settings: Box::new(settings),
        sign_up,
        clock,
        ..Setup::default()
    };
    let database = Database::new(product, Content::EmptyNetwork).await;
    let hub = Hub::set_up(database, setup).await;
    (hub, told.await.unwrap())
}

/// An account at the provider, of a domain for which it is the authority.
async fn account(oidc: &Oidc, name: &str) -> Account {
    let local = address(name);
    let (local, _) = local.split_once('@').unwrap();
    oidc.account(Account::new(&format!("{local}@cuneo.example")))
        .await
}

/// Goes to the provider, and comes back.
async fn sign_in(browser: &mut Client<'_>) -> reqwest::Response {
    let back = to_the_provider(browser).await;
    browser.get(&back).await
}

/// Goes to the provider, and stops where it sends the browser back to.
async fn to_the_provider(browser: &mut Client<'_>) -> String {
    let off = browser.get("/auth/oidc/cuneo?next=/graphiql").await;
    let provider = location(&off).to_owned();
    let answer = testkit::client().get(provider).send().await.unwrap();
    location(&answer).to_owned()
}

async fn people(hub: &Hub) -> Value {
    let reply = hub
        .as_operator("{ people { totalCount } }", json!({}))
        .await;
    reply.data()["people"]["totalCount"].clone()
}

#[tokio::test]
async fn a_person_can_sign_in_at_a_provider_and_is_the_same_person_next_time() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Anybody).await;
        client.next(&account(oidc, "ada").await).await;
        let page = Client::at(&hub)
            .get("/auth/sign-in")
            .await
            .text()
            .await
            .unwrap();
        assert!(page.contains("Sign in with Città di Cuneo"), "{page}");
        for _ in 0..2 {
            let mut browser = Client::at(&hub);
            let answer = sign_in(&mut browser).await;
            assert_eq!(location(&answer), "/graphiql");
            assert_eq!(browser.name().await, "Ada");
            // What it needed to come back is used up.
            assert_eq!(browser.cookie("passerelle-sign-in"), None);
        }
        assert_eq!(people(&hub).await, 1);
    }
}

#[tokio::test]
async fn whom_nobody_has_invited_is_refused_and_whoever_was_is_known_by_their_verified_address() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Invited).await;
        let ada = account(oidc, "ada").await;
        client.next(&ada).await;
        let mut browser = Client::at(&hub);
        let not_invited = (StatusCode::FORBIDDEN, "NOT_INVITED".to_owned());
        assert_eq!(refused(sign_in(&mut browser).await).await, not_invited);
        assert_eq!(people(&hub).await, 0);

        let newcomer = members::Newcomer {
            email: Some(&ada.email),
            identity: None,
            current: None,
            name: Some("Ada of the hub"),
            locale: None,
            anybody: true,
        };
        members::enter(hub.graph.log(), &newcomer).await.unwrap();
        sign_in(&mut browser).await;
        assert_eq!(browser.name().await, "Ada of the hub");

        // An address that the provider has not verified, or is no authority for, is not believed.
        for (email, email_verified) in
            [(ada.email.as_str(), false), ("ada@elsewhere.example", true)]
        {
            let newcomer = members::Newcomer {
                email: Some(email),
                ..newcomer.clone()
            };
            members::enter(hub.graph.log(), &newcomer).await.unwrap();
            let account = Account {
                email_verified,
                ..Account::new(email)
            };
            client.next(&oidc.account(account).await).await;
            let mut thief = Client::at(&hub);
            assert_eq!(refused(sign_in(&mut thief).await).await, not_invited);
        }
    }
}

#[tokio::test]
async fn who_has_signed_in_by_mail_can_sign_in_at_the_provider_from_then_on() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Invited).await;
        let mut account = Account::new(&address("private"));
        account.name = "Bob at home".to_owned();
        client.next(&oidc.account(account).await).await;
        let bob = hub.person("Bob").await;
        let mut browser = Client::at(&hub);
        let cookie = bob.cookie();
        let (name, value) = cookie.split_once('=').unwrap();
        browser.cookies.push((name.to_owned(), value.to_owned()));
        sign_in(&mut browser).await;
        assert_eq!(browser.name().await, "Bob");
        let mut elsewhere = Client::at(&hub);
        sign_in(&mut elsewhere).await;
        assert_eq!(elsewhere.name().await, "Bob");
        assert_eq!(people(&hub).await, 1);
    }
}

#[tokio::test]
async fn a_changed_state_and_a_sign_in_that_was_not_begun_here_are_refused() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Anybody).await;
        client.next(&account(oidc, "ada").await).await;
        let mut browser = Client::at(&hub);
        let back = to_the_provider(&mut browser).await;
        let mut url = url::Url::parse(&back).unwrap();
        let pairs: Vec<(String, String)> = (url.query_pairs())
            .map(|(name, value)| match &*name {
                "state" => (
                    name.into_owned(),
                    kernel::secret::Secret::generate().reveal(),
                ),
                _ => (name.into_owned(), value.into_owned()),
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
        let changed = browser.get(url.as_str()).await;
        let mismatch = (StatusCode::FORBIDDEN, "STATE_MISMATCH".to_owned());
        assert_eq!(refused(changed).await, mismatch);
        // What the browser kept is used up by that: the right address comes too late.
        let none = (StatusCode::BAD_REQUEST, "NO_SIGN_IN".to_owned());
        assert_eq!(refused(browser.get(&back).await).await, none);
        // Another browser, to which somebody has sent the address (login CSRF).
        let back = to_the_provider(&mut browser).await;
        assert_eq!(refused(Client::at(&hub).get(&back).await).await, none);
        // The right one comes in, once.
        let kept = browser.cookies.clone();
        browser.get(&back).await;
        assert_eq!(browser.name().await, "Ada");
        let mut replay = Client::at(&hub);
        replay.cookies = kept;
        let (status, code) = refused(replay.get(&back).await).await;
        assert_eq!(
            (status, code.as_str()),
            (StatusCode::FORBIDDEN, "CODE_REFUSED")
        );
    }
}

#[tokio::test]
async fn forged_id_tokens_are_refused() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Anybody).await;
        client.next(&account(oidc, "ada").await).await;
        let cases: Vec<(&str, Value, Key)> = vec![
            ("another nonce", json!({ "nonce": "stolen" }), Key::Current),
            ("no nonce", json!({ "nonce": null }), Key::Current),
            (
                "another audience",
                json!({ "aud": "another" }),
                Key::Current,
            ),
            (
                "another issuer",
                json!({ "iss": "https://evil.example" }),
                Key::Current,
            ),
            ("expired", json!({ "exp": 1_000_000_000 }), Key::Current),
            ("no expiry", json!({ "exp": null }), Key::Current),
            ("no subject", json!({ "sub": null }), Key::Current),
            ("alg none", json!({}), Key::Unsigned),
            ("another key", json!({}), Key::Foreign),
        ];
        for (case, claims, key) in cases {
            client.tamper(claims, key).await;
            let mut browser = Client::at(&hub);
            let (status, code) = refused(sign_in(&mut browser).await).await;
            let good = ["IDENTITY_UNVERIFIED", "PROVIDER_FAULTY"].contains(&code.as_str());
            assert!(good && !status.is_success(), "{case}: {status} {code}");
            assert_eq!(browser.name().await, json!(null), "{case}");
        }
        assert_eq!(people(&hub).await, 0);
        let mut browser = Client::at(&hub);
        sign_in(&mut browser).await;
        assert_eq!(browser.name().await, "Ada");
    }
}

#[tokio::test]
async fn a_provider_that_says_no_is_believed_and_one_that_does_not_exist_is_not_found() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let (hub, client) = hub_of(oidc, product, SignUp::Anybody).await;
        client.deny().await;
        let mut browser = Client::at(&hub);
        let denied = (StatusCode::FORBIDDEN, "SIGN_IN_DENIED".to_owned());
        assert_eq!(refused(sign_in(&mut browser).await).await, denied);
        // An error of which nobody knows the state is not believed.
        to_the_provider(&mut browser).await;
        let answer = browser
            .get("/auth/oidc/cuneo/back?error=access_denied&state=x")
            .await;
        let mismatch = (StatusCode::FORBIDDEN, "STATE_MISMATCH".to_owned());
        assert_eq!(refused(answer).await, mismatch);
        let answer = browser.get("/auth/oidc/nowhere").await;
        assert_eq!(
            refused(answer).await,
            (StatusCode::NOT_FOUND, "NOT_FOUND".into())
        );
        // Nobody is sent on to another site afterwards.
        for next in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            client.next(&account(oidc, "ada").await).await;
            let mut browser = Client::at(&hub);
            let off = browser.get(&format!("/auth/oidc/cuneo?next={next}")).await;
            let answer = testkit::client().get(location(&off)).send().await.unwrap();
            let back = location(&answer).to_owned();
            assert_eq!(location(&browser.get(&back).await), "/", "{next}");
        }
    }
}

/// A provider of its own: its keys are changed.
#[tokio::test]
async fn a_provider_can_change_its_keys_and_there_can_be_several_providers() {
    let Ok(other) = servers::oidc() else { return };
    let own = tokio::task::spawn_blocking(|| servers::PrivateOidc::start(&[]).unwrap());
    let own = own.await.unwrap();
    let oidc = Oidc::at(own.url());
    for product in Product::available() {
        let providers = [("cuneo", own.url()), ("other", other.url.as_str())];
        let ahead = Ahead::default();
        let clock = ahead.clock();
        let (hub, clients) = hub_of_all(&providers, product, SignUp::Anybody, clock).await;
        let (ada, eve) = (account(&oidc, "ada").await, account(other, "eve").await);
        clients[0].next(&ada).await;
        clients[1].next(&eve).await;
        for _ in 0..3 {
            let mut browser = Client::at(&hub);
            sign_in(&mut browser).await;
            assert_eq!(browser.name().await, "Ada");
            oidc.rotate().await;
            // A key that is unknown has the keys fetched, but not more than twice a minute.
            ahead.by(chrono::TimeDelta::seconds(31));
        }
        assert_eq!(people(&hub).await, 1);
        let mut browser = Client::at(&hub);
        let off = browser.get("/auth/oidc/other").await;
        let answer = testkit::client().get(location(&off)).send().await.unwrap();
        let back = location(&answer).to_owned();
        // Who comes back from one provider cannot come in by the other's door.
        let wrong = back.replace("/auth/oidc/other/", "/auth/oidc/cuneo/");
        let kept = browser.cookies.clone();
        let none = (StatusCode::BAD_REQUEST, "NO_SIGN_IN".to_owned());
        assert_eq!(refused(browser.get(&wrong).await).await, none);
        browser.cookies = kept;
        browser.get(&back).await;
        assert_eq!(people(&hub).await, 2);
    }
    tokio::task::spawn_blocking(move || drop(own))
        .await
        .unwrap();
}
