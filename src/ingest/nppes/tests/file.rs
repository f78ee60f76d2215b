//! Makes files in the published layout, so that a test says only what its rows are about.

use std::collections::BTreeMap;

use crate::domain::clock::Clock;
use crate::ingest::nppes::{States, import};
use crate::ingest::report::Report;
use crate::ingest::testing::{NOON, Scratch, assert_sums};

/// The columns of the 2018 layout before the taxonomies.
const FIRST: [&str; 47] = [
    "NPI",
    "Entity Type Code",
    "Replacement NPI",
    "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Middle Name",
    "Provider Name Prefix Text",
    "Provider Name Suffix Text",
    "Provider Credential Text",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Provider Other Last Name",
    "Provider Other First Name",
    "Provider Other Middle Name",
    "Provider Other Name Prefix Text",
    "Provider Other Name Suffix Text",
    "Provider Other Credential Text",
    "Provider Other Last Name Type Code",
    "Provider First Line Business Mailing Address",
    "Provider Second Line Business Mailing Address",
    "Provider Business Mailing Address City Name",
    "Provider Business Mailing Address State Name",
    "Provider Business Mailing Address Postal Code",
    "Provider Business Mailing Address Country Code (If outside U.S.)",
    "Provider Business Mailing Address Telephone Number",
    "Provider Business Mailing Address Fax Number",
    "Provider First Line Business Practice Location Address",
    "Provider Second Line Business Practice Location Address",
    "Provider Business Practice Location Address City Name",
    "Provider Business Practice Location Address State Name",
    "Provider Business Practice Location Address Postal Code",
    "Provider Business Practice Location Address Country Code (If outside U.S.)",
    "Provider Business Practice Location Address Telephone Number",
    "Provider Business Practice Location Address Fax Number",
    "Provider Enumeration Date",
    "Last Update Date",
    "NPI Deactivation Reason Code",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Provider Gender Code",
    "Authorized Official Last Name",
    "Authorized Official First Name",
    "Authorized Official Middle Name",
    "Authorized Official Title or Position",
    "Authorized Official Telephone Number",
];

/// Short names of the columns that rows of tests say something in.
const SHORT: [(&str, &str); 18] = [
    ("type", "Entity Type Code"),
    ("legal", "Provider Organization Name (Legal Business Name)"),
    ("other", "Provider Other Organization Name"),
    ("family", "Provider Last Name (Legal Name)"),
    ("given", "Provider First Name"),
    ("middle", "Provider Middle Name"),
    ("prefix", "Provider Name Prefix Text"),
    ("suffix", "Provider Name Suffix Text"),
    ("credentials", "Provider Credential Text"),
    ("home", "Provider First Line Business Mailing Address"),
    (
        "line",
        "Provider First Line Business Practice Location Address",
    ),
    (
        "city",
        "Provider Business Practice Location Address City Name",
    ),
    (
        "state",
        "Provider Business Practice Location Address State Name",
    ),
    (
        "zip",
        "Provider Business Practice Location Address Postal Code",
    ),
    (
        "phone",
        "Provider Business Practice Location Address Telephone Number",
    ),
    ("off", "NPI Deactivation Date"),
    ("on", "NPI Reactivation Date"),
    ("gender", "Provider Gender Code"),
];

pub type Cells = BTreeMap<String, String>;

/// The 329 columns.
pub fn header() -> Vec<String> {
    let mut header: Vec<String> = FIRST.iter().map(|name| (*name).to_owned()).collect();
    for number in 1..=15 {
        header.push(format!("Healthcare Provider Taxonomy Code_{number}"));
        header.push(format!("Provider License Number_{number}"));
        header.push(format!("Provider License Number State Code_{number}"));
        header.push(format!(
            "Healthcare Provider Primary Taxonomy Switch_{number}"
        ));
    }
    for number in 1..=50 {
        for name in ["", " Type Code", " State", " Issuer"] {
            header.push(format!("Other Provider Identifier{name}_{number}"));
        }
    }
    for name in [
        "Is Sole Proprietor",
        "Is Organization Subpart",
        "Parent Organization LBN",
        "Parent Organization TIN",
        "Authorized Official Name Prefix Text",
        "Authorized Official Name Suffix Text",
        "Authorized Official Credential Text",
    ] {
        header.push(name.to_owned());
    }
    for number in 1..=15 {
        header.push(format!("Healthcare Provider Taxonomy Group_{number}"));
    }
    header
}

/// A row by short column names; `tax` is codes parted by spaces, `*` before the primary one.
pub fn row(npi: &str, said: &[(&str, &str)]) -> Cells {
    let mut cells = Cells::from([("NPI".to_owned(), npi.to_owned())]);
    for (short, value) in said {
        if *short == "tax" {
            for (code, number) in value.split(' ').zip(1..) {
                let primary = code.starts_with('*');
                let switch = if primary { "Y" } else { "N" };
                let name = format!("Healthcare Provider Taxonomy Code_{number}");
                cells.insert(name, code.trim_start_matches('*').to_owned());
                let name = format!("Healthcare Provider Primary Taxonomy Switch_{number}");
                cells.insert(name, switch.to_owned());
            }
            continue;
        }
        let long = SHORT.iter().find(|(name, _)| name == short);
        let long = long.map_or(*short, |(_, long)| long);
        cells.insert(long.to_owned(), (*value).to_owned());
    }
    cells
}

/// A doctor of New Haven with some values put in their place.
pub fn person(npi: &str, said: &[(&str, &str)]) -> Cells {
    let mut cells = row(
        npi,
        &[
            ("type", "1"),
            ("family", "ROE"),
            ("given", "JANE"),
            ("line", "1 SAMPLE ST"),
            ("home", "9 PRIVATE LN"),
            ("city", "NEW HAVEN"),
            ("state", "CT"),
            ("zip", "065101234"),
            ("tax", "*207L00000X"),
        ],
    );
    cells.append(&mut row(npi, said));
    cells
}

/// The file, quoted and with CRLF as it is published.
pub fn file(rows: &[Cells]) -> Vec<u8> {
    file_with(&header(), rows)
}

pub fn file_with(header: &[String], rows: &[Cells]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        let cells = header
            .iter()
            .map(|name| row.get(name).map_or("", String::as_str));
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

pub async fn imported(scratch: &Scratch, rows: &[Cells]) -> Report {
    imported_bytes(scratch, &file(rows), None, NOON).await
}

pub async fn imported_bytes(
    scratch: &Scratch,
    bytes: &[u8],
    states: States,
    clock: Clock,
) -> Report {
    let report = import(&scratch.db, bytes, "npi.csv", states, clock, &mut |_| {})
        .await
        .unwrap();
    assert_sums(&report);
    report
}

/// The n-th sound number of the range that is not issued.
pub fn npi(n: u32) -> String {
    let nine = format!("{}", 200_100_000 + n);
    let found = (0..10).map(|check| format!("{nine}{check}"));
    let mut sound = found.filter(|text| text.parse::<crate::domain::npi::Npi>().is_ok());
    sound.next().unwrap()
}
