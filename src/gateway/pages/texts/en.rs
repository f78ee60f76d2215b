//! English words.

use super::{ArticleTexts, ClinicTexts, DoctorTexts, Problem, Texts};

pub const ENGLISH: Texts = Texts {
    own_name: "English",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    between_date: " ",

    what_it_is: "An open directory of doctors and clinics, with health articles in plain words.",
    skip: "Skip to the content",
    site: "Site",
    find_doctor: "Find a doctor",
    to_finder: "Find a doctor",
    not_advice: "Caregraph gives information. It does not replace the advice of somebody who can \
                 examine you.",
    emergency: "If you think this is an emergency, call your local emergency number.",
    not_built: "This server was built without its web pages: the finder and the playground are \
                missing. With Node installed, this builds them and starts it again:",
    schema: "Schema: everything that can be asked",
    the_graph: "the graph itself",
    request_id: "If you tell somebody about this, give them this number:",

    not_found: Problem {
        title: "This page does not exist",
        text: "The record may have been removed, or the address may be wrong.",
    },
    too_many: Problem {
        title: "Too many questions at once",
        text: "Your network has asked as much as it may for now. Wait a minute and try again.",
    },
    busy: Problem {
        title: "The directory is busy",
        text: "Wait a moment and load the page again.",
    },
    bad_key: Problem {
        title: "The key is not good",
        text: "Pages need no key. The one that was sent with this request is not known, has ended, \
               or may not do this.",
    },
    broken: Problem {
        title: "Something went wrong on our side",
        text: "It is not your fault. Try again later.",
    },

    demonstration: "Invented",
    demonstration_short: "Demonstration record: invented.",
    demonstration_records: "Records marked as demonstration are invented: such doctors and clinics \
                            do not exist.",
    demonstration_doctor: "Demonstration record. This doctor is invented and sees nobody.",
    demonstration_clinic: "Demonstration record. This clinic is invented: there is nothing at this \
                           address.",
    demonstration_article: "Demonstration article. It was written to show what Caregraph can do.",

    unknown: "Not known",
    yes: "Yes",
    no: "No",
    near: "near",
    doctors: "Doctors",
    address: "Address",
    phone: "Telephone",
    hours: "Hours",
    hours_unknown: "Not known: call first",
    local_time: "Local time",
    to_day: "to",
    every_day: "Every day",
    all_day: "24 hours",
    new_patients: "New patients",
    new_patients_unknown: "Not known whether new patients are taken: ask",
    last_checked: "Last checked",
    since: "since",
    until: "until",
    from: "from",
    as_of: "as of",
    source_unknown: "a source that is not known",
    where_from: "Where this is from",
    sources_disagree: "Sources disagree. This is what each says:",
    and_more: |count| format!("and {count} more"),
    field_groups: &[
        ("IDENTITY", "Name and identity"),
        ("CONTACT", "Contact"),
        ("LOCATION", "Address and position"),
        ("SPECIALTIES", "Specialties"),
        ("ROLES", "Clinics"),
        ("NEW_PATIENTS", "New patients"),
        ("PLANS", "Insurance plans"),
        ("OFFERINGS", "Procedures"),
        ("QUALIFICATIONS", "Qualifications"),
    ],
    fields: &[
        ("address.street", "Street"),
        ("newPatients", "New patients"),
        ("phone", "Telephone"),
        ("telehealth", "By telephone or video"),
        ("volumeBand", "How often"),
    ],

    doctor: DoctorTexts {
        about: "About this doctor",
        facts: "Good to know",
        clinics: "Where the doctor sees patients",
        no_clinics: "It is not known where this doctor sees patients.",
        plans: "Insurance plans",
        plans_unknown: "Not known: ask",
        procedures: "Procedures",
        no_procedures: "It is not known which procedures this doctor does.",
        not_listed: "A procedure that is not listed is not known. It does not mean that the doctor \
                     does not do it.",
        how_often: "How often in the time counted",
        in_their_words: "In the doctor's words",
        languages: "Languages",
        telehealth: "By telephone or video",
        ages: "Patients' ages",
        years: |youngest, oldest| match (youngest, oldest) {
            (Some(youngest), Some(oldest)) => format!("{youngest} to {oldest} years"),
            (Some(0), None) => "All ages".to_owned(),
            (Some(youngest), None) => format!("{youngest} years and older"),
            (None, Some(oldest)) => format!("up to {oldest} years"),
            (None, None) => String::new(),
        },
        gender: "Gender",
        rating: "Ratings",
        stars: |mean, count| format!("{mean:.1} of 5 stars, {count} ratings"),
        too_few_ratings: "Fewer than five, so not shown",
        qualifications: "Qualifications",
        degree: "degree",
        certification: "certificate",
        licence: "licence",
        valid_in: "valid in",
        active: "active",
        expired: "expired",
        suspended: "suspended",
        retired: "This doctor no longer sees patients.",
        merged: "This record was merged with another one of the same doctor.",
        see_instead: "See instead:",
    },
    clinic: ClinicTexts {
        about: "About this clinic",
        reach: "How to reach it",
        part_of: "part of",
        parts: "Its parts",
        town: "Town",
        website: "Web page",
        accessibility: "Access",
        accessibility_unknown: "Not known: ask before you come",
        known_to_street: "The position on a map is that of the street.",
        known_to_postal_code: "The position on a map is that of the postal code.",
        known_to_town: "The position on a map is the middle of the town.",
        doctors: "Doctors who see patients here",
        no_doctors: "No doctor is known to see patients here.",
        procedures: "Procedures done here",
        no_procedures: "It is not known which procedures are done here.",
        not_listed: "A procedure that is not listed is not known. It does not mean that it is not \
                     done here.",
        specialties: "Specialties",
    },
    article: ArticleTexts {
        red_flags: "Get help if you notice any of these",
        in_short: "In short",
        contents: "On this page",
        references: "Sources",
        licence: "Licence:",
        handout: "One page to print",
        whole: "The whole article",
        how_to_print: "to print, use your browser's print command",
        nobody_reviewed: "No clinician has checked this article.",
        reviewed_by: "Reviewed by",
        invented: "invented, for demonstration",
        on_day: "on",
        due: "The next review is due on",
        only_in: |language| {
            format!("This article is shown in {language}: there is no English text.")
        },
        by_machine: "A machine translated this article, and nobody has checked the translation.",
        partly_outdated: "Part of this translation is older than the original.",
        part_outdated: |language| {
            format!("This part is shown in {language}: its translation is out of date.")
        },
        part_missing: |language| {
            format!("This part is shown in {language}: it has not been translated.")
        },
        part_may_be_outdated: "The original of this part has changed since it was translated.",
        interests: "Interests stated by the reviewer:",
        minutes: |minutes| match minutes {
            0 | 1 => "About a minute to read".to_owned(),
            minutes => format!("About {minutes} minutes to read"),
        },
        grade: |grade| format!("; written at about grade {grade:.0} of school"),
        checklist: "For your visit",
        bring: "Bring",
        stop: "Ask before you stop a medicine",
        ask: "Ask",
        arrange: "Arrange",
        questions: "Questions people ask",
        glossary: "Words explained",
        media: "Pictures and films",
        written_by: "Written by",

        doctors: "Doctors near you",
        say_where: "Say where you are to see doctors who do what this article explains.",
        your_place: "Town, or postal code with country",
        place_example: "Serzhong",
        show_doctors: "Show doctors",
        no_such_place: |name| match name {
            "" => "That place is not known. Try the name of a town.".to_owned(),
            name => format!("No place is called “{name}”. Try a larger town nearby."),
        },
        which_place: |name| format!("Which place do you mean by “{name}”?"),
        other_places: "Another place of this name?",
        inferred: "Nobody is known to offer what this article is about. Doctors in this field \
                   usually look after it. Whether these do is not known, so ask before you go.",
        found_within: |place, radius| format!("Within {radius} of {place}:"),
        nobody_within: |place, radius| {
            format!(
                "Nobody near {place} is known to do this: not within {radius}, and not where the \
                 search was widened."
            )
        },
        widened: |place, tried, reached| {
            format!("Nobody within {tried} of {place}, so this shows up to {reached}:")
        },
        widened_to_region: |place, region| {
            format!("Nobody within 200 km of {place}, so this shows all of {region}:")
        },
        widened_to_video: |place, region| {
            format!(
                "Nobody near {place}, so this shows doctors who see patients by video and are \
                 licensed in {region}:"
            )
        },
        the_region: "the region",
        nearest: "The nearest anywhere:",
        beyond_border: |count| match count {
            1 => "One more is beyond the border, where you may not be treated.".to_owned(),
            count => format!("{count} more are beyond the border, where you may not be treated."),
        },
    },
};
