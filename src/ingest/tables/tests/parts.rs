//! What records own: stored as the files say, left out where a row is wrong, gone when a file no
//! longer says so.

use super::directory::{BASE, edited, imported, rejects, table, with_base};
use crate::domain::{NodeKind, Proficiency};
use crate::ingest::testing;
use crate::store::entity::{
    biography, clinic, doctor, doctor_language, insurance_plan, network, opening_hours, place,
    procedure, procedure_specialty, provenance, qualification, rating, release, report, review,
    role, role_plan, role_specialty, source_view, specialty,
};
use crate::store::id::Row;
use crate::store::read;

async fn all<E: Row>(scratch: &testing::Scratch) -> Vec<E::Model> {
    read::all::<E>(scratch.db.reader()).await.unwrap()
}

#[tokio::test]
async fn rows_point_at_rows_that_stand_further_down() {
    let scratch = with_base().await;
    let clinics = all::<clinic::Entity>(&scratch).await;
    let slug = |slug: &str| clinics.iter().find(|row| row.slug == slug).unwrap();
    assert_eq!(slug("l").parent_id, Some(slug("k").id));
    assert_eq!(slug("l").accessibility.as_deref(), Some("STEP_FREE"));
    let specialties = all::<specialty::Entity>(&scratch).await;
    assert_eq!(specialties[0].parent_id, Some(specialties[2].id));
    let places = all::<place::Entity>(&scratch).await;
    assert_eq!(places[0].parent_id, Some(places[1].id));
    let doctors = all::<doctor::Entity>(&scratch).await;
    assert_eq!(doctors[1].replaced_by_id, Some(doctors[2].id));
    assert_eq!(doctors[1].state_reason.as_deref(), Some("Found twice."));
    assert_eq!(doctors[0].telehealth, Some(true));

    let before = testing::dump(&scratch.db).await;
    for report in imported(&scratch, &BASE).await.unwrap() {
        assert_eq!(report.counts.unchanged, report.counts.read, "{report}");
    }
    assert_eq!(testing::dump(&scratch.db).await, before);
}

#[tokio::test]
async fn a_chain_that_ends_in_a_row_that_is_left_out_is_left_out() {
    let scratch = with_base().await;
    let header = "slug,name,system,code,definition,parent\n";
    let text = format!(
        "{header}i,I,s,i,,j\n\
         j,J,s,j,,nobody\n\
         k,K,s,k,,k\n\
         l,L,s,l,,m\n\
         m,M,s,m,,l\n\
         n,N,s,n,,m\n\
         surgery,Surgery,nucc,s,,hand-surgery\n\
         o,O,s,o,,medicine\n"
    );
    let report = table(&scratch, "specialties.csv", &text).await;
    assert_eq!(report.counts.added, 1, "{report}");
    insta::assert_snapshot!(rejects(&scratch).await.join("\n"), @r"
    2 UnknownReference: parent is not the slug of a specialty
    3 UnknownReference: parent is not the slug of a specialty
    4 InvalidValue: parent: another specialty that does not lead back to this one
    5 InvalidValue: parent: another specialty that does not lead back to this one
    6 InvalidValue: parent: another specialty that does not lead back to this one
    7 UnknownReference: parent is not the slug of a specialty
    8 InvalidValue: parent: another specialty that does not lead back to this one
    ");
}

/// One sound row of each table of parts, and rows with one thing wrong in each.
const PARTS: [(&str, &str, &str, &str); 13] = [
    (
        "biographies.csv",
        "doctor,locale,text",
        "a,EN,I care.",
        "a,english,I care.\na,es,\nz,en,I care.\na,en,Again.",
    ),
    (
        "qualifications.csv",
        "doctor,kind,title,issuer,region,number,status,valid_from,valid_until",
        "a,LICENCE,Licence,Register,bt-31,7,ACTIVE,2020-01-01,today+365",
        "a,TITLE,T,,,,,,\na,DEGREE,,,,,,,\na,DEGREE,D,,Bhutan,,,,\na,DEGREE,D,,,,GONE,,\n\
         a,DEGREE,D,,,,,2021-01-01,2020-01-01\nz,DEGREE,D,,,,,,",
    ),
    (
        "identifiers.csv",
        "kind,slug,system,value",
        "CLINIC,k,https://example.org/register,7",
        "PLACE,x,urn:x,7\nDOCTOR,a,register,7\nDOCTOR,a,npi,1234567890\nCLINIC,z,urn:x,7\nCLINIC,k,urn:x,",
    ),
    (
        "hours.csv",
        "clinic,doctor,weekday,opens,closes",
        "k,a,MONDAY,20:00,24:00",
        "k,,FUNDAY,08:00,12:00\nk,,MONDAY,8,12:00\nk,,MONDAY,12:00,08:00\nk,,MONDAY,08:00,24:30\n\
         z,,MONDAY,08:00,12:00\nk,b,MONDAY,08:00,12:00",
    ),
    (
        "plans.csv",
        "slug,name,issuer,kind,country",
        "s,S,Fund,COMMUNITY,BT",
        "t,T,,,BT\nu,U,Fund,SECRET,BT\nv,V,Fund,,Bhutan",
    ),
    (
        "networks.csv",
        "slug,name,plan",
        "e,East,r",
        "f,,r\ng,Far,z",
    ),
    (
        "role_plans.csv",
        "doctor,clinic,plan,network,as_of",
        "a,k,q,n,today-30",
        "b,k,q,,\na,k,z,,\na,k,q,z,\na,k,r,n,\na,k,q,n,",
    ),
    (
        "reports.csv",
        "kind,slug,problem,state,reported_on",
        "ROLE,a/k,WRONG_PHONE,OPEN,today-3",
        "ROLE,a,OTHER,OPEN,today\nROLE,b/k,OTHER,OPEN,today\nPLACE,x,OTHER,OPEN,today\n\
         DOCTOR,a,RUDE,OPEN,today\nDOCTOR,a,OTHER,NEW,today\nDOCTOR,a,OTHER,OPEN,",
    ),
    (
        "ratings.csv",
        "doctor,mean,count,as_of",
        "a,4.35,20,today-3",
        "b,5.01,1,today\nb,0.99,1,today\nb,4.355,1,today\nb,4,-1,today\nb,4,1,\nz,4,1,today\na,4,1,today",
    ),
    (
        "reviews.csv",
        "doctor,stars,title,text,reviewed_on",
        "a,5,Good,,2026-01-31",
        "a,0,,,today\na,6,,,today\na,4.5,,,today\na,5,,,\nz,5,,,today",
    ),
    (
        "releases.csv",
        "source,label",
        "theirs,t2",
        "theirs,\nnobody,t3\ntheirs,t2",
    ),
    (
        "provenance.csv",
        "kind,slug,field_group,source,release,as_of",
        "ROLE,a/k,PLANS,theirs,t1,today-3",
        "DOCTOR,a,HOBBIES,ours,,\nDOCTOR,a,PLANS,nobody,,\nDOCTOR,a,PLANS,ours,t1,\nOFFERING,a,PLANS,ours,,",
    ),
    (
        "source_views.csv",
        "kind,slug,field,source,value,as_of",
        "CLINIC,k,address.street,ours,1 Road,",
        "CLINIC,k,Address street,ours,1,\nCLINIC,k,phone,ours,,\nCLINIC,z,phone,ours,1,\nCLINIC,k,address.street,ours,2,",
    ),
];

#[tokio::test]
async fn a_bad_row_of_each_table_is_left_out_with_its_reason() {
    let scratch = with_base().await;
    let mut told = Vec::new();
    for (file, header, good, bad) in PARTS {
        let before = rejects(&scratch).await.len();
        let text = format!("{header}\n{good}\n{bad}\n");
        let report = table(&scratch, file, &text).await;
        assert_eq!(report.counts.added, 1, "{report}");
        assert_eq!(
            report
                .rejected
                .values()
                .map(|lines| lines.count)
                .sum::<u64>(),
            bad.lines().count() as u64
        );
        told.push(file.to_owned());
        told.extend(rejects(&scratch).await.split_off(before));
        let report = table(&scratch, file, &format!("{header}\n{good}\n")).await;
        assert_eq!(report.counts.unchanged, 1, "{report}");
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    biographies.csv
    3 InvalidValue: locale: a locale is a BCP 47 language tag such as en, es or pt-BR
    4 MissingValue: text is empty
    5 UnknownReference: doctor is not the slug of a doctor
    6 Duplicate: the same record stands in an earlier row
    qualifications.csv
    3 InvalidValue: kind: use DEGREE, CERTIFICATION, LICENCE
    4 MissingValue: title is empty
    5 InvalidValue: region: a region is one of ISO 3166-2 such as BT-31, or a country of ISO 3166-1 such as BT
    6 InvalidValue: status: use ACTIVE, EXPIRED, SUSPENDED
    7 InvalidValue: valid_from: not after valid_until
    8 UnknownReference: doctor is not the slug of a doctor
    identifiers.csv
    3 InvalidValue: kind: use DOCTOR, CLINIC
    4 InvalidValue: system: the URI of a system, such as http://hl7.org/fhir/sid/us-npi
    5 InvalidNpi: the NPI check digit does not match
    6 UnknownReference: slug is not the slug of a clinic
    7 MissingValue: value is empty
    hours.csv
    3 InvalidValue: weekday: use MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY
    4 InvalidValue: opens: a time is 08:30, from 00:00 to 24:00
    5 InvalidValue: closes: after opens; hours past midnight are a row of the next day
    6 InvalidValue: closes: a time is 08:30, from 00:00 to 24:00
    7 UnknownReference: clinic is not the slug of a clinic
    8 UnknownReference: doctor, clinic: the doctor has no known role at the clinic
    plans.csv
    3 MissingValue: issuer is empty
    4 InvalidValue: kind: use PUBLIC, COMMERCIAL, COMMUNITY
    5 InvalidValue: country: a country is two letters of ISO 3166-1, such as BT or US
    networks.csv
    3 MissingValue: name is empty
    4 UnknownReference: plan is not the slug of a plan
    role_plans.csv
    3 UnknownReference: doctor, clinic: the doctor has no known role at the clinic
    4 UnknownReference: plan is not the slug of a plan
    5 UnknownReference: network is not the slug of a network
    6 InvalidValue: network: a network of the plan
    7 Duplicate: the same record stands in an earlier row
    reports.csv
    3 InvalidValue: slug: a role is named doctor-slug/clinic-slug
    4 UnknownReference: slug: the doctor has no known role at the clinic
    5 InvalidValue: kind: use DOCTOR, CLINIC, ROLE
    6 InvalidValue: problem: use WRONG_PHONE, WRONG_ADDRESS, NOT_TAKING_PATIENTS, PLAN_NOT_TAKEN, NO_LONGER_THERE, OTHER
    7 InvalidValue: state: use OPEN, CONFIRMED, DISMISSED
    8 MissingValue: reported_on is empty
    ratings.csv
    3 InvalidValue: mean: from 1 to 5 with two decimals, like 4.35
    4 InvalidValue: mean: from 1 to 5 with two decimals, like 4.35
    5 InvalidValue: mean: from 1 to 5 with two decimals, like 4.35
    6 InvalidValue: count: 0 or more
    7 MissingValue: as_of is empty
    8 UnknownReference: doctor is not the slug of a doctor
    9 Duplicate: the same record stands in an earlier row
    reviews.csv
    3 InvalidValue: stars: from 1 to 5
    4 InvalidValue: stars: from 1 to 5
    5 InvalidValue: stars: not a number that fits here
    6 MissingValue: reviewed_on is empty
    7 UnknownReference: doctor is not the slug of a doctor
    releases.csv
    3 MissingValue: label is empty
    4 UnknownReference: source is not the slug of a source
    5 Duplicate: the same record stands in an earlier row
    provenance.csv
    3 InvalidValue: field_group: use IDENTITY, CONTACT, LOCATION, SPECIALTIES, ROLES, NEW_PATIENTS, PLANS, OFFERINGS, QUALIFICATIONS
    4 UnknownReference: source is not the slug of a source
    5 UnknownReference: release is not the label of a release of the source
    6 InvalidValue: kind: use DOCTOR, CLINIC, ROLE
    source_views.csv
    3 InvalidValue: field: the name of a field, such as phone or address.street
    4 MissingValue: value is empty
    5 UnknownReference: slug is not the slug of a clinic
    6 Duplicate: the same record stands in an earlier row
    ");
}

#[tokio::test]
async fn parts_are_stored_as_the_files_say() {
    let scratch = with_base().await;
    for (file, header, good, _) in PARTS {
        table(&scratch, file, &format!("{header}\n{good}\n")).await;
    }
    let [biography] = &all::<biography::Entity>(&scratch).await[..] else {
        panic!("one biography");
    };
    assert_eq!(biography.locale, "en");
    let qualification = &all::<qualification::Entity>(&scratch).await[0];
    assert_eq!(qualification.region.as_deref(), Some("BT-31"));
    assert_eq!(qualification.valid_until.unwrap().to_string(), "2026-10-10");
    let hours = &all::<opening_hours::Entity>(&scratch).await[0];
    assert_eq!(
        (hours.node_kind.0, hours.opens, hours.closes),
        (NodeKind::Role, 1200, 1440)
    );
    let role = &all::<role::Entity>(&scratch).await[0];
    assert_eq!(hours.node_id, role.id.get());
    assert_eq!(role.last_verified_on.unwrap().to_string(), "2026-01-31");
    assert_eq!(all::<role_specialty::Entity>(&scratch).await.len(), 2);
    assert_eq!(all::<insurance_plan::Entity>(&scratch).await.len(), 3);
    let networks = all::<network::Entity>(&scratch).await;
    let taken = &all::<role_plan::Entity>(&scratch).await[0];
    assert_eq!(taken.network_id, Some(networks[0].id));
    assert_eq!(all::<report::Entity>(&scratch).await[0].node_id, 1);
    assert_eq!(
        all::<rating::Entity>(&scratch).await[0].mean_hundredths,
        435
    );
    let review = &all::<review::Entity>(&scratch).await[0];
    assert_eq!(
        (review.order_key.as_str(), review.demonstration),
        ("79739868", false)
    );
    let provenance = &all::<provenance::Entity>(&scratch).await[0];
    let releases = all::<release::Entity>(&scratch).await;
    assert_eq!(provenance.release_id, Some(releases[1].id));
    assert_eq!(
        all::<source_view::Entity>(&scratch).await[0].value,
        "1 Road"
    );
    let procedure = &all::<procedure::Entity>(&scratch).await[0];
    assert_eq!(procedure.guidance.as_deref(), Some("ULTRASOUND"));
    let languages = all::<doctor_language::Entity>(&scratch).await;
    assert_eq!(languages[0].language, "dz");
    assert_eq!(
        languages[0].proficiency.map(|text| text.0),
        Some(Proficiency::Native)
    );
}

#[tokio::test]
async fn a_list_loses_what_its_file_no_longer_says_and_others_keep_theirs() {
    let scratch = with_base().await;
    let header = "doctor,locale,text\n";
    let all_three = format!("{header}a,en,I.\na,es,Yo.\nb,en,Me.\n");
    table(&scratch, "biographies.csv", &all_three).await;
    let report = table(&scratch, "biographies.csv", &format!("{header}a,es,Yo.\n")).await;
    assert_eq!(report.counts.unchanged, 1, "{report}");
    let texts = all::<biography::Entity>(&scratch).await;
    let mut texts: Vec<&str> = texts.iter().map(|row| row.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["Me.", "Yo."]);

    let doctors = edited("doctors.csv", "dz:NATIVE|en", "");
    let report = table(&scratch, "doctors.csv", &doctors).await;
    assert_eq!(report.counts.changed, 1, "{report}");
    assert!(all::<doctor_language::Entity>(&scratch).await.is_empty());
    let procedures = edited("procedures.csv", "surgery|hand-surgery", "");
    table(&scratch, "procedures.csv", &procedures).await;
    assert!(
        all::<procedure_specialty::Entity>(&scratch)
            .await
            .is_empty()
    );

    // A role and a doctor may have the same row id: a list knows its owner's kind.
    let header = "kind,slug,problem,state,reported_on\n";
    let both = format!("{header}DOCTOR,a,OTHER,OPEN,today\nROLE,a/k,OTHER,OPEN,today\n");
    table(&scratch, "reports.csv", &both).await;
    let report = table(
        &scratch,
        "reports.csv",
        &format!("{header}DOCTOR,a,WRONG_PHONE,OPEN,today\n"),
    )
    .await;
    assert_eq!(report.counts.added, 1, "{report}");
    assert_eq!(all::<report::Entity>(&scratch).await.len(), 2);
}

#[tokio::test]
async fn what_a_doctor_says_of_themselves_is_checked() {
    let scratch = with_base().await;
    let header = super::directory::DOCTORS.trim_end();
    let more = "telehealth,photo_url,state_reason,replaced_by,languages";
    let text = format!(
        "{header},{more}\n\
         c,,,C,,C,,,,,ACTIVE,,maybe,,,,\n\
         d,,,D,,D,,,,,ACTIVE,,,http://example.org/d.jpg,,,\n\
         e,,,E,,E,,,,,ACTIVE,,,,,a,\n\
         f,,,F,,F,,,,,MERGED,,,,,f,\n\
         g,,,G,,G,,,,,MERGED,,,,,nobody,\n\
         h,,,H,,H,,,,,ACTIVE,,,,,,dzongkha\n\
         i,,,I,,I,,,,,ACTIVE,,,,,,dz:GOOD\n\
         j,,,J,,J,,,,,ACTIVE,,,,,,dz|DZ:NATIVE\n\
         k,,,K,,K,,,,,MERGED,,,,,a,\n"
    );
    table(&scratch, "doctors.csv", &text).await;
    insta::assert_snapshot!(rejects(&scratch).await.join("\n"), @r"
    2 InvalidValue: telehealth: use true or false
    3 InvalidValue: photo_url: an address that begins with https://
    4 InvalidValue: replaced_by: only with the state MERGED
    5 InvalidValue: replaced_by: another doctor that does not lead back to this one
    6 UnknownReference: replaced_by is not the slug of a doctor
    7 InvalidValue: languages: a locale is a BCP 47 language tag such as en, es or pt-BR
    8 InvalidValue: languages: after the colon use BASIC, CONVERSATIONAL, FLUENT, NATIVE
    9 InvalidValue: languages: each language once
    ");
}
