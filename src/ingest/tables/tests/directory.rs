//! A small directory in tables, and ways to import it and to see what came of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::NodeKind;
use crate::ingest::IngestError;
use crate::ingest::report::Report;
use crate::ingest::tables::{Files, import};
use crate::ingest::testing::{self, NEXT_DAY, Scratch, scratch};
use crate::store::entity::{
    clinic, condition, doctor, import_reject, insurance_plan, place, procedure, source, specialty,
};
use crate::store::id::Slugged;
use crate::store::{change, read};

pub const SOURCES: &str = "slug,name,url,licence,attribution,accuracy,demonstration\n\
                       ours,Ours,,CC0-1.0,Us,,false\n\
                       theirs,Theirs,,CC0-1.0,Them,,true\n";
pub const DOCTORS: &str =
    "slug,npi,prefix,given,middle,family,suffix,credentials,gender,specialties,state,source\n";
pub const PLACES: &str = "slug,name,country,region,region_name,kind,latitude,longitude,time_zone,population,alternate_names\n";
pub const CLINICS: &str = "slug,name,kind,address,city,region,postal_code,country,latitude,longitude,position_accuracy,time_zone,phone,website,place\n";

pub async fn imported(
    scratch: &Scratch,
    tables: &[(&str, &str)],
) -> Result<Vec<Report>, IngestError> {
    let files: Files<'_> = tables
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes())))
        .collect();
    let reports = import(&scratch.db, &files, "here", NEXT_DAY, &mut |_| {}).await?;
    reports.iter().for_each(testing::assert_sums);
    Ok(reports)
}

/// Lines, reasons and details of what was left out, by run.
pub async fn rejects(scratch: &Scratch) -> Vec<String> {
    read::all::<import_reject::Entity>(scratch.db.reader())
        .await
        .unwrap()
        .into_iter()
        .map(|row| format!("{} {:?}: {}", row.line, row.reason.0, row.detail))
        .collect()
}

/// Two doctors, three clinics and what they point at, with every column that may be missing.
pub const BASE: [(&str, &str); 11] = [
    ("sources.csv", SOURCES),
    ("releases.csv", "source,label\nours,r1\ntheirs,t1\n"),
    (
        "places.csv",
        "slug,name,country,region,region_name,kind,latitude,longitude,time_zone,population,alternate_names,parent\n\
         x,Xi,BT,,,TOWN,27,90,Asia/Thimphu,,,y\n\
         y,Ypsilon,BT,,,DISTRICT,27,90,,,,\n",
    ),
    (
        "specialties.csv",
        "slug,name,system,code,definition,parent\n\
         hand-surgery,Hand surgery,nucc,h,,surgery\n\
         medicine,Medicine,nucc,m,,\n\
         surgery,Surgery,nucc,s,,\n",
    ),
    (
        "procedures.csv",
        "slug,name,summary,body_site,setting,duration_minutes_min,duration_minutes_max,guidance,specialties\n\
         p,P,Is done.,,,,,ULTRASOUND,surgery|hand-surgery\n",
    ),
    (
        "conditions.csv",
        "slug,name,summary,specialties\nc,C,Hurts.,medicine\n",
    ),
    (
        "plans.csv",
        "slug,name,issuer,kind,country\nq,Q,Fund,PUBLIC,BT\nr,R,Fund,,BT\n",
    ),
    ("networks.csv", "slug,name,plan\nn,North,q\n"),
    (
        "clinics.csv",
        "slug,name,kind,address,city,region,postal_code,country,latitude,longitude,position_accuracy,time_zone,phone,website,place,parent,accessibility\n\
         l,L,CLINIC,,,,,BT,,,,,,,x,k,STEP_FREE\n\
         k,K,HOSPITAL,,,,,BT,,,,,,,,,\n\
         m,M,CLINIC,,,,,BT,,,,,,,,,\n",
    ),
    (
        "doctors.csv",
        "slug,npi,prefix,given,middle,family,suffix,credentials,gender,specialties,state,source,telehealth,photo_url,state_reason,replaced_by,languages\n\
         a,,,A,,Adams,,,,surgery,ACTIVE,,true,https://example.org/a.jpg,,,dz:NATIVE|en\n\
         o,,,O,,Old,,,,,MERGED,,,,Found twice.,b,\n\
         b,,,B,,Brown,,,,,ACTIVE,,,,,,\n",
    ),
    (
        "roles.csv",
        "doctor,clinic,phone,new_patients,new_patients_as_of,last_verified_on,specialties\n\
         a,k,,,,2026-01-31,hand-surgery|surgery\n\
         a,l,,,,,\n\
         b,m,,,,,\n",
    ),
];

/// A database that holds the base.
pub async fn with_base() -> Scratch {
    let scratch = scratch().await;
    let reports = imported(&scratch, &BASE).await.unwrap();
    assert_eq!(reports.len(), BASE.len());
    assert_eq!(rejects(&scratch).await, Vec::<String>::new());
    scratch
}

/// A table of the base, with one text in it replaced.
pub fn edited(file: &str, from: &str, to: &str) -> String {
    let (_, text) = BASE.iter().find(|(name, _)| *name == file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
    text.replace(from, to)
}

/// Imports one table beside the sources.
pub async fn table(scratch: &Scratch, file: &str, text: &str) -> Report {
    let tables = [("sources.csv", SOURCES), (file, text)];
    imported(scratch, &tables).await.unwrap().pop().unwrap()
}

pub async fn latest(scratch: &Scratch) -> i64 {
    change::latest(scratch.db.reader()).await.unwrap()
}

/// The records that changed since, such as `DOCTOR a`.
pub async fn changed(scratch: &Scratch, seq: i64) -> Vec<String> {
    async fn slugs<E: Slugged>(scratch: &Scratch) -> BTreeMap<i64, String> {
        let rows = read::all::<E>(scratch.db.reader()).await.unwrap();
        let named = rows.iter().map(|row| (E::id(row).get(), E::slug(row)));
        named.map(|(id, slug)| (id, slug.to_owned())).collect()
    }
    let mut named = Vec::new();
    for change in change::after(scratch.db.reader(), seq, 100).await.unwrap() {
        let slugs = match change.kind {
            NodeKind::Doctor => slugs::<doctor::Entity>(scratch).await,
            NodeKind::Clinic => slugs::<clinic::Entity>(scratch).await,
            NodeKind::Specialty => slugs::<specialty::Entity>(scratch).await,
            NodeKind::Procedure => slugs::<procedure::Entity>(scratch).await,
            NodeKind::Condition => slugs::<condition::Entity>(scratch).await,
            NodeKind::Place => slugs::<place::Entity>(scratch).await,
            NodeKind::InsurancePlan => slugs::<insurance_plan::Entity>(scratch).await,
            NodeKind::Source => read::all::<source::Entity>(scratch.db.reader())
                .await
                .unwrap()
                .into_iter()
                .map(|row| (row.id.get(), row.slug))
                .collect(),
            // What joins two records is known by their names.
            NodeKind::Role
            | NodeKind::Offering
            | NodeKind::Article
            | NodeKind::GlossaryTerm
            | NodeKind::Manuscript => BTreeMap::new(),
        };
        for id in change.ids {
            let name = slugs.get(&id).cloned().unwrap_or_else(|| id.to_string());
            named.push(format!("{} {name}", <&str>::from(change.kind)));
        }
    }
    named
}
