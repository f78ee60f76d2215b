//! The tags, attributes and addresses that may be shown.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::domain::slug::Slug;

/// What an article may be made of.
pub const TAGS: [&str; 25] = [
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The classes that this code gives to its own links.
pub const CLASSES: [&str; 2] = ["cite", "term"];

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// What every link to elsewhere says of itself.
pub const REL: &str = "noopener noreferrer";

/// Tags of foreign HTML that have a form in Markdown, beside the ones above.
const FOREIGN: [&str; 8] = ["b", "dd", "div", "dl", "dt", "h1", "h2", "i"];

static OWN: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = allowing(TAGS.into());
    builder
        .allowed_classes(HashMap::from([("a", HashSet::from(CLASSES))]))
        .link_rel(Some(REL));
    builder
});

static OTHERS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = allowing(TAGS.into_iter().chain(FOREIGN).collect());
    builder.link_rel(None).url_relative(UrlRelative::Deny);
    builder
});

fn allowing(tags: HashSet<&'static str>) -> Builder<'static> {
    let mut builder = Builder::new();
    builder
        .tags(tags)
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::Custom(Box::new(own_fragment)));
    builder
}

/// HTML with nothing but what may be shown.
pub fn clean(html: &str) -> String {
    OWN.clean(html).to_string()
}

/// Foreign HTML with nothing but what Markdown can say.
pub fn clean_foreign(html: &str) -> String {
    OTHERS.clean(html).to_string()
}

/// Whether a link may lead to the address.
pub fn may_lead_to(address: &str) -> bool {
    let escaped = address.replace('&', "&amp;").replace('"', "&quot;");
    clean(&format!("<a href=\"{escaped}\">x</a>")).contains(" href=")
}

/// Places on the page that this code itself links to, and no other relative address: an article
/// does not know where it is shown.
fn own_fragment(url: &str) -> Option<Cow<'_, str>> {
    let term = url
        .strip_prefix("#term-")
        .is_some_and(|slug| slug.parse::<Slug>().is_ok());
    let cite = url
        .strip_prefix("#ref-")
        .is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (term || cite).then_some(Cow::Borrowed(url))
}
