//! Questions dealt by dice.

use caregraph::domain::country::Country;
use caregraph::domain::distance::{Distance, Point};
use caregraph::domain::{
    Accessibility, ClinicKind, Evidence, Gender, NewPatients, Proficiency, VolumeBand,
};
use caregraph::search::{
    Area, Clause, Clocks, Concept, Filter, Order, Query, Rule, Set, Target, Test, Window,
};
use chrono::{DateTime, Days, Utc};
use strum::VariantArray;

use crate::seed::{Dice, World};

/// A question about doctors, with a page of the first ones.
pub fn a_query(dice: &mut Dice, world: &World, now: DateTime<Utc>) -> Query {
    let centre = match dice.below(6) {
        0 => (0.0, 179.95),
        1 => (89.5, 10.0),
        _ => (dice.between(26.0, 29.0), dice.between(88.0, 92.0)),
    };
    let centre = Point::new(centre.0, centre.1).unwrap();
    let radii = [5.0, 25.0, 59.0, 120.0, 390.0, 2_500.0, 20_000.0];
    let within = Distance::from_km(dice.one(&radii));
    let country = dice.percent(50).then(|| "BT".parse::<Country>().unwrap());
    let area = dice
        .percent(85)
        .then(|| Area::circle(centre, within, country));
    let concepts = match dice.below(6) {
        0 => None,
        1 => Some(vec![]),
        2 => Some(vec![
            Concept::Procedure(world.procedures[1]),
            Concept::Procedure(world.procedures[2]),
        ]),
        3 => Some(vec![Concept::Specialty(dice.one(&world.specialties))]),
        _ => Some(vec![Concept::Procedure(dice.one(&world.procedures))]),
    };
    let orders = [
        Order::Best,
        Order::Best,
        Order::Name,
        Order::Experience,
        Order::Rating,
        Order::Verified,
        Order::Distance,
    ];
    let order = match (&area, dice.one(&orders)) {
        (None, Order::Distance) => Order::Name,
        (_, order) => order,
    };
    let mut filter = Filter::default();
    for name in ["gender", "newPatients", "plans", "or"] {
        if dice.percent(25) {
            let rule = match name {
                "gender" => Rule::Is(Test::Gender(vec![dice.one(Gender::VARIANTS)].into())),
                "newPatients" => Rule::Is(Test::NewPatients(Set {
                    members: vec![dice.one(NewPatients::VARIANTS)],
                    unknown: dice.percent(30),
                })),
                "plans" => Rule::Is(Test::Plans(vec![dice.one(&world.plans)], vec![])),
                _ => a_rule(dice, world, now, 0),
            };
            filter.clauses.push(Clause { name, rule });
        }
    }
    if dice.percent(20) {
        filter.clauses.push(Clause {
            name: "languages",
            rule: Rule::Is(Test::Languages(languages(dice))),
        });
    }
    Query {
        target: Target::Doctor,
        concepts,
        inferred: dice.percent(10),
        clinic: None,
        area,
        filter,
        order,
        window: Window {
            size: 17,
            from: None,
            backward: false,
        },
        as_of: now.date_naive(),
        worths: None,
    }
}

/// A rule that may hold others.
fn a_rule(dice: &mut Dice, world: &World, now: DateTime<Utc>, depth: u32) -> Rule {
    let inside = |dice: &mut Dice| {
        (0..1 + dice.below(3))
            .map(|_| a_rule(dice, world, now, depth + 1))
            .collect()
    };
    match dice.below(5) {
        0 if depth < 3 => Rule::All(inside(dice)),
        1 if depth < 3 => Rule::Any(inside(dice)),
        2 if depth < 3 => Rule::Not(Box::new(a_rule(dice, world, now, depth + 1))),
        _ => Rule::Is(a_test(dice, world, now)),
    }
}

fn a_test(dice: &mut Dice, world: &World, now: DateTime<Utc>) -> Test {
    let today = now.date_naive();
    match dice.below(16) {
        0 => Test::Gender(vec![dice.one(Gender::VARIANTS)].into()),
        1 => Test::Languages(languages(dice)),
        2 => Test::NewPatients(vec![dice.one(NewPatients::VARIANTS)].into()),
        3 => Test::Plans(vec![dice.one(&world.plans)], vec![]),
        4 => Test::Telehealth(dice.percent(50)),
        5 => Test::Accessibility(vec![
            Accessibility::StepFree,
            dice.one(Accessibility::VARIANTS),
        ]),
        6 => Test::Specialties(vec![dice.one(&world.specialties)]),
        7 => Test::Clinics((0..40).map(|_| dice.one(&world.clinics).id).collect()),
        8 => Test::ClinicKind(vec![dice.one(ClinicKind::VARIANTS)].into()),
        9 => Test::Evidence(vec![dice.one(Evidence::VARIANTS)].into()),
        10 => Test::Volume(dice.one(&[VolumeBand::From51To200, VolumeBand::Over200])),
        11 => Test::Confidence(dice.one(&[20, 45, 70]), today),
        12 => Test::OpenAt(Clocks::at(now)),
        13 => Test::Weekend(dice.percent(50)),
        14 => Test::VerifiedSince(today - Days::new(dice.below(900))),
        _ => Test::Age(dice.one(&[3, 17, 40, 80])),
    }
}

fn languages(dice: &mut Dice) -> Vec<(caregraph::domain::locale::Locale, Option<Proficiency>)> {
    let language = dice.one(&["en", "es", "dz-BT"]).parse().unwrap();
    vec![(
        language,
        dice.percent(50).then(|| dice.one(Proficiency::VARIANTS)),
    )]
}
