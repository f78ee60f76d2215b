//! Who is named in the changes: whoever shows what was written, and nobody else.

use super::directory::{changed, edited, latest, table, with_base};

/// A table as it was, as it is, and the records that this changes. Roles go by their row ids: 1 is
/// `a` at `k`, 2 `a` at `l`, 3 `b` at `m`.
struct Case {
    file: &'static str,
    before: Option<String>,
    after: String,
    named: &'static [&'static str],
}

/// A table of the base that is edited.
fn edit(file: &'static str, from: &str, to: &str, named: &'static [&'static str]) -> Case {
    Case {
        file,
        before: None,
        after: edited(file, from, to),
        named,
    }
}

/// A table that is not of the base, of which one row follows the other.
fn parts(
    file: &'static str,
    header: &str,
    before: &str,
    after: &str,
    named: &'static [&'static str],
) -> Case {
    Case {
        file,
        before: Some(format!("{header}\n{before}\n")),
        after: format!("{header}\n{after}\n"),
        named,
    }
}

fn cases() -> Vec<Case> {
    let kind_slug = "kind,slug,system,value";
    let doctor_and_clinics: &[&str] = &["DOCTOR a", "CLINIC l", "CLINIC k"];
    vec![
        edit("releases.csv", "r1", "r2", &["SOURCE ours"]),
        edit("places.csv", ",,,y\n", ",,,\n", &["PLACE x"]),
        edit(
            "specialties.csv",
            "h,,surgery",
            "h,,medicine",
            &[
                "SPECIALTY hand-surgery",
                "SPECIALTY medicine",
                "SPECIALTY surgery",
            ],
        ),
        edit(
            "procedures.csv",
            "surgery|hand-surgery",
            "medicine|hand-surgery",
            &["SPECIALTY medicine", "SPECIALTY surgery", "PROCEDURE p"],
        ),
        edit("procedures.csv", "ULTRASOUND", "CT", &["PROCEDURE p"]),
        edit(
            "conditions.csv",
            "medicine",
            "",
            &["SPECIALTY medicine", "CONDITION c"],
        ),
        edit("plans.csv", "Q,Fund", "Q,Trust", &["INSURANCE_PLAN q"]),
        edit(
            "networks.csv",
            "North,q",
            "North,r",
            &["INSURANCE_PLAN q", "INSURANCE_PLAN r"],
        ),
        edit("networks.csv", "North", "South", &["INSURANCE_PLAN q"]),
        edit(
            "clinics.csv",
            "x,k,STEP",
            "x,m,STEP",
            &["DOCTOR a", "CLINIC l", "CLINIC k", "CLINIC m"],
        ),
        edit("clinics.csv", "STEP_FREE", "WHEELCHAIR", doctor_and_clinics),
        edit(
            "doctors.csv",
            "dz:NATIVE|en",
            "en|dz:NATIVE",
            doctor_and_clinics,
        ),
        edit("doctors.csv", "true", "false", doctor_and_clinics),
        edit(
            "doctors.csv",
            "twice.,b",
            "twice.,a",
            &["DOCTOR a", "DOCTOR o", "DOCTOR b"],
        ),
        edit(
            "roles.csv",
            "hand-surgery|surgery",
            "surgery",
            &["DOCTOR a", "CLINIC k", "ROLE 1"],
        ),
        edit(
            "roles.csv",
            "2026-01-31",
            "2026-02-01",
            &["DOCTOR a", "CLINIC k", "ROLE 1"],
        ),
        parts(
            "biographies.csv",
            "doctor,locale,text",
            "a,en,I.",
            "a,en,We.",
            &["DOCTOR a"],
        ),
        parts(
            "qualifications.csv",
            "doctor,kind,title,issuer,region,number,status,valid_from,valid_until",
            "a,LICENCE,L,,BT,1,ACTIVE,,",
            "a,LICENCE,L,,BT,1,EXPIRED,,",
            &["DOCTOR a"],
        ),
        parts(
            "identifiers.csv",
            kind_slug,
            "DOCTOR,a,urn:x,1",
            "DOCTOR,a,urn:x,2",
            &["DOCTOR a"],
        ),
        parts(
            "identifiers.csv",
            kind_slug,
            "CLINIC,k,urn:x,1",
            "CLINIC,k,urn:x,2",
            &["CLINIC k"],
        ),
        parts(
            "hours.csv",
            "clinic,doctor,weekday,opens,closes",
            "k,,MONDAY,08:00,12:00",
            "k,,MONDAY,08:00,13:00",
            &["CLINIC k"],
        ),
        parts(
            "hours.csv",
            "clinic,doctor,weekday,opens,closes",
            "m,b,MONDAY,08:00,12:00",
            "m,b,TUESDAY,08:00,12:00",
            &["DOCTOR b", "CLINIC m", "ROLE 3"],
        ),
        parts(
            "role_plans.csv",
            "doctor,clinic,plan,network,as_of",
            "a,l,q,n,",
            "a,l,q,,",
            &["DOCTOR a", "CLINIC l", "ROLE 2"],
        ),
        parts(
            "reports.csv",
            "kind,slug,problem,state,reported_on",
            "ROLE,a/l,OTHER,OPEN,2026-01-31",
            "ROLE,a/l,OTHER,CONFIRMED,2026-01-31",
            &["DOCTOR a", "CLINIC l", "ROLE 2"],
        ),
        parts(
            "ratings.csv",
            "doctor,mean,count,as_of",
            "a,4.35,20,2026-01-31",
            "a,4.36,20,2026-01-31",
            &["DOCTOR a"],
        ),
        parts(
            "reviews.csv",
            "doctor,stars,title,text,reviewed_on",
            "a,5,,,2026-01-31",
            "a,5,,,2026-01-31\na,5,,,2026-01-31",
            &["DOCTOR a"],
        ),
        parts(
            "provenance.csv",
            "kind,slug,field_group,source,release,as_of",
            "ROLE,b/m,PLANS,ours,,",
            "ROLE,b/m,PLANS,ours,r1,",
            &["DOCTOR b", "CLINIC m", "ROLE 3"],
        ),
        parts(
            "source_views.csv",
            "kind,slug,field,source,value,as_of",
            "CLINIC,k,phone,ours,1,",
            "CLINIC,k,phone,theirs,1,",
            &["CLINIC k"],
        ),
        parts(
            "offerings.csv",
            "doctor,procedure,clinic,evidence,volume_band,as_of,source,guidance,period_from,period_until",
            "b,p,,DECLARED,,,,CT,2025-01-01,2025-12-31",
            "b,p,,DECLARED,,,,CT|ULTRASOUND,2025-01-01,2025-12-31",
            &["DOCTOR b", "CLINIC m", "OFFERING 1"],
        ),
        parts(
            "treatments.csv",
            "condition,procedure",
            "",
            "c,p",
            &["PROCEDURE p", "CONDITION c"],
        ),
        parts(
            "labels.csv",
            "kind,slug,locale,label_kind,text",
            "INSURANCE_PLAN,q,en,LAY,the public one",
            "INSURANCE_PLAN,q,en,LAY,the free one",
            &["INSURANCE_PLAN q"],
        ),
        parts(
            "codes.csv",
            "kind,slug,system,value,display,licence_class",
            "CONDITION,c,icd-10-cm,A1,,PUBLIC_DOMAIN",
            "CONDITION,c,icd-10-cm,A1,,CODE_ONLY",
            &["CONDITION c"],
        ),
    ]
}

#[tokio::test]
async fn a_change_names_everybody_who_shows_it() {
    for Case {
        file,
        before,
        after,
        named,
    } in cases()
    {
        let scratch = with_base().await;
        if let Some(before) = before {
            table(&scratch, file, &before).await;
        }
        let seq = latest(&scratch).await;
        let report = table(&scratch, file, &after).await;
        assert_eq!(report.counts.rejected, 0, "{report}");
        assert_ne!(report.counts.unchanged, report.counts.read, "{report}");
        assert_eq!(changed(&scratch, seq).await, named, "{file}: {after}");

        let seq = latest(&scratch).await;
        let report = table(&scratch, file, &after).await;
        assert_eq!(report.counts.unchanged, report.counts.read, "{report}");
        assert_eq!(latest(&scratch).await, seq, "{file} again");
    }
}
