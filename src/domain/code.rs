//! Codes: a value within a code system, known by its canonical URI.

/// NPI as an identifier system.
pub const NPI: &str = "http://hl7.org/fhir/sid/us-npi";
/// The Health Care Provider Taxonomy.
pub const NUCC: &str = "http://nucc.org/provider-taxonomy";

/// The International Classification of Diseases, tenth revision, clinical modification.
pub const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";

/// How FHIR writes an OID.
const OID: &str = "urn:oid:";

/// Systems that files name in more than one way: the canonical URI and its aliases.
const ALIASES: [(&str, &[&str]); 12] = [
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
    (ICD_10_CM, &["urn:oid:2.16.840.1.113883.6.90", "icd-10-cm"]),
    (
        "http://hl7.org/fhir/sid/icd-9-cm",
        &["urn:oid:2.16.840.1.113883.6.103", "icd-9-cm"],
    ),
    (
        "http://www.ama-assn.org/go/cpt",
        &["urn:oid:2.16.840.1.113883.6.12", "cpt"],
    ),
    (
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        &["urn:oid:2.16.840.1.113883.6.285", "hcpcs"],
    ),
    (
        "http://id.nlm.nih.gov/mesh",
        &["urn:oid:2.16.840.1.113883.6.177", "mesh"],
    ),
    (
        "http://www.nlm.nih.gov/research/umls/rxnorm",
        &["urn:oid:2.16.840.1.113883.6.88", "rxnorm"],
    ),
    (
        "http://loinc.org",
        &["urn:oid:2.16.840.1.113883.6.1", "loinc"],
    ),
    (
        "http://snomed.info/sct",
        &["urn:oid:2.16.840.1.113883.6.96", "snomed", "snomed-ct"],
    ),
    (
        "http://hl7.org/fhir/sid/ndc",
        &["urn:oid:2.16.840.1.113883.6.69", "ndc"],
    ),
];

/// The canonical URI of a code system, whichever of its names was used: an alias, or its OID with or
/// without `urn:oid:`. A system that is not known is its own canonical name.
pub fn canonical_system(system: &str) -> &str {
    let system = system.trim();
    let bare = match system.get(..OID.len()) {
        Some(start) if start.eq_ignore_ascii_case(OID) => &system[OID.len()..],
        _ => system,
    };
    ALIASES
        .iter()
        .find(|(canonical, aliases)| {
            canonical.eq_ignore_ascii_case(system)
                || aliases.iter().any(|alias| {
                    alias.eq_ignore_ascii_case(system) || alias.strip_prefix(OID) == Some(bare)
                })
        })
        .map_or(system, |(canonical, _)| canonical)
}

/// Whether a code of the system without its last characters is a broader one.
pub fn is_hierarchical(system: &str) -> bool {
    system == ICD_10_CM
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
        for name in [
            "2.16.840.1.113883.6.90",
            "urn:oid:2.16.840.1.113883.6.90",
            "URN:OID:2.16.840.1.113883.6.90",
            "ICD-10-CM",
        ] {
            assert_eq!(canonical_system(name), ICD_10_CM, "{name}");
        }
        assert_eq!(
            canonical_system("2.16.840.1.113883.6.1"),
            "http://loinc.org"
        );
        assert_eq!(canonical_system("1.2.3"), "1.2.3");
    }
}
