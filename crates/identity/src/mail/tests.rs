use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::mpsc,
};

use super::*;

const FROM: &str = "Réseau <hub@hub.example>";

fn letter() -> Letter {
    Letter {
        to: "anna@cuneo.example".parse().unwrap(),
        subject: "Hello\r\nBcc: all@cuneo.example".into(),
        text: "Città\r\n.\r\nRCPT TO:<all@cuneo.example>\n".into(),
    }
}

/// A mail server that answers `MAIL` with this line, and hands over what it was sent.
async fn server(mail: &'static str) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.unwrap();
        let mut in_data = false;
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.split(' ').next().unwrap_or_default() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => "",
                "EHLO" => "250 test",
                "MAIL" => mail,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            sender.send(line).ok();
            if !answer.is_empty() {
                write
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .await
                    .unwrap();
            }
        }
    });
    (url, receiver)
}

#[test]
fn a_letter_becomes_a_mail_that_nothing_in_it_can_break() {
    let message = message(&letter(), &FROM.parse().unwrap(), &Clock::system()).unwrap();
    let text = String::from_utf8(message.formatted()).unwrap();
    let (headers, body) = text.split_once("\r\n\r\n").unwrap();
    for header in [
        "To: anna@cuneo.example",
        "Subject: Hello Bcc: all@cuneo.example",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(
            headers.lines().any(|line| line == header),
            "{header}\n{headers}"
        );
    }
    assert!(!headers.contains("\nBcc:"));
    let id = headers
        .lines()
        .find(|line| line.starts_with("Message-ID: <"))
        .unwrap();
    assert!(id.ends_with("@hub.example>"));
    assert!(headers.contains("\nDate: "));
    assert!(body.contains("Citt=C3=A0") && body.is_ascii());
}

#[tokio::test]
async fn a_letter_reaches_the_server() {
    let (url, mut received) = server("250 ok").await;
    let mailer = Mailer::smtp(&url, FROM, Clock::system()).unwrap();
    mailer.send(&letter()).await.unwrap();
    drop(mailer);
    let mut lines = Vec::new();
    while let Ok(line) = received.try_recv() {
        lines.push(line);
    }
    assert!(
        lines[1].starts_with("MAIL FROM:<hub@hub.example>"),
        "{lines:?}"
    );
    assert!(
        lines[2].starts_with("RCPT TO:<anna@cuneo.example>"),
        "{lines:?}"
    );
    // The dot of the text is not the end of the mail (RFC 5321 §4.5.2).
    assert_eq!(lines.iter().filter(|line| *line == ".").count(), 1);
    assert_eq!(lines.last().map(String::as_str), Some("."));
}

#[tokio::test]
async fn what_is_worth_trying_later_is_told_from_what_is_not() {
    for (answer, temporary) in [
        ("451 too busy", true),
        ("421 going down", true),
        ("535 who are you", true),
        ("550 no such person", false),
        ("552 too much", false),
    ] {
        let (url, _received) = server(answer).await;
        let mailer = Mailer::smtp(&url, FROM, Clock::system()).unwrap();
        let error = mailer.send(&letter()).await.unwrap_err();
        assert_eq!(error.is_temporary(), temporary, "{error}");
    }
    let nobody = Mailer::smtp("smtp://127.0.0.1:1", FROM, Clock::system()).unwrap();
    assert!(nobody.send(&letter()).await.unwrap_err().is_temporary());
}

#[tokio::test]
async fn the_log_takes_everything() {
    Mailer::log().send(&letter()).await.unwrap();
    assert_eq!(format!("{:?}", Mailer::log()), "Mailer(log)");
}

#[tokio::test]
async fn the_password_is_never_shown() {
    let url = "smtps://anna:s3cret@mail.example:4650";
    let mailer = Mailer::smtp(url, FROM, Clock::system()).unwrap();
    assert_eq!(format!("{mailer:?}"), "Mailer(smtps://mail.example:4650)");
    let error = Mailer::smtp("smtp+x://anna:s3cret@mail.example", FROM, Clock::system());
    let error = error.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn wrong_addresses_are_refused() {
    for url in [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp:mail.example",
        "smtp://mail.example?tls=maybe",
        "smtps://mail.example?tls=none",
        "smtp://anna@mail.example",
    ] {
        let error = Mailer::smtp(url, FROM, Clock::system()).unwrap_err();
        assert_eq!(error, MailerError::Url, "{url}");
    }
    for from in ["", "hub", "Hub <hub>", "a@b.example, c@d.example"] {
        let error = Mailer::smtp("smtp://localhost", from, Clock::system()).unwrap_err();
        assert_eq!(error, MailerError::From, "{from}");
    }
}

#[test]
fn a_server_on_this_machine_is_known() {
    for (url, local) in [
        ("smtp://localhost:1025", true),
        ("smtp://127.0.0.1", true),
        ("smtp://[::1]", true),
        ("smtp://mail.example", false),
        ("smtp://127.0.0.1.example", false),
    ] {
        assert_eq!(is_local(&Url::parse(url).unwrap()), local, "{url}");
    }
}

#[test]
fn no_password_travels_in_the_clear_unless_told_to() {
    for (url, read) in [
        (
            "smtp://a:b@mail.example",
            "smtp://a:b@mail.example?tls=required",
        ),
        (
            "smtp://a:b@mail.example?tls=none",
            "smtp://a:b@mail.example",
        ),
        (
            "smtp://mail.example:25",
            "smtp://mail.example:25?tls=opportunistic",
        ),
        (
            "smtp://mail.example?tls=required",
            "smtp://mail.example?tls=required",
        ),
        ("smtp://localhost:1025", "smtp://localhost:1025"),
        ("smtps://a:b@mail.example", "smtps://a:b@mail.example"),
    ] {
        assert_eq!(server_url(url).unwrap().as_str(), read);
    }
}

#[test]
fn a_letter_does_not_show_its_text() {
    assert!(!format!("{:?}", letter()).contains("RCPT"));
}
