//! What an address asks: the parameters of HL7's URL-based implementation guide that matter here.
//!
//! What else a record system sends, such as a patient's age, is not read: nothing here depends on
//! it, and it is nobody's business.

use serde_json::{Map, Value as Json, json};

use crate::domain::locale::Locale;
use crate::gateway::refusal::TurnedAway;

const CODE: &str = "mainSearchCriteria.v.c";
const SYSTEM: &str = "mainSearchCriteria.v.cs";
const NAME: &str = "mainSearchCriteria.v.dn";
const TASK: &str = "taskContext.c.c";
const RECIPIENT: &str = "informationRecipient";
const LANGUAGE: &str = "informationRecipient.languageCode.c";
const FORM: &str = "knowledgeResponseType";

/// The longest value that is read, in characters.
const LONGEST: usize = 200;

/// A question of a record system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub sought: Sought,
    /// What the code stands for in the words of who asks; shown again, and looked up only where no
    /// code is given.
    pub name: Option<String>,
    /// What the person is doing, such as PROBLISTREV; shown again.
    pub task: Option<String>,
    pub recipient: Option<Recipient>,
    pub language: Option<Locale>,
    pub form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    Code { system: String, value: String },
    Words(String),
}

/// Who is to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    Patient,
    Provider,
    Payor,
}

/// The form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An Atom feed under the media type that older systems know.
    Xml,
    Atom,
    Json,
}

impl Recipient {
    pub fn code(self) -> &'static str {
        match self {
            Recipient::Patient => "PAT",
            Recipient::Provider => "PROV",
            Recipient::Payor => "PAYOR",
        }
    }
}

impl Request {
    /// Reads the parameters of an address; those that are not known here are passed over.
    pub fn read(parameters: &str) -> Result<Self, TurnedAway> {
        let mut held: [(&str, Option<String>); 7] =
            [CODE, SYSTEM, NAME, TASK, RECIPIENT, LANGUAGE, FORM].map(|name| (name, None));
        for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
            let Some((known, slot)) = held.iter_mut().find(|(known, _)| *known == name) else {
                continue;
            };
            if value
                .chars()
                .any(|sign| sign == '\u{FFFD}' || sign.is_control())
            {
                return Err(wrong(known, "must be text in UTF-8"));
            }
            if value.chars().count() > LONGEST {
                return Err(wrong(known, format!("has at most {LONGEST} characters")));
            }
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if slot.as_deref().is_some_and(|before| before != value) {
                return Err(wrong(known, "is given twice: give it once"));
            }
            *slot = Some(value.to_owned());
        }
        let [code, system, name, task, recipient, language, form] = held.map(|(_, value)| value);
        let sought = match (code, system, &name) {
            (Some(value), Some(system), _) => Sought::Code { system, value },
            (Some(_), None, _) => {
                return Err(wrong(
                    SYSTEM,
                    "is missing: name the code's system by its OID, such as 2.16.840.1.113883.6.90",
                ));
            }
            (None, _, Some(name)) => Sought::Words(name.clone()),
            (None, _, None) => {
                return Err(wrong(
                    CODE,
                    format!(
                        "is missing: give a code with its system in {SYSTEM}, or a name in {NAME}"
                    ),
                ));
            }
        };
        if let Some(task) = &task
            && !task
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(wrong(TASK, "must be a code such as PROBLISTREV"));
        }
        let recipient = recipient.map(|text| match text.as_str() {
            "PAT" => Ok(Recipient::Patient),
            "PROV" => Ok(Recipient::Provider),
            "PAYOR" => Ok(Recipient::Payor),
            _ => Err(wrong(RECIPIENT, "must be PAT, PROV or PAYOR")),
        });
        let language = language.map(|text| {
            text.parse::<Locale>()
                .map_err(|problem| wrong(LANGUAGE, problem.to_string()))
        });
        let form = match form.as_deref() {
            None | Some("text/xml" | "application/xml") => Form::Xml,
            Some("application/atom+xml") => Form::Atom,
            Some("application/json") => Form::Json,
            Some(_) => {
                return Err(wrong(
                    FORM,
                    "must be text/xml, application/atom+xml or application/json",
                ));
            }
        };
        Ok(Request {
            sought,
            name,
            task,
            recipient: recipient.transpose()?,
            language: language.transpose()?,
            form,
        })
    }

    /// The same as variables of our documents.
    pub fn variables(&self, language: &Locale) -> Map<String, Json> {
        let mut variables = Map::new();
        variables.insert("locales".to_owned(), json!([language.as_str()]));
        match &self.sought {
            Sought::Code { system, value } => {
                variables.insert(
                    "about".to_owned(),
                    json!({ "system": system, "value": value }),
                );
                // A provider may hand on what was written for patients.
                if self.recipient == Some(Recipient::Patient) {
                    variables.insert("audience".to_owned(), json!("PATIENT"));
                }
            }
            Sought::Words(text) => {
                variables.insert("text".to_owned(), json!(text));
            }
        }
        variables
    }

    /// The criteria as the answer shows them again, by parameter.
    pub fn criteria(&self) -> Vec<(&'static str, &str)> {
        let (system, code) = match &self.sought {
            Sought::Code { system, value } => (Some(system.as_str()), Some(value.as_str())),
            Sought::Words(_) => (None, None),
        };
        [
            (SYSTEM, system),
            (CODE, code),
            (NAME, self.name.as_deref()),
            (TASK, self.task.as_deref()),
            (RECIPIENT, self.recipient.map(Recipient::code)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

fn wrong(parameter: &str, what: impl std::fmt::Display) -> TurnedAway {
    TurnedAway::malformed(format!("the parameter {parameter} {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read() {
        let read = Request::read(
            "mainSearchCriteria.v.c=G97.1&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90\
             &mainSearchCriteria.v.dn=Headache+after+a+spinal+tap&taskContext.c.c=PROBLISTREV\
             &informationRecipient=PAT&informationRecipient.languageCode.c=es-MX\
             &knowledgeResponseType=application/json&age.v.v=40&age.v.u=a",
        )
        .unwrap();
        assert_eq!(
            read.sought,
            Sought::Code {
                system: "2.16.840.1.113883.6.90".to_owned(),
                value: "G97.1".to_owned(),
            }
        );
        assert_eq!(read.name.as_deref(), Some("Headache after a spinal tap"));
        assert_eq!(read.recipient, Some(Recipient::Patient));
        assert_eq!(read.language, Some("es-MX".parse().unwrap()));
        assert_eq!(read.form, Form::Json);
        let variables = read.variables(&"es-MX".parse().unwrap());
        assert_eq!(variables["about"]["value"], "G97.1");
        assert_eq!(variables["audience"], "PATIENT");
        let words = Request::read("mainSearchCriteria.v.dn=migraine").unwrap();
        assert_eq!(words.sought, Sought::Words("migraine".to_owned()));
        assert_eq!(words.form, Form::Xml);
    }

    #[test]
    fn a_bad_parameter_is_named() {
        let code = "mainSearchCriteria.v.c=A&mainSearchCriteria.v.cs=x";
        let long = format!("mainSearchCriteria.v.dn={}", "a".repeat(201));
        let cases = [
            (String::new(), "mainSearchCriteria.v.c is missing"),
            (
                "mainSearchCriteria.v.c=A".to_owned(),
                "mainSearchCriteria.v.cs is missing",
            ),
            (
                "mainSearchCriteria.v.cs=x".to_owned(),
                "mainSearchCriteria.v.c is missing",
            ),
            (format!("{code}&mainSearchCriteria.v.c=B"), "is given twice"),
            (
                format!("{code}&informationRecipient=DOG"),
                "must be PAT, PROV or PAYOR",
            ),
            (
                format!("{code}&informationRecipient.languageCode.c=spanish!"),
                "BCP 47",
            ),
            (
                format!("{code}&knowledgeResponseType=text/html"),
                "must be text/xml",
            ),
            (
                format!("{code}&taskContext.c.c=%3Cx%3E"),
                "such as PROBLISTREV",
            ),
            ("mainSearchCriteria.v.dn=%00".to_owned(), "text in UTF-8"),
            ("mainSearchCriteria.v.dn=%FF".to_owned(), "text in UTF-8"),
            (long, "at most 200"),
        ];
        for (parameters, expected) in cases {
            let away = Request::read(&parameters).unwrap_err();
            assert!(
                away.message().contains(expected),
                "{}: {parameters}",
                away.message()
            );
        }
    }
}
