//! Languages that texts are written in and read in: tags of BCP 47
//! (<https://www.rfc-editor.org/info/bcp47>).

use std::{borrow::Cow, fmt, str::FromStr};

use async_graphql::{
    InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value, registry::Registry,
};
use unic_langid::LanguageIdentifier;

use crate::{ClientError, Code};

/// A language, perhaps with a script and a region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locale(LanguageIdentifier);

impl Locale {
    /// What the hub speaks when nobody says otherwise.
    pub fn english() -> Self {
        Self(LanguageIdentifier::from_bytes(b"en").unwrap_or_default())
    }

    /// The language without script and region: `fr` of `fr-CA`.
    pub fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// The language tag, in its usual letters: `zh-Hant-TW`.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    pub(crate) fn identifier(&self) -> &LanguageIdentifier {
        &self.0
    }

    /// The languages of an `Accept-Language` header, the preferred one first. What is no language
    /// is passed over: browsers send what their users never chose.
    pub fn accepted(header: &str) -> Vec<Locale> {
        const MAX: usize = 10;
        let tags = accept_language::parse(header);
        tags.iter()
            .filter_map(|tag| tag.parse().ok())
            .take(MAX)
            .collect()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Locale {
    type Err = ClientError;

    fn from_str(text: &str) -> Result<Self, ClientError> {
        let refuse = || {
            let shown: String = text.chars().take(40).collect();
            let message = format!(
                "`{shown}` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`"
            );
            ClientError::new(Code::UnknownLocale, message)
        };
        let tag: LanguageIdentifier = text.parse().map_err(|_| refuse())?;
        let language = tag.language.as_str();
        let exists = match language.len() {
            2 => isolang::Language::from_639_1(language).is_some(),
            3 => isolang::Language::from_639_3(language).is_some(),
            _ => false,
        };
        if exists && language != "und" {
            Ok(Self(tag))
        } else {
            Err(refuse())
        }
    }
}

/// A language tag of BCP 47: `en`, `pt-BR`, `zh-Hant`.
#[Scalar]
impl ScalarType for Locale {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map_err(|error: ClientError| {
                InputValueError::custom(error.message).with_extension("code", error.code.as_str())
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.tag())
    }
}

/// An argument that takes a [`Locale`]. It is checked when it is used, not while the document is
/// read: so the error carries its code, and the path of the field.
#[derive(Clone, Debug)]
pub struct LocaleArg(Result<Locale, ClientError>);

impl LocaleArg {
    /// The locale, or why it is none.
    ///
    /// # Errors
    /// [`Code::UnknownLocale`].
    pub fn value(self) -> Result<Locale, ClientError> {
        self.0.map_err(|error| error.at("locale"))
    }
}

impl InputType for LocaleArg {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <Locale as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Locale as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let text = <String as InputType>::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self(text.parse()))
    }

    fn to_value(&self) -> Value {
        self.0
            .as_ref()
            .map_or(Value::Null, |locale| Value::String(locale.tag()))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_that_exist_are_taken_in_any_letters() {
        for (text, tag) in [
            ("FR", "fr"),
            ("pt-br", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("oci", "oci"),
        ] {
            assert_eq!(text.parse::<Locale>().unwrap().tag(), tag);
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in [
            "",
            "xx",
            "english",
            "fr_",
            "und",
            "*",
            "zzz",
            "fr-",
            "../../etc/passwd",
        ] {
            assert_eq!(
                text.parse::<Locale>().unwrap_err().code,
                Code::UnknownLocale,
                "{text}"
            );
        }
    }

    #[test]
    fn a_browsers_languages_come_in_its_order() {
        let tags: Vec<_> = Locale::accepted("de;q=0.5, *;q=0.1, fr-CH, fr;q=0.9")
            .iter()
            .map(Locale::tag)
            .collect();
        assert_eq!(tags, ["fr-CH", "fr", "de"]);
        assert_eq!(Locale::accepted(&"fr-FR,".repeat(50)).len(), 10);
    }
}
