//! Rows with everything in them that a hand can get wrong.

use super::directory::{CLINICS, DOCTORS, PLACES, SOURCES, imported, rejects};
use crate::ingest::testing::scratch;
use crate::store::entity::{clinic, doctor, place};
use crate::store::read;

#[tokio::test]
async fn a_bad_row_is_left_out_with_its_line_and_the_others_are_kept() {
    let scratch = scratch().await;
    let doctors = format!(
        "{DOCTORS}a,,,A,,Adams,,,FEMALE,,ACTIVE,ours\n\
         b,1234567890,,B,,Brown,,,,,ACTIVE,ours\n\
         c,,,C,,,,,,,ACTIVE,ours\n\
         d,,,D,,Dorn,,,WOMAN,,ACTIVE,ours\n\
         e,,,E,,Eng,,,,surgery,ACTIVE,ours\n\
         a,,,A,,Again,,,,,ACTIVE,ours\n\
         f,,,F\n\
         g,,,G,,Gold,,,,,ACTIVE,nobody\n\
         H h,,,H,,Hill,,,,,ACTIVE,ours\n\
         \"i\",,,\"I\nJ\",,Ives,,,,,ACTIVE,\n\
         j,,,J,,Jung,,,,,,ours\n"
    );
    let reports = imported(
        &scratch,
        &[("sources.csv", SOURCES), ("doctors.csv", &doctors)],
    )
    .await
    .unwrap();
    assert_eq!(reports[1].counts.added, 2);
    assert_eq!(reports[1].counts.rejected, 9);
    insta::assert_snapshot!(rejects(&scratch).await.join("\n"), @r"
    3 InvalidNpi: the NPI check digit does not match
    4 MissingValue: family is empty
    5 InvalidValue: gender: use FEMALE, MALE, OTHER
    6 UnknownReference: specialties is not the slug of a specialty
    7 Duplicate: the same record stands in an earlier row
    8 Malformed: the row has 4 columns and must have 12
    9 UnknownReference: source is not the slug of a source
    10 InvalidValue: slug: a slug is lower-case letters a to z and digits in words joined by single hyphens, at most 160 characters, like epidural-blood-patch
    13 MissingValue: state is empty
    ");
}

#[tokio::test]
async fn places_and_clinics_have_both_coordinates_or_none() {
    let scratch = scratch().await;
    let places = format!(
        "{PLACES}a,Alpha,BT,,,TOWN,27,90,Asia/Thimphu,,Alfa|ALPHA|\n\
         b,Beta,BT,,,TOWN,97,90,,,\n\
         c,Gamma,BT,,,HAMLET,27,90,,,\n\
         d,Delta,Bhutan,,,TOWN,27,90,,,\n\
         e,Epsilon,BT,,,TOWN,27,,,,\n\
         f,Zeta,BT,,,TOWN,north,90,,,\n"
    );
    let clinics = format!(
        "{CLINICS}k,K,CLINIC,,,,,BT,27,90,EXACT,,,,a\n\
         l,L,CLINIC,,,,,BT,27,90,,,,,\n\
         m,M,CLINIC,,,,,BT,,,EXACT,,,,\n\
         n,N,CLINIC,,,,,BT,,,,,,,atlantis\n\
         o,O,CLINIC,,,,,BT,,,,,,,\n"
    );
    let tables = [
        ("sources.csv", SOURCES),
        ("places.csv", places.as_str()),
        ("clinics.csv", clinics.as_str()),
    ];
    imported(&scratch, &tables).await.unwrap();
    insta::assert_snapshot!(rejects(&scratch).await.join("\n"), @r"
    3 InvalidValue: latitude, longitude: degrees within ±90 and ±180
    4 InvalidValue: kind: use CAPITAL, CITY, TOWN, VILLAGE_GROUP, DISTRICT
    5 InvalidValue: country: a country is two letters of ISO 3166-1, such as BT or US
    6 MissingValue: longitude is empty
    7 InvalidValue: latitude: not a number that fits here
    3 MissingValue: position_accuracy is empty
    4 MissingValue: latitude is empty
    5 UnknownReference: place is not the slug of a place
    ");
    let db = scratch.db.reader();
    let clinics = read::all::<clinic::Entity>(db).await.unwrap();
    assert_eq!(clinics[0].time_zone.as_deref(), Some("Asia/Thimphu"));
    assert_eq!(clinics[1].position_accuracy, None);
    assert_eq!(read::all::<place::Entity>(db).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_wrong_header_stops_everything_before_anything_is_written() {
    let scratch = scratch().await;
    let cases = [
        (
            vec![("doctors.csv", DOCTORS)],
            "here/sources.csv must come along and hold at least one sound row: every record belongs to a source",
        ),
        (
            vec![("sources.csv", "slug\n")],
            "here/sources.csv lacks the column name",
        ),
        (
            vec![("sources.csv", "slug,slug\n")],
            "here/sources.csv has the column slug twice",
        ),
        (
            vec![("sources.csv", "")],
            "here/sources.csv has no header row",
        ),
        (
            vec![("sources.csv", SOURCES), ("doctor.csv", DOCTORS)],
            "here/doctor.csv is not one of the tables: use sources.csv, releases.csv, places.csv, specialties.csv, procedures.csv, conditions.csv, treatments.csv, plans.csv, networks.csv, clinics.csv, doctors.csv, glossary.csv, codes.csv, labels.csv, identifiers.csv, biographies.csv, qualifications.csv, roles.csv, offerings.csv, hours.csv, role_plans.csv, reports.csv, ratings.csv, reviews.csv, provenance.csv, source_views.csv",
        ),
        (
            vec![
                ("sources.csv", SOURCES),
                ("treatments.csv", "condition,procedure,note\n"),
            ],
            "here/treatments.csv has a column note that is not known: use condition, procedure",
        ),
    ];
    for (tables, expected) in cases {
        let error = imported(&scratch, &tables).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let runs = crate::store::import::file_names(&scratch.db).await.unwrap();
    assert!(runs.is_empty());
}

#[tokio::test]
async fn a_slug_stays_with_the_source_that_had_it_first() {
    let scratch = scratch().await;
    let theirs = format!("{DOCTORS}a,,,A,,Adams,,,,,ACTIVE,theirs\n");
    imported(
        &scratch,
        &[("sources.csv", SOURCES), ("doctors.csv", &theirs)],
    )
    .await
    .unwrap();
    let ours = format!("{DOCTORS}a,,,A,,Brown,,,,,ACTIVE,ours\n");
    imported(
        &scratch,
        &[("sources.csv", SOURCES), ("doctors.csv", &ours)],
    )
    .await
    .unwrap();
    assert_eq!(
        rejects(&scratch).await,
        ["2 Duplicate: slug: a doctor of another source has it"]
    );
    let doctors = read::all::<doctor::Entity>(scratch.db.reader())
        .await
        .unwrap();
    assert_eq!(
        (doctors[0].family.as_str(), doctors[0].demonstration),
        ("Adams", true)
    );
}

#[tokio::test]
async fn windows_line_ends_and_a_byte_order_mark_are_read_alike() {
    let scratch = scratch().await;
    let sources = format!("\u{feff}{}", SOURCES.replace('\n', "\r\n"));
    let doctors = format!("{DOCTORS}a,,,A,,Adams,,,,,ACTIVE,ours\nb,,,B,,,,,,,ACTIVE,ours\n");
    let doctors = doctors.replace('\n', "\r\n");
    let tables = [
        ("sources.csv", sources.as_str()),
        ("doctors.csv", doctors.as_str()),
    ];
    let reports = imported(&scratch, &tables).await.unwrap();
    assert_eq!(reports[0].counts.added, 2);
    assert_eq!(rejects(&scratch).await, ["3 MissingValue: family is empty"]);
}
