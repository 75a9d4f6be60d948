//! What people are told of their places by letter: through a real mail server, in their language.

use chrono::TimeDelta;
use serde_json::json;
use testkit::{Ahead, Caller, Content, Database, Hub, Mail, Product, Setup, Smtp, servers, wait};

use super::{Conference, announced_in, comes, mistakes_of, open_for};

/// A hub that sends mail, and whose clock a test moves on.
async fn with_mail(product: Product, smtp: &Smtp, ahead: &Ahead) -> Hub {
    let setup = Setup {
        smtp: Some(smtp.url.clone()),
        clock: ahead.clock(),
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, Content::Demo).await, setup).await
}

/// A name that nobody has in another test, or on the other database: the mail server is one for all.
fn of_one_test(name: &str, product: Product) -> String {
    format!("{name} {product:?} {}", std::process::id())
}

fn shown(mail: &Mail, hub: &Hub) -> String {
    let text = mail.text.replace(&hub.url, "https://hub.example");
    format!("{}\n\n{}", mail.subject, text.replace("\r\n", "\n"))
}

/// A conference in Cuneo with one seat, in the time zone of Cuneo, called so in two languages.
async fn small<'h>(hub: &'h Hub, slug: &str) -> Conference<'h> {
    let conference = announced_in(hub, slug, "Europe/Rome").await;
    let text = json!({ "node": conference.id, "locale": "fr", "title": "La conférence" });
    let payload = conference.operate("writeText", text).await;
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    conference
        .set(open_for(Some(1), &["DELEGATE", "PUBLIC"]))
        .await;
    conference
}

#[tokio::test]
async fn who_is_promoted_is_told_by_a_letter_and_an_activity_in_their_language() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in Product::available() {
        let hub = with_mail(product, smtp, &Ahead::default()).await;
        let conference = small(&hub, "letters").await;
        let ada = hub.person(&of_one_test("Ada", product)).await;
        let benoit = hub.person(&of_one_test("Benoit", product)).await;
        let french = json!({ "locale": "fr" });
        assert_eq!(comes(&benoit, "updatePerson", french).await, "DONE");
        let seat = conference.registered(&ada, "PUBLIC").await;
        conference.registered(&benoit, "PUBLIC").await;
        let seated = smtp.mail_to(&ada.email).await;
        let waits = smtp.mail_to(&benoit.email).await;
        let cancel = json!({ "registration": seat });
        assert_eq!(comes(&ada, "cancelRegistration", cancel).await, "DONE");
        let promoted = smtp.mail_to(&benoit.email).await;
        let feed = "{ viewer { person { activities(first: 1) { nodes { verb summary } } } } }";
        let reply = benoit.with("accept-language", "fr").query(feed).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown(&seated, &hub), @r"
            You are registered for “The conference”

            Hello,

            you are registered for this event, and a seat is kept for you:

            The conference
            10 May 2099 – 12 May 2099, Cuneo (by the clocks of Europe/Rome)

            To see your registration, or to cancel it, sign in with this e-mail address:

            https://hub.example/auth/sign-in

            the test network
            ");
            insta::assert_snapshot!(shown(&waits, &hub), @r"
            Vous êtes sur la liste d’attente de « La conférence »

            Bonjour,

            vous êtes sur la liste d’attente de cet événement. Dès qu’une place se libère pour vous, elle est à vous, et nous vous écrivons :

            La conférence
            10 mai 2099 – 12 mai 2099, Coni (à l’heure de Europe/Rome)

            Pour voir votre inscription ou l’annuler, connectez-vous avec cette adresse électronique :

            https://hub.example/auth/sign-in

            the test network
            ");
            insta::assert_snapshot!(shown(&promoted, &hub), @r"
            Vous avez une place à « La conférence »

            Bonjour,

            une place s’est libérée à l’événement que vous attendiez. Elle est à vous :

            La conférence
            10 mai 2099 – 12 mai 2099, Coni (à l’heure de Europe/Rome)

            Si vous ne pouvez pas venir, merci d’annuler, pour que la personne suivante puisse venir. Pour voir votre inscription, connectez-vous avec cette adresse électronique :

            https://hub.example/auth/sign-in

            the test network
            ");
            insta::assert_json_snapshot!(reply.data()["viewer"]["person"]["activities"]["nodes"], @r#"
            [
              {
                "verb": "registration.promoted",
                "summary": "Une place à « La conférence » s’est libérée : elle est à vous"
              }
            ]
            "#);
        }
    }
}

/// The secret of the link that a letter has to sign in with.
fn secret(mail: &Mail) -> String {
    let link = mail.link();
    link.split_once("?secret=").unwrap().1.to_owned()
}

/// Signs in by a letter, with an address that nobody has signed in with before.
async fn comes_in<'h>(hub: &'h Hub, smtp: &Smtp, email: &str) -> Caller<'h> {
    let asked = hub
        .anybody()
        .submit("/auth/sign-in", &[("email", email)])
        .await;
    assert_eq!(asked.status(), 202);
    let secret = secret(&smtp.mail_to(email).await);
    let came = hub
        .anybody()
        .submit("/auth/link", &[("secret", &secret)])
        .await;
    assert_eq!(came.status(), 303);
    let cookie = came.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    hub.anybody().with("cookie", cookie)
}

#[tokio::test]
async fn who_is_offered_a_seat_by_their_address_can_come_in_and_take_it() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in Product::available() {
        // Who may come in are those the hub knows, and those who were invited.
        let hub = with_mail(product, smtp, &Ahead::default()).await;
        let conference = small(&hub, "offered").await;
        let ada = hub.person(&of_one_test("Ada offers", product)).await;
        let seat = conference.registered(&ada, "PUBLIC").await;
        let email = format!("eva-{product:?}-{}@example.org", std::process::id()).to_lowercase();
        let offer = json!({ "registration": seat, "to": { "email": email } });
        assert_eq!(comes(&ada, "offerSeat", offer).await, "DONE");
        let letter = smtp.mail_to(&email).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown(&letter, &hub), @r"
            A seat at “The conference” is offered to you

            Hello,

            a seat at this event is offered to you:

            The conference
            10 May 2099 – 12 May 2099, Cuneo (by the clocks of Europe/Rome)

            To take it, or to decline it, sign in with this e-mail address:

            https://hub.example/auth/sign-in

            If you do nothing, the seat stays with whoever offers it.

            the test network
            ");
        }
        let eva = comes_in(&hub, smtp, &email).await;
        let take = json!({ "registration": seat, "name": "Eva" });
        assert_eq!(comes(&eva, "acceptSeat", take).await, "DONE");
        assert_eq!(conference.line().await, ["1 SEATED Eva"]);
        // Whom nothing expects gets no letter to sign in with.
        let nobody = format!("nobody-{product:?}-{}@example.org", std::process::id());
        let asked = hub
            .anybody()
            .submit("/auth/sign-in", &[("email", &nobody)])
            .await;
        assert_eq!(asked.status(), 202);
        let asked = hub
            .anybody()
            .submit("/auth/sign-in", &[("email", &email)])
            .await;
        assert_eq!(asked.status(), 202);
        smtp.mail_to(&email).await;
        assert_eq!(smtp.mails_to(&nobody).await, []);
    }
}

#[tokio::test]
async fn who_is_offered_a_seat_as_a_person_or_registered_by_their_head_is_written_to() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in Product::available() {
        let hub = with_mail(product, smtp, &Ahead::default()).await;
        let conference = small(&hub, "known").await;
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        let name = of_one_test("Dora", product);
        let email = format!("dora-{product:?}-{}@example.org", std::process::id()).to_lowercase();
        let people = json!([{ "name": name, "email": email }, { "name": "Without" }]);
        let input = json!({ "delegation": braga, "people": people });
        assert_eq!(comes(&head, "registerDelegation", input).await, "DONE");
        let registered = smtp.mail_to(&email).await;
        assert_eq!(
            registered.subject,
            "You are registered for “The conference”"
        );
        let rows = conference.look("registrations { nodes { id } }").await;
        let seat = rows["registrations"]["nodes"][0]["id"].clone();
        let ben = hub.person(&of_one_test("Ben known", product)).await;
        let offer = json!({ "registration": seat, "to": { "person": ben.id } });
        assert_eq!(comes(&head, "offerSeat", offer).await, "DONE");
        let offered = smtp.mail_to(&ben.email).await;
        assert_eq!(
            offered.subject,
            "A seat at “The conference” is offered to you"
        );
    }
}

#[tokio::test]
async fn a_letter_that_could_not_be_sent_is_not_sent_when_it_is_news_no_longer() {
    let Ok(smtp) = servers::smtp() else { return };
    for product in Product::available() {
        let ahead = Ahead::default();
        let hub = with_mail(product, smtp, &ahead).await;
        let conference = small(&hub, "withdrawn").await;
        let ada = hub.person(&of_one_test("Ada withdraws", product)).await;
        let seat = conference.registered(&ada, "PUBLIC").await;
        let email = format!("finn-{product:?}-{}@example.org", std::process::id()).to_lowercase();
        smtp.refuse(&email, 1).await;
        let offer = json!({ "registration": seat, "to": { "email": email } });
        assert_eq!(comes(&ada, "offerSeat", offer).await, "DONE");
        let take_back = json!({ "registration": seat });
        assert_eq!(comes(&ada, "withdrawSeatOffer", take_back).await, "DONE");
        // Whether the server refused it, or it was withdrawn before: it must not come. What comes behind it does.
        let head = hub.officer_of("braga").await;
        let other = json!({ "delegation": conference.headed_by(&head).await,
            "people": [{ "name": "Finn", "email": email }] });
        let payload = conference.operate("registerDelegation", other).await;
        assert_eq!(mistakes_of(&payload), [""; 0]);
        wait::until("the letter comes", async || {
            ahead.by(TimeDelta::minutes(1));
            let mails = smtp.mails_to(&email).await;
            let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
            if subjects == ["You are on the waiting list of “The conference”"] {
                return Some(());
            }
            assert_eq!(subjects, [""; 0]);
            None
        })
        .await;
    }
}
