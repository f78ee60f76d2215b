//! The rules of the file, each on rows made for it.

use std::collections::BTreeSet;

use super::file::{file, file_with, header, imported, imported_bytes, npi, person, row};
use super::stored::{clinics, doctors, latest, roles, with_towns};
use crate::domain::{ClinicKind, Gender, NodeKind, RejectReason};
use crate::ingest::IngestError;
use crate::ingest::nppes::import;
use crate::ingest::report::SkipReason;
use crate::ingest::testing::{NOON, dump, scratch};
use crate::store::entity::{doctor_specialty, import_reject, source, specialty};
use crate::store::read;

#[tokio::test]
async fn a_person_becomes_a_doctor_at_a_practice_in_a_town() {
    let scratch = with_towns().await;
    let said = [
        ("middle", "ANN"),
        ("family", "O'BRIEN-MCGRATH"),
        ("prefix", "DR."),
        ("suffix", "JR"),
        ("credentials", " M.D. "),
        ("gender", "F"),
        ("phone", "2035550100"),
    ];
    let report = imported(&scratch, &[person(&npi(1), &said)]).await;
    assert_eq!(report.counts.added, 1, "{report}");
    let doctor = &doctors(&scratch).await[0];
    assert_eq!(doctor.name, "Jane A. O'Brien-Mcgrath, Jr.");
    assert_eq!(doctor.name_key, "obrien mcgrath jane ann");
    assert_eq!(doctor.slug, format!("jane-obrien-mcgrath-{}", npi(1)));
    assert_eq!(doctor.credentials.as_deref(), Some("M.D."));
    assert_eq!(doctor.prefix.as_deref(), Some("Dr."));
    assert_eq!(doctor.gender.map(|gender| gender.0), Some(Gender::Female));
    assert!(!doctor.demonstration);

    let clinic = &clinics(&scratch).await[0];
    assert_eq!(clinic.slug, "practice-1-sample-st-new-haven-ct-06510");
    assert_eq!(clinic.name, "1 Sample St, New Haven");
    assert_eq!(clinic.kind.0, ClinicKind::Practice);
    assert_eq!(clinic.region.as_deref(), Some("US-CT"));
    assert_eq!(clinic.postal_code.as_deref(), Some("06510"));
    assert_eq!(clinic.latitude, Some(41.30815), "Connecticut, not Indiana");
    assert_eq!(clinic.time_zone.as_deref(), Some("America/New_York"));
    assert_eq!(clinic.phone, None);

    let role = &roles(&scratch).await[0];
    assert_eq!(role.phone.as_deref(), Some("+12035550100"));
    assert_eq!(role.source_key, format!("{}/{}", npi(1), clinic.slug));
    let written = format!("{:?}", dump(&scratch.db).await);
    assert!(
        !written.to_lowercase().contains("private"),
        "a mailing address"
    );
    let sources = read::all::<source::Entity>(scratch.db.reader())
        .await
        .unwrap();
    assert_eq!(
        sources[1].attribution,
        "NPPES NPI Registry, Centers for Medicare & Medicaid Services"
    );
}

#[tokio::test]
async fn doctors_at_one_address_share_a_practice_however_it_is_spelled() {
    let scratch = with_towns().await;
    let rows = [
        person(&npi(1), &[]),
        person(&npi(2), &[("line", "1 Sample St."), ("zip", "06510")]),
        person(&npi(3), &[("line", ""), ("city", "E HARTFORD")]),
        person(&npi(4), &[("line", ""), ("city", "E HARTFORD")]),
        person(&npi(5), &[("line", ""), ("city", "")]),
        person(&npi(6), &[("city", "ATLANTIS")]),
    ];
    let report = imported(&scratch, &rows).await;
    assert_eq!(report.counts.added, 6, "{report}");
    assert_eq!(report.tally.stored[&NodeKind::Clinic].added, 4);
    assert_eq!(report.tally.unplaced.rows, 2);
    assert_eq!(
        report.tally.unplaced.towns(),
        [("Atlantis, US-CT", 1), ("no town given", 1)]
    );
    let clinics = clinics(&scratch).await;
    let unplaced = clinics.iter().find(|row| row.latitude.is_none()).unwrap();
    assert_eq!(unplaced.city.as_deref(), Some("Atlantis"));
    assert_eq!(
        (unplaced.longitude, unplaced.position_accuracy),
        (None, None)
    );
    assert_eq!(
        clinics
            .iter()
            .filter(|row| row.name == "Practice in E Hartford")
            .count(),
        2
    );

    let (seq, before) = (latest(&scratch).await, dump(&scratch.db).await);
    let mut backwards = rows;
    backwards.reverse();
    let report = imported(&scratch, &backwards).await;
    assert_eq!(report.counts.unchanged, 6, "{report}");
    assert_eq!(latest(&scratch).await, seq);
    assert_eq!(dump(&scratch.db).await, before);
}

#[tokio::test]
async fn the_primary_taxonomy_comes_first_and_repetitions_go() {
    let scratch = scratch().await;
    let rows = [
        person(
            &npi(1),
            &[("tax", "207LP2900X 207L00000X *207L00000X 207Q00000X")],
        ),
        person(&npi(2), &[("tax", "207R00000X 2084N0400X")]),
        person(&npi(3), &[("tax", "*999X00000X")]),
    ];
    imported(&scratch, &rows).await;
    let db = scratch.db.reader();
    let specialties = read::all::<specialty::Entity>(db).await.unwrap();
    let name = |id| &specialties.iter().find(|row| row.id == id).unwrap().slug;
    let mut rows = read::all::<doctor_specialty::Entity>(db).await.unwrap();
    rows.sort_by_key(|row| (row.doctor_id, row.position));
    let slugs: Vec<&str> = rows
        .iter()
        .map(|row| name(row.specialty_id).as_str())
        .collect();
    assert_eq!(
        slugs,
        [
            "anesthesiology",
            "pain-medicine",
            "family-medicine",
            "internal-medicine",
            "neurology",
            "nucc-999x00000x",
        ]
    );
}

#[tokio::test]
async fn rows_that_cannot_be_used_are_left_out_with_their_lines() {
    let scratch = scratch().await;
    let rows = [
        person(&npi(1), &[]),
        person(&npi(1), &[("family", "AGAIN")]),
        person("2993999997", &[]),
        person("12345", &[]),
        person(&npi(2), &[("family", "")]),
        row(&npi(3), &[("type", "2")]),
        person(&npi(4), &[("type", "7")]),
        person(&npi(5), &[("off", "2014-08-01")]),
    ];
    let report = imported(&scratch, &rows).await;
    let first = |reason: RejectReason| report.rejected[&reason].first.as_slice();
    assert_eq!(first(RejectReason::Duplicate), [3]);
    assert_eq!(first(RejectReason::InvalidNpi), [4, 5]);
    assert_eq!(first(RejectReason::MissingValue), [6, 7]);
    assert_eq!(first(RejectReason::InvalidValue), [8, 9]);
    assert_eq!((report.counts.added, report.counts.rejected), (1, 7));
    let rejects = read::all::<import_reject::Entity>(scratch.db.reader())
        .await
        .unwrap();
    assert_eq!(rejects.len(), 7);
    assert!(
        rejects.iter().all(|row| !row.detail.contains("299")),
        "a row's content"
    );
}

#[tokio::test]
async fn a_row_of_another_width_or_in_other_bytes_is_malformed() {
    let scratch = scratch().await;
    let mut bytes = file(&[
        person(&npi(1), &[]),
        person(&npi(2), &[("family", "PE\u{d1}A")]),
    ]);
    let text = bytes
        .windows(2)
        .position(|pair| pair == "\u{d1}".as_bytes())
        .unwrap();
    bytes[text] = b'N';
    bytes[text + 1] = 0xff;
    bytes.extend_from_slice(b"\"2000000006\",\"1\"\r\n");
    let report = imported_bytes(&scratch, &bytes, None, NOON).await;
    assert_eq!(report.rejected[&RejectReason::Malformed].first, [3, 4]);
    assert_eq!(report.counts.added, 1);
}

#[tokio::test]
async fn only_the_states_asked_for_are_read() {
    let scratch = scratch().await;
    let rows = [
        person(&npi(1), &[]),
        person(&npi(2), &[("state", "RI")]),
        person(&npi(3), &[("state", "ct")]),
        person(&npi(4), &[("state", "")]),
    ];
    let states = Some(BTreeSet::from(["CT".to_owned()]));
    let report = imported_bytes(&scratch, &file(&rows), states, NOON).await;
    assert_eq!(
        (report.counts.added, report.counts.skipped),
        (2, 2),
        "{report}"
    );
    assert_eq!(report.skipped[&SkipReason::OutsideStates], 2);
}

#[tokio::test]
async fn an_organisation_becomes_a_clinic_by_the_name_it_is_known_by() {
    let scratch = with_towns().await;
    let rows = [
        row(
            &npi(1),
            &[
                ("type", "2"),
                ("legal", "SAMPLE \"CENTRAL\" CLINIC, LLC"),
                ("tax", "3336C0003X *261QP3300X"),
            ],
        ),
        row(
            &npi(2),
            &[
                ("type", "2"),
                ("legal", "HOLDING INC"),
                ("other", "HOSPITAL OF THE HILL"),
                ("tax", "*282N00000X"),
                ("line", "2 HILL RD"),
                ("city", "NEW HAVEN"),
                ("state", "CT"),
                ("zip", "065111234"),
                ("phone", "2035550101"),
            ],
        ),
        row(&npi(3), &[("type", "2"), ("legal", "CORNER PHARMACY")]),
    ];
    let report = imported(&scratch, &rows).await;
    assert_eq!(report.counts.added, 3, "{report}");
    assert_eq!(report.tally.unplaced.rows, 2);
    let clinics = clinics(&scratch).await;
    assert_eq!(clinics[0].name, "Sample \"Central\" Clinic, LLC");
    assert_eq!(clinics[0].kind.0, ClinicKind::HealthCentre);
    assert_eq!(clinics[0].npi, Some(npi(1)));
    assert_eq!(clinics[1].name, "Hospital of the Hill");
    assert_eq!(clinics[1].kind.0, ClinicKind::Hospital);
    assert_eq!(clinics[1].postal_code.as_deref(), Some("06511-1234"));
    assert_eq!(clinics[1].phone.as_deref(), Some("+12035550101"));
    assert!(clinics[1].place_id.is_some());
    assert_eq!(clinics[2].kind.0, ClinicKind::Clinic);
    assert_eq!(imported(&scratch, &rows).await.counts.unchanged, 3);
}

#[tokio::test]
async fn later_layouts_are_read_by_name_and_a_missing_column_is_named() {
    let scratch = scratch().await;
    let mut later: Vec<String> = header();
    for name in &mut later {
        if name == "Provider Gender Code" {
            "Provider Sex Code".clone_into(name);
        }
    }
    later.push("Certification Date".to_owned());
    let rows = [person(&npi(1), &[("Provider Sex Code", "M")])];
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(file_with(&later, &rows));
    assert_eq!(
        imported_bytes(&scratch, &bytes, None, NOON)
            .await
            .counts
            .added,
        1
    );
    assert_eq!(
        doctors(&scratch).await[0].gender.map(|gender| gender.0),
        Some(Gender::Male)
    );

    later.retain(|name| name != "NPI Deactivation Date");
    let bytes = file_with(&later, &rows);
    let error = import(
        &scratch.db,
        bytes.as_slice(),
        "npi.csv",
        None,
        NOON,
        &mut |_| {},
    )
    .await
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "npi.csv lacks the column NPI Deactivation Date"
    );
    assert!(matches!(error, IngestError::MissingColumn { .. }));
}
