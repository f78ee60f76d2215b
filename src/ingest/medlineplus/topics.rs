//! The health topics of a file, read as XML.
//!
//! The file names a DTD of its own, which is never fetched, and what a DOCTYPE declares is never
//! used: only the five entities of XML itself and numbers of characters are known, so that no file
//! can make a small text grow or read another file.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// A topic as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The line on which it begins, from 1.
    pub line: u64,
    pub id: String,
    pub title: String,
    pub url: String,
    /// `English` or `Spanish`.
    pub language: String,
    /// One or two sentences on what it says.
    pub description: String,
    /// HTML; empty where the topic has none.
    pub summary: String,
    /// The last parts of its groups' addresses: `cancers.html`.
    pub groups: Vec<String>,
    /// Its descriptors in MeSH: `D009369`.
    pub mesh: Vec<String>,
    /// The topic in the other language.
    pub mapped: Option<Mapped>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    pub id: String,
    pub title: String,
}

/// Why a file is no list of topics, and on which line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    pub line: u64,
    pub what: String,
}

/// The topics in the order of the file.
pub fn read(bytes: &[u8]) -> Result<Vec<Topic>, Damaged> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        Damaged::new(line_after(before), "the file must be UTF-8")
    })?;
    if let Some(at) = text.find('\0') {
        let line = line_after(&bytes[..at]);
        return Err(Damaged::new(line, "the file must be text without U+0000"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut file = File {
        text,
        reader: Reader::from_str(text),
        open: Vec::new(),
        topics: Vec::new(),
        said: String::new(),
        counted: (0, 1),
    };
    while file.step()? {}
    Ok(file.topics)
}

impl Damaged {
    fn new(line: u64, what: impl Into<String>) -> Self {
        Damaged {
            line,
            what: what.into(),
        }
    }
}

struct File<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// The names of the elements that are open, the outermost first.
    open: Vec<String>,
    topics: Vec<Topic>,
    /// The text of the innermost element that is read.
    said: String,
    /// A byte and its line, from which lines are counted on.
    counted: (usize, u64),
}

impl File<'_> {
    /// Reads on; false at the end.
    fn step(&mut self) -> Result<bool, Damaged> {
        let begins = self.reader.buffer_position();
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = self.reader.error_position();
                return Err(self.damaged(at, format!("the XML is broken: {error}")));
            }
        };
        match event {
            Event::Start(tag) => self.opened(&tag, begins)?,
            Event::Empty(tag) => {
                self.opened(&tag, begins)?;
                self.closed();
            }
            Event::End(_) => self.closed(),
            Event::Text(text) => self.said.push_str(&text.xml10_content()),
            Event::CData(text) => self.said.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => self.referred(&reference, begins)?,
            Event::Decl(_) | Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => {
                if let Some(name) = self.open.last() {
                    let what = format!("the file ends inside <{name}>: is a part of it missing?");
                    return Err(self.damaged(begins, what));
                }
                if self.topics.is_empty() {
                    return Err(self.damaged(begins, "the file has no <health-topic>"));
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn opened(&mut self, tag: &BytesStart<'_>, begins: u64) -> Result<(), Damaged> {
        let name = tag.name().as_ref().to_owned();
        if self.open.is_empty() && name != "health-topics" {
            let what = format!("the file holds <{name}> and must hold <health-topics>");
            return Err(self.damaged(begins, what));
        }
        self.said.clear();
        match name.as_str() {
            "health-topic" if self.open.len() == 1 => {
                let line = self.line(begins);
                let topic = Topic {
                    line,
                    id: self.attribute(tag, "id", begins)?,
                    title: self.attribute(tag, "title", begins)?,
                    url: self.attribute(tag, "url", begins)?,
                    language: self.attribute(tag, "language", begins)?,
                    description: self.attribute(tag, "meta-desc", begins)?,
                    ..Topic::default()
                };
                self.topics.push(topic);
            }
            "group" if self.open.len() == 2 => {
                let url = self.attribute(tag, "url", begins)?;
                let last = url.rsplit('/').next().unwrap_or_default().to_owned();
                self.topic(|topic| topic.groups.push(last));
            }
            "language-mapped-topic" if self.open.len() == 2 => {
                let id = self.attribute(tag, "id", begins)?;
                let title = String::new();
                self.topic(|topic| topic.mapped = Some(Mapped { id, title }));
            }
            "descriptor" if self.open.len() == 3 => {
                let id = self.attribute(tag, "id", begins)?;
                self.topic(|topic| topic.mesh.push(id));
            }
            _ => {}
        }
        self.open.push(name);
        Ok(())
    }

    fn closed(&mut self) {
        let Some(name) = self.open.pop() else {
            return;
        };
        let said = std::mem::take(&mut self.said);
        match name.as_str() {
            "full-summary" if self.open.len() == 2 => self.topic(|topic| topic.summary = said),
            "language-mapped-topic" if self.open.len() == 2 => self.topic(|topic| {
                if let Some(mapped) = &mut topic.mapped {
                    mapped.title = said.trim().to_owned();
                }
            }),
            _ => {}
        }
    }

    fn topic(&mut self, note: impl FnOnce(&mut Topic)) {
        if let Some(topic) = self.topics.last_mut() {
            note(topic);
        }
    }

    /// The value of an attribute without spaces around it; empty where it is left out.
    fn attribute(
        &mut self,
        tag: &BytesStart<'_>,
        name: &str,
        begins: u64,
    ) -> Result<String, Damaged> {
        for attribute in tag.attributes() {
            let broken = |error: &dyn std::fmt::Display| format!("the XML is broken: {error}");
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return Err(self.damaged(begins, broken(&error))),
            };
            if attribute.key.as_ref() == name {
                return match attribute.normalized_value(XmlVersion::Explicit1_0) {
                    Ok(value) => Ok(value.trim().to_owned()),
                    Err(error) => Err(self.damaged(begins, broken(&error))),
                };
            }
        }
        Ok(String::new())
    }

    fn referred(&mut self, reference: &BytesRef<'_>, begins: u64) -> Result<(), Damaged> {
        match reference.resolve_char_ref() {
            Ok(Some('\0')) | Err(_) => {
                return Err(self.damaged(begins, "a character is named that there is not"));
            }
            Ok(Some(sign)) => {
                self.said.push(sign);
                return Ok(());
            }
            Ok(None) => {}
        }
        let name = reference.xml10_content();
        match resolve_predefined_entity(&name) {
            Some(text) => {
                self.said.push_str(text);
                Ok(())
            }
            None => {
                let what = format!(
                    "&{name}; is not known: only &amp; &lt; &gt; &quot; &apos; and numbers of characters are"
                );
                Err(self.damaged(begins, what))
            }
        }
    }

    fn damaged(&mut self, at: u64, what: impl Into<String>) -> Damaged {
        Damaged::new(self.line(at), what)
    }

    /// The line of a byte. Counts on from the last one asked for.
    fn line(&mut self, at: u64) -> u64 {
        let at = usize::try_from(at)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let (from, line) = self.counted;
        let (from, line) = if at < from { (0, 1) } else { (from, line) };
        let passed = line_after(&self.text.as_bytes()[from..at]) - 1;
        self.counted = (at, line + passed);
        self.counted.1
    }
}

/// The line that follows the bytes, from 1.
fn line_after(bytes: &[u8]) -> u64 {
    1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod reading {
    use super::*;

    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE health-topics PUBLIC \
                        \"-//NLM//DTD health-topics //EN\" \"https://medlineplus.gov/xml/mplus_topics.dtd\">\n\
                        <health-topics total=\"1\">\n";

    fn file(topics: &str) -> String {
        format!("{HEAD}{topics}\n</health-topics>\n")
    }

    #[test]
    fn a_topic_is_read_with_its_line() {
        let text = file(
            "\n<health-topic title=\"Blood &amp; Co \" url=\"https://medlineplus.gov/x.html\" id=\"7\" language=\"English\" \
             meta-desc=\"What it is. \">\n<also-called>B</also-called>\n<full-summary>&lt;p&gt;A &amp;amp; b&#233;&lt;/p&gt;\n\
             </full-summary>\n<group url=\"https://medlineplus.gov/cancers.html\" id=\"1\">Cancers</group>\n\
             <language-mapped-topic url=\"u\" id=\"8\" language=\"Spanish\">Sangre</language-mapped-topic>\n\
             <mesh-heading><descriptor id=\"D001\">Blood</descriptor><qualifier id=\"Q1\">x</qualifier></mesh-heading>\n\
             <site title=\"s\" url=\"t\"><organization>NIH</organization></site>\n</health-topic>",
        );
        let found = read(text.as_bytes()).unwrap();
        let expected = Topic {
            line: 5,
            id: "7".to_owned(),
            title: "Blood & Co".to_owned(),
            url: "https://medlineplus.gov/x.html".to_owned(),
            language: "English".to_owned(),
            description: "What it is.".to_owned(),
            summary: "<p>A &amp; bé</p>\n".to_owned(),
            groups: vec!["cancers.html".to_owned()],
            mesh: vec!["D001".to_owned()],
            mapped: Some(Mapped {
                id: "8".to_owned(),
                title: "Sangre".to_owned(),
            }),
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn a_damaged_file_is_told_with_its_line() {
        let topic =
            "<health-topic id=\"1\" title=\"a\" url=\"b\" language=\"English\"></health-topic>";
        let bomb = "<!DOCTYPE health-topics [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n\
                    <health-topics>\n<health-topic><full-summary>&b;</full-summary></health-topic>\n</health-topics>";
        let outside = "<!DOCTYPE health-topics [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<health-topics>\n\n\
                       <health-topic title=\"&x;\"></health-topic></health-topics>";
        let cases: [(Vec<u8>, u64, &str); 11] = [
            (Vec::new(), 1, "no <health-topic>"),
            (b"not xml".to_vec(), 1, "no <health-topic>"),
            (b"<html>\n</html>".to_vec(), 1, "must hold <health-topics>"),
            (
                format!("{HEAD}{topic}\n").into_bytes(),
                5,
                "ends inside <health-topics>",
            ),
            (
                format!("{HEAD}{topic}\n<health-topic id=\"2\">\n<full-summary>half").into_bytes(),
                6,
                "ends inside <full-summary>",
            ),
            (
                file(&format!("{topic}\n<a></b>")).into_bytes(),
                5,
                "XML is broken",
            ),
            (
                file(&format!("{topic}\n<health-topic id=\"1\" id=\"2\">")).into_bytes(),
                5,
                "XML is broken",
            ),
            (
                file(&format!("{topic}\n\n<full-summary>&nbsp;")).into_bytes(),
                6,
                "&nbsp; is not known",
            ),
            (bomb.as_bytes().to_vec(), 3, "&b; is not known"),
            (outside.as_bytes().to_vec(), 4, "XML is broken"),
            (
                file(topic)
                    .into_bytes()
                    .into_iter()
                    .chain(*b"\n\xff")
                    .collect(),
                7,
                "UTF-8",
            ),
        ];
        for (bytes, line, what) in cases {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let damaged = read(&bytes).unwrap_err();
            assert!(damaged.what.contains(what), "{damaged:?} for {text}");
            assert_eq!(damaged.line, line, "{damaged:?} for {text}");
        }
    }
}
