use super::*;
use crate::{language::Language, words::Words};

fn of(language: &str, text: &str) -> Source {
    Source {
        file: format!("{language}.ftl"),
        locale: language.parse().unwrap(),
        text: text.to_owned(),
    }
}

fn words(wording: &Wording, tag: &str) -> Words {
    let language = LANGUAGES.iter().find(|language| language.tag == tag);
    let language: Language = *language.unwrap();
    Words::of(language, wording.clone())
}

#[test]
fn a_network_has_a_name_and_words_of_its_own() {
    let own = of(
        "en",
        "home-lead = Cities on one river.\nabout-7-text = { network-name }, again.\n",
    );
    let later = of("en", "home-lead = Cities on two rivers.\n");
    let wording = Wording::of("The \"River\" \\ {n}", vec![own, later]).unwrap();
    let english = words(&wording, "en");
    assert_eq!(english.say("site-title"), "The \"River\" \\ {n}");
    assert_eq!(english.say("home-lead"), "Cities on two rivers.");
    assert_eq!(
        english.try_say("about-7-text").as_deref(),
        Some("The \"River\" \\ {n}, again.")
    );
    let german = words(&wording, "de");
    assert_eq!(german.say("site-title"), "The \"River\" \\ {n}");
    assert_ne!(german.say("home-lead"), "Cities on two rivers.");
    assert_eq!(
        words(&Wording::default(), "fr").say("site-title"),
        "Passerelle"
    );
}

#[test]
fn what_is_wrong_in_a_network_s_words_is_named_at_its_line() {
    let wrong = [
        ("en", "home-lead = Cities\nhome-lede = Cities\n"),
        ("fr", "\n\nhome-lead = { $city } et d’autres\n"),
        ("en", "home-lead = { home-lede }\n"),
        ("en", "home-lead = A\nsite-title = B\nhome-lead = C\n"),
        ("en", "home-lead = Cities\nabout-1-text\n"),
        ("ja", "home-lead = 都市\n"),
        ("en", "about-31-text = Too many\n"),
        ("en", "count-cities = { $count } of { $all }\n"),
    ];
    let said: Vec<String> = wrong
        .iter()
        .map(|(language, text)| {
            let refused = Wording::of("Passerelle", vec![of(language, text)]);
            refused.unwrap_err().to_string()
        })
        .collect();
    insta::assert_debug_snapshot!(said, @r#"
    [
        "en.ftl, line 2: no page says `home-lede`",
        "fr.ftl, line 3: `home-lead` fills in `city`, which is not there",
        "en.ftl, line 1: `home-lead` fills in `home-lede`, which is not there",
        "en.ftl, line 3: `home-lead` is there twice",
        "en.ftl, line 2: Expected a token starting with \"=\"",
        "ja.ftl, line 1: the pages are not in `ja`, but in en, fr, de, es, pt, it, zh",
        "en.ftl, line 1: no page says `about-31-text`",
        "en.ftl, line 1: `count-cities` fills in `all`, which is not there",
    ]
    "#);
}
