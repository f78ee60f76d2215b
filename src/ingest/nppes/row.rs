//! One row of the file, checked. Pure.

use chrono::NaiveDate;
use csv::ByteRecord;

use super::address::{Address, phone};
use super::columns::Columns;
use crate::domain::country::Country;
use crate::domain::npi::Npi;
use crate::domain::{ClinicKind, Gender};
use crate::ingest::fault::{self, Fault};

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Person(Box<Person>),
    Organisation(Box<Organisation>),
    /// A number that is out of use.
    Deactivated(Npi),
}

impl Row {
    pub fn address(&self) -> Option<&Address> {
        match self {
            Row::Person(person) => Some(&person.address),
            Row::Organisation(organisation) => Some(&organisation.address),
            Row::Deactivated(_) => None,
        }
    }

    /// The taxonomy codes that are a doctor's specialties.
    pub fn taxonomies(&self) -> &[String] {
        match self {
            Row::Person(person) => &person.taxonomies,
            Row::Organisation(_) | Row::Deactivated(_) => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub npi: Npi,
    pub prefix: Option<String>,
    pub given: Option<String>,
    pub middle: Option<String>,
    pub family: String,
    pub suffix: Option<String>,
    pub credentials: Option<String>,
    pub gender: Option<Gender>,
    /// Taxonomy codes, the primary one first.
    pub taxonomies: Vec<String>,
    pub address: Address,
    pub phone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub npi: Npi,
    pub name: String,
    pub kind: ClinicKind,
    pub address: Address,
    pub phone: Option<String>,
}

/// A record and where its values stand.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    pub record: &'a ByteRecord,
    pub columns: &'a Columns,
}

impl<'a> Cells<'a> {
    /// The text of a cell; `None` when it is empty.
    fn text(&self, place: usize) -> Result<Option<&'a str>, Fault> {
        let bytes = self.record.get(place).unwrap_or_default();
        let text = fault::text(bytes)?;
        Ok(Some(text.trim()).filter(|text| !text.is_empty()))
    }

    fn owned(&self, place: usize) -> Result<Option<String>, Fault> {
        Ok(self.text(place)?.map(str::to_owned))
    }

    pub fn npi(&self) -> Result<Npi, Fault> {
        let text = self.text(self.columns.npi)?;
        let text = text.ok_or_else(|| Fault::missing("NPI"))?;
        text.parse().map_err(Fault::npi)
    }

    /// The state of the practice, as the file has it.
    pub fn state(&self) -> Result<Option<&'a str>, Fault> {
        self.text(self.columns.state)
    }

    /// Whether the number is out of use: an empty type, or a deactivation that no later
    /// reactivation took back.
    pub fn is_deactivated(&self) -> Result<bool, Fault> {
        if self.text(self.columns.entity_type)?.is_none() {
            return Ok(true);
        }
        let date = |place, column| -> Result<Option<NaiveDate>, Fault> {
            let text = self.text(place)?;
            text.map(|text| NaiveDate::parse_from_str(text, "%m/%d/%Y"))
                .transpose()
                .map_err(|_| Fault::invalid(column, "a date is MM/DD/YYYY"))
        };
        let ended = date(self.columns.deactivated, "NPI Deactivation Date")?;
        let again = date(self.columns.reactivated, "NPI Reactivation Date")?;
        Ok(match (ended, again) {
            (Some(ended), Some(again)) => again < ended,
            (Some(_), None) => true,
            (None, _) => false,
        })
    }

    /// The row of a number that is in use.
    pub fn row(&self, npi: Npi) -> Result<Row, Fault> {
        match self.text(self.columns.entity_type)? {
            Some("1") => self.person(npi).map(Box::new).map(Row::Person),
            Some("2") => self.organisation(npi).map(Box::new).map(Row::Organisation),
            _ => Err(Fault::invalid("Entity Type Code", "1, 2 or empty")),
        }
    }

    fn person(&self, npi: Npi) -> Result<Person, Fault> {
        let columns = self.columns;
        let address = self.address()?;
        let family = self.owned(columns.family)?;
        Ok(Person {
            npi,
            prefix: self.owned(columns.prefix)?,
            given: self.owned(columns.given)?,
            middle: self.owned(columns.middle)?,
            family: family.ok_or_else(|| Fault::missing("Provider Last Name (Legal Name)"))?,
            suffix: self.owned(columns.suffix)?,
            credentials: self.owned(columns.credentials)?,
            gender: match self.text(columns.gender)? {
                Some("M") => Some(Gender::Male),
                Some("F") => Some(Gender::Female),
                _ => None,
            },
            taxonomies: self.taxonomies()?,
            phone: self.phone(address.country)?,
            address,
        })
    }

    fn organisation(&self, npi: Npi) -> Result<Organisation, Fault> {
        let address = self.address()?;
        let name = match self.owned(self.columns.other_name)? {
            Some(doing_business_as) => Some(doing_business_as),
            None => self.owned(self.columns.legal_name)?,
        };
        let missing = || Fault::missing("Provider Organization Name (Legal Business Name)");
        Ok(Organisation {
            npi,
            name: name.ok_or_else(missing)?,
            kind: match self.taxonomies()?.first().map(String::as_str) {
                Some(code) if code.starts_with("28") => ClinicKind::Hospital,
                Some(code) if code.starts_with("261Q") => ClinicKind::HealthCentre,
                _ => ClinicKind::Clinic,
            },
            phone: self.phone(address.country)?,
            address,
        })
    }

    /// The codes without repetition: the one that is switched Y first, then in file order.
    fn taxonomies(&self) -> Result<Vec<String>, Fault> {
        let mut codes: Vec<String> = Vec::new();
        let mut primary = None;
        for (code, switch) in &self.columns.taxonomies {
            let Some(code) = self.text(*code)? else {
                continue;
            };
            if !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                continue;
            }
            let held = codes.iter().position(|held| held == code);
            let place = held.unwrap_or(codes.len());
            if held.is_none() {
                codes.push(code.to_owned());
            }
            if primary.is_none() && self.text(*switch)? == Some("Y") {
                primary = Some(place);
            }
        }
        if let Some(place) = primary {
            codes[..=place].rotate_right(1);
        }
        Ok(codes)
    }

    fn address(&self) -> Result<Address, Fault> {
        let columns = self.columns;
        let country = match self.text(columns.country)? {
            Some(code) => code
                .parse()
                .map_err(|error| Fault::invalid("country code", error))?,
            None => Country::US,
        };
        Ok(Address {
            line_1: self.owned(columns.line_1)?,
            line_2: self.owned(columns.line_2)?,
            city: self.owned(columns.city)?,
            state: self.owned(columns.state)?,
            postal_code: self.owned(columns.postal_code)?,
            country,
        })
    }

    fn phone(&self, country: Country) -> Result<Option<String>, Fault> {
        let text = self.text(self.columns.phone)?;
        Ok(text.map(|text| phone(text, country)))
    }
}
