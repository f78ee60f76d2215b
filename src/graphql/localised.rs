//! Choosing a text in a language that the reader knows, and saying which one it became.

use async_graphql::{Context, SimpleObject};

use super::context::Ask;
use super::error::Failure;
use crate::domain::locale::Locale;
use crate::domain::{LabelKind, NodeKind};

/// A text in the language that was served.
#[derive(SimpleObject)]
pub struct LocalizedText {
    /// The text.
    pub text: String,
    /// The language in which it is.
    pub served_locale: Locale,
    /// Whether none of the asked languages was there, so that another one is served.
    pub fallback_used: bool,
}

/// The languages to serve, the best first: those asked for, or those of the request's
/// `Accept-Language`, or English.
pub fn wanted(ctx: &Context<'_>, asked: Option<Vec<Locale>>) -> Vec<Locale> {
    match asked {
        Some(asked) if !asked.is_empty() => asked,
        _ => ctx.reader().to_vec(),
    }
}

/// Which of the texts a reader of these languages gets, and whether it is one that was asked for:
/// the first language there is, exactly or without its region, else `fallback`, else any.
pub fn choose<'t, T>(
    texts: &'t [T],
    locale: impl Fn(&T) -> &str,
    wanted: &[Locale],
    fallback: &str,
) -> Option<(&'t T, bool)> {
    let of = |tag: &str| texts.iter().find(|text| locale(text) == tag);
    let asked = wanted
        .iter()
        .find_map(|wanted| of(wanted.as_str()).or_else(|| of(wanted.language())));
    match asked {
        Some(text) => Some((text, true)),
        None => of(fallback)
            .or_else(|| texts.first())
            .map(|text| (text, false)),
    }
}

/// The name of a node that has one in English and perhaps others among its labels.
pub async fn name(
    ctx: &Context<'_>,
    node: (NodeKind, i64),
    english: &str,
    asked: Option<Vec<Locale>>,
) -> Result<LocalizedText, Failure> {
    let wanted = wanted(ctx, asked);
    let in_english = |fallback_used| LocalizedText {
        text: english.to_owned(),
        served_locale: Locale::english(),
        fallback_used,
    };
    // Nothing is read for the readers of English, who are most.
    if wanted.first().is_some_and(|first| first.language() == "en") {
        return Ok(in_english(false));
    }
    let labels = ctx.loaders().labels().load(node).await?;
    let named = |tag: &str| {
        let mut labels = labels.iter().flat_map(|labels| labels.iter());
        labels.find(|label| label.kind.0 == LabelKind::Preferred && label.locale == tag)
    };
    for locale in &wanted {
        if locale.language() == "en" {
            return Ok(in_english(false));
        }
        if let Some(label) = named(locale.as_str()).or_else(|| named(locale.language())) {
            return Ok(LocalizedText {
                text: label.text.clone(),
                served_locale: label.locale.parse().unwrap_or_else(|_| Locale::english()),
                fallback_used: false,
            });
        }
    }
    Ok(in_english(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_is_there_is_served() {
        let texts = ["en", "es", "pt-BR"];
        let wanted = |tags: &[&str]| -> Vec<Locale> {
            tags.iter().map(|tag| tag.parse().unwrap()).collect()
        };
        let cases = [
            (&["es"][..], ("es", true)),
            (&["es-MX"], ("es", true)),
            (&["dz", "pt-BR"], ("pt-BR", true)),
            (&["pt"], ("en", false)),
            (&["dz"], ("en", false)),
        ];
        for (asked, (served, was_asked)) in cases {
            let chosen = choose(&texts, |text| text, &wanted(asked), "en").unwrap();
            assert_eq!((*chosen.0, chosen.1), (served, was_asked), "{asked:?}");
        }
        assert!(choose(&[] as &[&str], |text| text, &wanted(&["en"]), "en").is_none());
        let only = choose(&["hi"], |text| text, &wanted(&["en"]), "en").unwrap();
        assert_eq!(only, (&"hi", false));
    }
}
