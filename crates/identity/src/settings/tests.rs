use super::*;

const WHOLE: &str = r#"
[[provider]]
id = "cuneo"
name = "Città di Cuneo"
issuer = "https://login.cuneo.example"
client_id = "passerelle"
client_secret_env = "CUNEO_SECRET"
email_domains = ["Comune.Cuneo.Example"]

[[provider]]
id = "local"
name = "Local"
issuer = "http://127.0.0.1:9000/realms/a"
client_id = "hub"
scopes = ["openid", "email"]

[[issuer]]
issuer = "https://login.cuneo.example"
audience = "passerelle"
scopes = ["READ"]
algorithms = ["EdDSA"]

[[issuer]]
issuer = "https://login.vannes.example"
audience = "passerelle"
"#;

fn parse(text: &str) -> Result<Settings, SettingsError> {
    Settings::parse(text, |name| {
        (name == "CUNEO_SECRET").then(|| "s3cret\n".to_owned())
    })
}

fn refused(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from}");
    parse(&WHOLE.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_file_is_read_with_its_defaults() {
    let settings = parse(WHOLE).unwrap();
    let [cuneo, local] = &settings.providers[..] else {
        panic!("{settings:?}")
    };
    assert_eq!(cuneo.client_secret.as_ref().unwrap().secret(), "s3cret");
    assert_eq!(cuneo.scopes, ["openid", "email", "profile"]);
    assert_eq!(cuneo.email_domains, ["comune.cuneo.example"]);
    assert!(local.client_secret.is_none() && local.email_domains.is_empty());
    assert_eq!(local.scopes, ["openid", "email"]);
    let [cuneo, vannes] = &settings.issuers[..] else {
        panic!("{settings:?}")
    };
    assert_eq!(cuneo.scopes, Some(vec!["READ".to_owned()]));
    assert_eq!(cuneo.algorithms, [Algorithm::EdDsa]);
    assert_eq!(vannes.scopes, None);
    assert_eq!(
        vannes.algorithms,
        [Algorithm::RsaSsaPkcs1V15Sha256, Algorithm::EcdsaP256Sha256]
    );
    assert!(!format!("{settings:?}").contains("s3cret"));
    assert!(parse("").unwrap().providers.is_empty());
}

#[test]
fn every_mistake_is_named_with_its_place() {
    for (from, to, said) in [
        (
            "id = \"cuneo\"",
            "id = \"Cuneo!\"",
            "provider.Cuneo!.id: A slug has",
        ),
        ("id = \"cuneo\"", "id = \"\"", "provider.1.id: A slug has"),
        (
            "id = \"local\"",
            "id = \"cuneo\"",
            "provider.cuneo.id: Another one has this",
        ),
        (
            "http://127.0.0.1:9000/realms/a",
            "https://login.cuneo.example",
            "provider.local.issuer: Another",
        ),
        (
            "https://login.vannes.example",
            "https://login.cuneo.example",
            "issuer.2.issuer: Another",
        ),
        (
            "http://127.0.0.1",
            "http://login.example",
            "provider.local.issuer: An issuer is an https",
        ),
        (
            "login.vannes.example",
            "login.vannes.example?a=b",
            "issuer.2.issuer: An issuer",
        ),
        (
            "login.vannes.example",
            "a:b@login.vannes.example",
            "issuer.2.issuer: An issuer",
        ),
        (
            "Città di Cuneo",
            " ",
            "provider.cuneo.name: This cannot be empty.",
        ),
        (
            "CUNEO_SECRET",
            "OTHER",
            "client_secret_env: The variable OTHER has no secret: it is not set.",
        ),
        (
            "client_secret_env = \"CUNEO_SECRET\"",
            "client_secret_file = \"/none\"",
            "provider.cuneo.client_secret_file: The file /none has no secret",
        ),
        (
            "client_secret_env",
            "client_secret_file = \"/none\"\nclient_secret_env",
            "not both",
        ),
        (
            "[\"openid\", \"email\"]",
            "[\"email\"]",
            "provider.local.scopes: `openid` must be among them.",
        ),
        (
            "[\"openid\", \"email\"]",
            "[\"openid\", \"a b\"]",
            "provider.local.scopes: A scope is a word",
        ),
        (
            "[\"openid\", \"email\"]",
            "[\"openid\", \"openid\"]",
            "provider.local.scopes.1: This stands in the list already.",
        ),
        (
            "Comune.Cuneo.Example",
            "anna@cuneo.example",
            "provider.cuneo.email_domains: A domain is",
        ),
        (
            "EdDSA",
            "HS256",
            "issuer.1.algorithms: Tokens can be signed with RS256, ",
        ),
        ("EdDSA", "none", "issuer.1.algorithms"),
        ("[\"EdDSA\"]", "[]", "issuer.1.algorithms"),
        (
            "[\"READ\"]",
            "[\"READ\", \"READ\"]",
            "issuer.1.scopes.1: This stands",
        ),
        (
            "audience = \"passerelle\"",
            "audience = \"\"",
            "issuer.1.audience: This cannot be empty.",
        ),
    ] {
        let error = refused(from, to);
        assert!(error.starts_with("in the identity file: "), "{error}");
        assert!(error.contains(said), "{to}: {error}");
    }
}

#[test]
fn several_mistakes_are_told_at_once() {
    let text = WHOLE.replace("EdDSA", "HS512").replace("Local", "");
    let Err(SettingsError::Wrong(mistakes)) = parse(&text) else {
        panic!("two mistakes")
    };
    assert_eq!(mistakes.len(), 2);
}

#[test]
fn unknown_and_missing_keys_are_named_with_their_line() {
    let error = refused("client_id = \"hub\"", "client = \"hub\"");
    assert!(
        error.starts_with("line 14 of the identity file: unknown field `client`"),
        "{error}"
    );
    let error = refused("client_id = \"hub\"", "");
    assert!(
        error.starts_with("line 10 of the identity file: missing field `client_id`"),
        "{error}"
    );
    let error = refused("id = \"cuneo\"", "id = cuneo");
    assert!(
        error.starts_with("line 3 of the identity file: "),
        "{error}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Settings::read(Path::new("/none.toml")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the identity file /none.toml cannot be read: ")
    );
}

#[test]
fn a_secret_can_come_from_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let with = |text: &str| {
        std::fs::write(file.path(), text).unwrap();
        let path = file.path().display();
        let key = format!("client_secret_file = '{path}'");
        parse(&WHOLE.replace("client_secret_env = \"CUNEO_SECRET\"", &key))
    };
    let settings = with("from the file\n").unwrap();
    let secret = settings.providers[0].client_secret.as_ref().unwrap();
    assert_eq!(secret.secret(), "from the file");
    let error = with("\n").unwrap_err().to_string();
    assert!(error.ends_with("has no secret: it is empty."), "{error}");
}
