//! That the mail server takes mails, shows them, and refuses what it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use crate::Smtp;
use crate::servers::{self, tests::or_skip};

const MAIL: &str = "From: Hub <hub@passerelle.example>\r\n\
    To: ada@mail.example\r\n\
    Subject: =?utf-8?q?Votre_cl=C3=A9?=\r\n\
    Auto-Submitted: auto-generated\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\
    \r\n\
    Bonjour, voici le lien: <https://hub.example/sign-in?token=3Dabc&x=\r\n\
    =3D1>.\r\n\
    .";

/// The first lines of the answers to the greeting, and to each of these lines.
fn converse(server: &Smtp, lines: &[&str]) -> Vec<String> {
    let address = server.url.trim_start_matches("smtp://");
    let stream = TcpStream::connect(address).expect("it listens");
    let mut answers = BufReader::new(stream.try_clone().expect("a stream has two ends")).lines();
    let mut answer = || {
        let mut line = || answers.next().expect("it answers").expect("in ASCII");
        let first = line();
        let mut last = first.clone();
        while last.as_bytes().get(3) == Some(&b'-') {
            last = line();
        }
        first
    };
    let mut heard = vec![answer()];
    for line in lines {
        write!(&stream, "{line}\r\n").expect("it listens still");
        heard.push(answer());
    }
    heard
}

fn send(server: &Smtp, to: &str) -> Vec<String> {
    let to = format!("RCPT TO:<{to}>");
    let from = "MAIL FROM:<bounces@passerelle.example>";
    converse(server, &["HELO hub.example", from, &to, "DATA", MAIL])
}

#[tokio::test]
async fn a_mail_is_shown_to_whoever_waits_for_it() {
    let Some(server) = or_skip(servers::smtp()) else {
        return;
    };
    assert!(server.mails_to("ada@shown.example").await.is_empty());
    let address = "Ada@shown.example".to_owned();
    let waiting = tokio::spawn(async move { server.mail_to(&address).await });
    let sent = tokio::task::spawn_blocking(move || send(server, "ada@shown.example"));
    assert!(sent.await.expect("it is sent")[5].starts_with("250"));

    let mail = waiting.await.expect("it comes");
    assert_eq!(mail.to, ["ada@shown.example"]);
    assert_eq!(mail.from, "bounces@passerelle.example");
    assert_eq!(mail.subject, "Votre clé");
    assert_eq!(mail.link(), "https://hub.example/sign-in?token=abc&x=1");
    assert_eq!(mail.headers["auto-submitted"], "auto-generated");
    assert!(mail.html.is_empty());

    send(server, "ada@shown.example");
    let newer = server.mail_to("ada@shown.example").await;
    assert_ne!(newer, mail);
    assert_eq!(server.mails_to("ada@shown.example").await, [mail, newer]);
}

#[tokio::test]
async fn an_address_can_be_refused_for_a_while() {
    let Some(server) = or_skip(servers::smtp()) else {
        return;
    };
    server.refuse("ada@refused.example", 2).await;
    for _ in 0..2 {
        assert!(send(server, "ada@refused.example")[3].starts_with("451"));
    }
    assert!(send(server, "grace@refused.example")[5].starts_with("250"));
    assert!(send(server, "ada@refused.example")[5].starts_with("250"));
    assert_eq!(server.mails_to("ada@refused.example").await.len(), 1);
}

#[tokio::test]
async fn any_user_can_sign_in() {
    let Some(server) = or_skip(servers::smtp()) else {
        return;
    };
    // user, secret
    let heard = converse(server, &["EHLO hub.example", "AUTH PLAIN AHVzZXIAc2VjcmV0"]);
    assert!(heard[2].starts_with("235"), "{heard:?}");
}
