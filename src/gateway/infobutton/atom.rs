//! A feed as Atom, RFC 4287.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::feed::{Entry, Feed};

const ATOM: &str = "http://www.w3.org/2005/Atom";

pub fn text(feed: &Feed) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("feed")
        .with_attributes([
            ("xmlns", ATOM),
            ("xml:base", &*feed.home),
            ("xml:lang", &*feed.language),
        ])
        .write_inner_content(|xml| {
            element(xml, "title", &[("type", "text")], &feed.title)?;
            element(xml, "subtitle", &[("type", "text")], &feed.subtitle)?;
            element(xml, "id", &[], &feed.id)?;
            element(xml, "updated", &[], &feed.updated)?;
            xml.create_element("author").write_inner_content(|xml| {
                element(xml, "name", &[], feed.author)?;
                element(xml, "uri", &[], &feed.home)
            })?;
            for (name, value) in &feed.criteria {
                xml.create_element("category")
                    .with_attributes([("scheme", *name), ("term", value)])
                    .write_empty()?;
            }
            for entry in &feed.entries {
                write_entry(xml, entry)?;
            }
            Ok(())
        })?;
    Ok(xml.into_inner())
}

fn write_entry(xml: &mut Writer<Vec<u8>>, entry: &Entry) -> io::Result<()> {
    xml.create_element("entry")
        .with_attribute(("xml:lang", &*entry.language))
        .write_inner_content(|xml| {
            element(xml, "title", &[("type", "text")], &entry.title)?;
            xml.create_element("link")
                .with_attributes([
                    ("rel", "alternate"),
                    ("type", "text/html"),
                    ("title", &*entry.title),
                    ("href", &*entry.link),
                ])
                .write_empty()?;
            element(xml, "id", &[], &entry.id)?;
            element(xml, "updated", &[], &entry.updated)?;
            element(xml, "summary", &[("type", "html")], &entry.summary)?;
            element(xml, "rights", &[("type", "text")], &entry.rights)
        })?;
    Ok(())
}

fn element(
    xml: &mut Writer<Vec<u8>>,
    name: &str,
    attributes: &[(&str, &str)],
    text: &str,
) -> io::Result<()> {
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

/// The text without the characters that XML cannot hold.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control() || matches!(sign, '\t' | '\n' | '\r'))
        .filter(|sign| !matches!(sign, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}
