//! What must be asked of fields so that they have something to say.

/// Fields that only whoever has a scope may ask for.
pub const GUARDED: [&str; 5] = [
    "Query.reports",
    "Query.submittedReviews",
    "Query.manuscript",
    "Query.manuscripts",
    "Article.versions",
];

/// Values for arguments without which a field says little, or cannot be asked.
pub const ARGUMENTS: [(&str, &str); 35] = [
    (
        "Query._entities",
        "representations: [{ __typename: \"Doctor\", slug: \"kelzom-yarphel\" }]",
    ),
    ("Query.node", "id: $doctor"),
    ("Query.nodes", "ids: [$doctor]"),
    ("Query.doctor", "by: { slug: \"kelzom-yarphel\" }"),
    (
        "Query.doctors",
        "first: 100, near: { at: { placeName: \"Samtse\" }, withinKm: 20000 }",
    ),
    ("Query.doctorsByNpi", "npis: [\"2000041006\"]"),
    (
        "Query.clinic",
        "by: { slug: \"demonstration-hospital-white-crane\" }",
    ),
    (
        "Query.clinics",
        "first: 100, near: { at: { placeName: \"Serzhong\" }, withinKm: 200 }",
    ),
    ("Query.procedure", "by: { slug: \"epidural-blood-patch\" }"),
    ("Query.procedures", "first: 100"),
    ("Query.condition", "by: { slug: \"psoriasis\" }"),
    ("Query.conditions", "first: 100"),
    ("Query.specialty", "by: { slug: \"pain-medicine\" }"),
    ("Query.specialties", "first: 100"),
    (
        "Query.article",
        "by: { slug: \"psoriasis\" }, locales: [\"es\"]",
    ),
    ("Query.articles", "first: 100"),
    (
        "Query.education",
        "about: { system: \"icd-10-cm\", value: \"I10\" }, maxGrade: 8",
    ),
    ("Query.glossary", "first: 100"),
    ("Query.insurancePlan", "by: { slug: $plan }"),
    ("Query.place", "by: { slug: \"serzhong\" }"),
    ("Query.places", "text: \"ga\", first: 100"),
    (
        "Query.estimateCost",
        "query: \"{ doctors { nodes { slug } } }\"",
    ),
    ("Query.enumLabels", "of: EVIDENCE"),
    ("Query.sitemap", "kind: DOCTOR"),
    ("Sitemap.part", "number: 1"),
    ("Query.search", "text: \"psoriasis\", first: 50"),
    ("Query.suggest", "prefix: \"psor\""),
    (
        "Doctor.offering",
        "procedure: { slug: \"epidural-blood-patch\" }",
    ),
    (
        "DoctorConnection.facets",
        "fields: [GENDER, PLAN, LANGUAGE], limit: 3",
    ),
    ("Doctor.canSeePatientsIn", "region: \"BT-31\""),
    ("Article.section", "aspect: OVERVIEW"),
    (
        "Procedure.doctors",
        "first: 5, near: { at: { placeName: \"Serzhong\" }, withinKm: 200 }",
    ),
    (
        "Procedure.clinics",
        "first: 5, near: { at: { placeName: \"Serzhong\" }, withinKm: 200 }",
    ),
    ("Place.doctors", "first: 5, withinKm: 50"),
    ("Place.clinics", "first: 5, withinKm: 50"),
];

/// Nobody is near enough.
const WIDENED: &str = "{ doctors(need: { procedure: { slug: \"epidural-blood-patch\" } }, \
    near: { at: { placeName: \"Serzhong\" } }) { searchArea { widened { \
    step fromKm triedKm toKm region regionName reason } } } }";

/// Nobody is right.
const NOBODY: &str = "{ doctors(need: { procedure: { slug: \"epidural-blood-patch\" } }, \
    near: { at: { placeName: \"Gelephu\" }, withinKm: 60, widen: false }, \
    filter: { minConfidence: 100 }) { excludedUnknown { filter count } \
    relaxations { kind filter count withinKm } } }";

/// No circle is wide enough.
const NARROW: &str = "{ doctors(need: { procedure: { slug: \"epidural-blood-patch\" } }, \
    near: { at: { placeName: \"Serzhong\" }, widen: false }) { relaxations { withinKm } } }";

/// No clinic is right.
const NO_CLINIC: &str = "{ clinics(near: { at: { placeName: \"Gelephu\" }, widen: false }, \
    filter: { kinds: [HOSPITAL], accessibility: [SIGN_LANGUAGE, HEARING_LOOP, STEP_FREE] }) { \
    excludedUnknown { filter } relaxations { kind } } }";

/// There is nothing about the code, but about a broader one.
const BROADER: &str = "{ education(about: { system: \"icd-10-cm\", value: \"G97.19\" }) { broader { \
    found value concept { __typename } articles { fits } } } }";

/// What no list leads to: retired and merged doctors are found by name only, and only a need in words
/// is understood in some way.
pub const PROBES: [(&str, &str, &str); 39] = [
    ("EducationAnswer.broader", BROADER, "/education/broader"),
    ("BroaderTopic.found", BROADER, "/education/broader/found"),
    ("BroaderTopic.value", BROADER, "/education/broader/value"),
    (
        "BroaderTopic.concept",
        BROADER,
        "/education/broader/concept",
    ),
    (
        "BroaderTopic.articles",
        BROADER,
        "/education/broader/articles/0",
    ),
    (
        "DoctorConnection.understood",
        "{ doctors(need: { text: \"knee\" }) { understood { kind } } }",
        "/doctors/understood",
    ),
    (
        "ClinicConnection.understood",
        "{ clinics(need: { text: \"knee\" }) { understood { kind } } }",
        "/clinics/understood",
    ),
    (
        "Understood.concept",
        "{ doctors(need: { text: \"knee\" }) { understood { concept { __typename } } } }",
        "/doctors/understood/concept",
    ),
    (
        "Understood.kind",
        "{ doctors(need: { text: \"knee\" }) { understood { kind } } }",
        "/doctors/understood/kind",
    ),
    (
        "Understood.via",
        "{ doctors(need: { text: \"knee\" }) { understood { via { text } } } }",
        "/doctors/understood/via",
    ),
    (
        "Understood.inferred",
        "{ doctors(need: { text: \"knee\" }) { understood { inferred } } }",
        "/doctors/understood/inferred",
    ),
    (
        "Understood.alternatives",
        "{ doctors(need: { text: \"knee\" }) { understood { alternatives { kind } } } }",
        "/doctors/understood/alternatives/0",
    ),
    (
        "MatchedName.text",
        "{ doctors(need: { text: \"knee\" }) { understood { via { text } } } }",
        "/doctors/understood/via/text",
    ),
    (
        "MatchedName.locale",
        "{ doctors(need: { text: \"knee\" }) { understood { via { locale } } } }",
        "/doctors/understood/via/locale",
    ),
    (
        "MatchedName.system",
        "{ doctors(need: { text: \"62273\" }) { understood { via { system } } } }",
        "/doctors/understood/via/system",
    ),
    (
        "UnderstoodAlternative.concept",
        "{ doctors(need: { text: \"knee\" }) { understood { alternatives { concept { __typename } } } } }",
        "/doctors/understood/alternatives/0/concept",
    ),
    (
        "UnderstoodAlternative.kind",
        "{ doctors(need: { text: \"knee\" }) { understood { alternatives { kind } } } }",
        "/doctors/understood/alternatives/0/kind",
    ),
    (
        "UnderstoodAlternative.via",
        "{ doctors(need: { text: \"knee\" }) { understood { alternatives { via { text } } } } }",
        "/doctors/understood/alternatives/0/via",
    ),
    ("SearchArea.widened", WIDENED, "/doctors/searchArea/widened"),
    ("Widened.step", WIDENED, "/doctors/searchArea/widened/step"),
    (
        "Widened.fromKm",
        WIDENED,
        "/doctors/searchArea/widened/fromKm",
    ),
    (
        "Widened.triedKm",
        WIDENED,
        "/doctors/searchArea/widened/triedKm",
    ),
    ("Widened.toKm", WIDENED, "/doctors/searchArea/widened/toKm"),
    (
        "Widened.region",
        WIDENED,
        "/doctors/searchArea/widened/region",
    ),
    (
        "Widened.regionName",
        WIDENED,
        "/doctors/searchArea/widened/regionName",
    ),
    (
        "Widened.reason",
        WIDENED,
        "/doctors/searchArea/widened/reason",
    ),
    ("Relaxation.kind", NOBODY, "/doctors/relaxations/0/kind"),
    ("Relaxation.filter", NOBODY, "/doctors/relaxations/0/filter"),
    ("Relaxation.count", NOBODY, "/doctors/relaxations/0/count"),
    (
        "DoctorConnection.excludedUnknown",
        NOBODY,
        "/doctors/excludedUnknown/0",
    ),
    (
        "DoctorConnection.relaxations",
        NOBODY,
        "/doctors/relaxations/0",
    ),
    (
        "ClinicConnection.excludedUnknown",
        NO_CLINIC,
        "/clinics/excludedUnknown/0",
    ),
    (
        "ClinicConnection.relaxations",
        NO_CLINIC,
        "/clinics/relaxations/0",
    ),
    (
        "Relaxation.withinKm",
        NARROW,
        "/doctors/relaxations/0/withinKm",
    ),
    (
        "ExcludedUnknown.filter",
        NOBODY,
        "/doctors/excludedUnknown/0/filter",
    ),
    (
        "ExcludedUnknown.count",
        NOBODY,
        "/doctors/excludedUnknown/0/count",
    ),
    (
        "PersonName.suffix",
        "{ doctor(by: { slug: \"sangphel-tenthok\" }) { name { suffix } } }",
        "/doctor/name/suffix",
    ),
    (
        "RecordStatus.reason",
        "{ doctor(by: { slug: \"dorzin-kharphu\" }) { status { reason } } }",
        "/doctor/status/reason",
    ),
    (
        "RecordStatus.replacedBy",
        "{ doctor(by: { slug: \"karpel-sershul\" }) { status { replacedBy { slug } } } }",
        "/doctor/status/replacedBy",
    ),
];

/// Fields that the demonstration leaves null: no source that was read names a postal code of its
/// towns.
pub const NEVER: [&str; 20] = [
    "Address.postalCode",
    // No picture of ours is there to be shown, and nobody invented has written an article.
    "Article.media",
    "Author.doctor",
    "Media.alt",
    "Media.credit",
    "Media.licence",
    "Media.url",
    // A caller without a key whom nobody counts; those of the gateway have a key and a quota.
    "Quota.fullIn",
    "Quota.limit",
    "Quota.remaining",
    // No part of an article has the thirty sentences that it needs.
    "Readability.smog",
    // Search engines are told of nothing that is invented, and all of it is.
    "Sitemap.part",
    "Sitemap.parts",
    "SitemapEntry.locales",
    "SitemapEntry.slug",
    "SitemapEntry.updatedAt",
    "Viewer.keyPrefix",
    "Viewer.name",
    "Viewer.quota",
    "Viewer.scopes",
];
