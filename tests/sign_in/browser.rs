//! In a real browser, which has rules of its own on what it says of where a form comes from.

use serde_json::json;
use testkit::{Browser, Content, Database, Hub, Product, Setup, servers};
use thirtyfour::By;

use super::address;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_can_sign_in_and_out_in_a_browser_without_scripts_of_ours() {
    let Ok(smtp) = servers::smtp() else { return };
    let Some(browser) = Browser::start("fr").await else {
        return;
    };
    let setup = Setup {
        smtp: Some(smtp.url.clone()),
        ..Setup::default()
    };
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let hub = Hub::set_up(database, setup).await;
    let email = address("ada");
    let newcomer = members::Newcomer {
        email: Some(&email),
        identity: None,
        current: None,
        name: Some("Ada"),
        locale: None,
        anybody: true,
    };
    members::enter(hub.graph.log(), &newcomer).await.unwrap();

    let driver = &browser.driver;
    driver
        .goto(format!("{}/auth/sign-in?next=/graphiql", hub.url))
        .await
        .unwrap();
    assert_eq!(driver.title().await.unwrap(), "Se connecter · Passerelle");
    let field = driver.find(By::Id("email")).await.unwrap();
    field.send_keys(&email).await.unwrap();
    driver
        .find(By::Tag("button"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser
        .shows("Consultez votre messagerie · Passerelle")
        .await;

    let mail = smtp.mail_to(&email).await;
    assert_eq!(mail.subject, "Se connecter à the test network");
    driver.goto(mail.link()).await.unwrap();
    driver
        .find(By::Tag("button"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.arrives_at("/graphiql").await;

    // Scripts of the hub's own pages ask as the person, and see no cookie.
    let ask = "return fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ viewer { person { name } } }' }) })
        .then(answer => answer.json()).then(answer => [answer.data, document.cookie]);";
    let answer = driver.execute(ask, vec![]).await.unwrap();
    let seen = json!([{ "viewer": { "person": { "name": "Ada" } } }, ""]);
    assert_eq!(answer.json(), &seen);

    // The link was used up.
    driver.goto(mail.link()).await.unwrap();
    let code = driver
        .find(By::Tag("code"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(code, "LINK_OVER");
    browser.quit().await;
}
