//! Names that people are called by, and the given names that stand in a register.
//!
//! Common knowledge of English and Spanish, folded; a short name of many long ones leads to all.

/// A short name with the names it stands for.
const NICKNAMES: [(&str, &[&str]); 92] = [
    ("abby", &["abigail"]),
    (
        "alex",
        &["alexander", "alexandra", "alejandro", "alejandra"],
    ),
    ("andy", &["andrew"]),
    ("angie", &["angela"]),
    ("barb", &["barbara"]),
    ("becky", &["rebecca"]),
    ("ben", &["benjamin"]),
    ("beth", &["elizabeth"]),
    ("beto", &["alberto", "roberto", "humberto"]),
    ("bess", &["elizabeth"]),
    ("betty", &["elizabeth"]),
    ("bill", &["william"]),
    ("billy", &["william"]),
    ("bob", &["robert"]),
    ("bobby", &["robert"]),
    ("cathy", &["catherine", "kathleen"]),
    ("charlie", &["charles"]),
    ("charo", &["rosario"]),
    ("chayo", &["rosario"]),
    ("chema", &["jose maria"]),
    ("chente", &["vicente"]),
    (
        "chris",
        &["christopher", "christine", "christina", "christian"],
    ),
    ("chuck", &["charles"]),
    ("chus", &["jesus"]),
    ("cindy", &["cynthia"]),
    ("concha", &["concepcion"]),
    ("curro", &["francisco"]),
    ("dan", &["daniel"]),
    ("dani", &["daniel", "daniela"]),
    ("danny", &["daniel"]),
    ("dave", &["david"]),
    ("deb", &["deborah", "debra"]),
    ("debbie", &["deborah", "debra"]),
    ("dick", &["richard"]),
    ("don", &["donald"]),
    ("ed", &["edward", "edwin", "edgar"]),
    ("fran", &["francisco", "francis", "frances"]),
    ("frank", &["francis", "franklin"]),
    ("fred", &["frederick", "alfred"]),
    ("goyo", &["gregorio"]),
    ("greg", &["gregory"]),
    ("hank", &["henry"]),
    ("jack", &["john"]),
    ("jeff", &["jeffrey", "geoffrey"]),
    ("jenny", &["jennifer"]),
    ("jerry", &["gerald", "jerome"]),
    ("jim", &["james"]),
    ("jimmy", &["james"]),
    ("joe", &["joseph"]),
    ("juancho", &["juan"]),
    ("kate", &["katherine", "catherine"]),
    ("kathy", &["katherine", "kathleen"]),
    ("ken", &["kenneth"]),
    ("kiko", &["francisco"]),
    ("lalo", &["eduardo"]),
    ("larry", &["lawrence"]),
    ("liz", &["elizabeth"]),
    ("lola", &["dolores"]),
    ("lolo", &["manuel"]),
    ("lupe", &["guadalupe"]),
    ("maggie", &["margaret"]),
    ("maite", &["maria teresa"]),
    ("malena", &["magdalena"]),
    ("manolo", &["manuel"]),
    ("matt", &["matthew"]),
    ("meche", &["mercedes"]),
    ("meg", &["margaret"]),
    ("merche", &["mercedes"]),
    ("mike", &["michael"]),
    ("moncho", &["ramon"]),
    ("nacho", &["ignacio"]),
    ("nando", &["fernando"]),
    ("nick", &["nicholas"]),
    ("nico", &["nicolas"]),
    ("paco", &["francisco"]),
    ("pancho", &["francisco"]),
    ("paquita", &["francisca"]),
    ("pat", &["patricia", "patrick"]),
    ("peggy", &["margaret"]),
    ("pepe", &["jose"]),
    ("pete", &["peter"]),
    ("poncho", &["alfonso"]),
    ("quique", &["enrique"]),
    ("rick", &["richard"]),
    ("rob", &["robert"]),
    ("sam", &["samuel", "samantha"]),
    ("steve", &["steven", "stephen"]),
    ("sue", &["susan", "suzanne"]),
    ("ted", &["edward", "theodore"]),
    ("tom", &["thomas"]),
    ("tono", &["antonio"]),
    ("tony", &["anthony", "antonio"]),
];

/// The given names that a short name stands for.
pub(super) fn behind(short: &str) -> &'static [&'static str] {
    NICKNAMES
        .iter()
        .find(|(known, _)| *known == short)
        .map_or(&[], |(_, names)| names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold::fold;

    #[test]
    fn a_short_name_stands_once_and_folded() {
        let mut shorts: Vec<&str> = NICKNAMES.iter().map(|(short, _)| *short).collect();
        shorts.sort_unstable();
        shorts.dedup();
        assert_eq!(shorts.len(), NICKNAMES.len());
        for (short, names) in NICKNAMES {
            assert_eq!(fold(short), short);
            assert!(names.iter().all(|name| fold(name) == *name), "{short}");
        }
        assert_eq!(behind("bob"), ["robert"]);
        assert_eq!(behind("robert"), [""; 0]);
    }
}
