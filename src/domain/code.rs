//! Codes: a value within a code system, known by its canonical URI.

/// NPI as an identifier system.
pub const NPI: &str = "http://hl7.org/fhir/sid/us-npi";
/// The Health Care Provider Taxonomy.
pub const NUCC: &str = "http://nucc.org/provider-taxonomy";

/// Systems that files name in more than one way: the canonical URI and its aliases.
const ALIASES: [(&str, &[&str]); 6] = [
    (
        NPI,
        &[
            "http://terminology.hl7.org/NamingSystem/npi",
            "urn:oid:2.16.840.1.113883.4.6",
            "npi",
        ],
    ),
    (
        NUCC,
        &[
            "http://hl7.org/fhir/us/ndh/ValueSet/HealthcareIndividualTaxonomyVS",
            "urn:oid:2.16.840.1.113883.6.101",
            "nucc",
        ],
    ),
    (
        "http://www.cms.gov/Medicare/Coding/ICD10",
        &["urn:oid:2.16.840.1.113883.6.4", "icd-10-pcs"],
    ),
    (
        "http://hl7.org/fhir/sid/icd-10-cm",
        &["urn:oid:2.16.840.1.113883.6.90", "icd-10-cm"],
    ),
    (
        "http://www.ama-assn.org/go/cpt",
        &["urn:oid:2.16.840.1.113883.6.12", "cpt"],
    ),
    (
        "http://id.nlm.nih.gov/mesh",
        &["urn:oid:2.16.840.1.113883.6.177", "mesh"],
    ),
];

/// The canonical URI of a code system, whichever of its names was used.
/// A system that is not known is its own canonical name.
pub fn canonical_system(system: &str) -> &str {
    let system = system.trim();
    ALIASES
        .iter()
        .find(|(canonical, aliases)| {
            canonical.eq_ignore_ascii_case(system)
                || aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(system))
        })
        .map_or(system, |(canonical, _)| canonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_system_leads_to_its_uri() {
        assert_eq!(
            canonical_system("http://terminology.hl7.org/NamingSystem/npi"),
            NPI
        );
        assert_eq!(canonical_system(" NUCC "), NUCC);
        assert_eq!(
            canonical_system("https://example.org/own"),
            "https://example.org/own"
        );
    }
}
