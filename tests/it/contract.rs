//! The check of the contract against the last release, as CI runs it: in a clone with tags.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CHANGES: &str = "# Changes\n\n## Unreleased\n\n### Added\n\n- Much.\n";

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Tester",
            "-c",
            "user.email=tester@example.org",
        ])
        .args(["-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    output
}

/// Whether the check passes there, and what it says.
fn checked(folder: &Path) -> (bool, String) {
    let output = Command::new("bash")
        .arg(".ci/contract")
        .env("CAREGRAPH_BIN", env!("CARGO_BIN_EXE_caregraph"))
        .current_dir(folder)
        .output()
        .unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_breaking_difference_from_the_last_release_passes_only_where_the_changes_say_so() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("left out: git is not here");
        return;
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contract = std::fs::read_to_string(here.join("schema.graphql")).unwrap();
    let folder = TempDir::new().unwrap();
    let (origin, clone) = (folder.path().join("origin"), folder.path().join("clone"));
    std::fs::create_dir_all(origin.join(".ci")).unwrap();
    std::fs::copy(here.join(".ci/contract"), origin.join(".ci/contract")).unwrap();
    let write = |at: &Path, name: &str, text: &str| std::fs::write(at.join(name), text).unwrap();
    write(&origin, "schema.graphql", &contract);
    write(&origin, "CHANGELOG.md", CHANGES);
    git(&origin, &["init", "--quiet"]);
    git(&origin, &["add", "."]);
    git(&origin, &["commit", "--quiet", "-m", "Begin"]);
    let (passes, said) = checked(&origin);
    assert!(
        passes && said.contains("no release is tagged here"),
        "{said}"
    );
    git(&origin, &["tag", "v0.1.0"]);
    git(&origin, &["tag", "nightly"]);
    let source = origin.to_str().unwrap();
    git(folder.path(), &["clone", "--quiet", source, "clone"]);

    let (passes, said) = checked(&clone);
    assert!(passes && said.contains("compared with v0.1.0"), "{said}");

    // A field less, without a word of it.
    let field = "  \"A picture of the doctor.\"\n  photo: Url\n";
    assert!(contract.contains(field));
    write(&clone, "schema.graphql", &contract.replace(field, ""));
    let (passes, said) = checked(&clone);
    assert!(!passes && said.contains("Doctor.photo"), "{said}");
    write(
        &clone,
        "CHANGELOG.md",
        &format!("{CHANGES}\n### Removed\n\n- `Doctor.npi`: nobody.\n"),
    );
    assert!(!checked(&clone).0, "something else was named");
    write(
        &clone,
        "CHANGELOG.md",
        &format!("{CHANGES}\n### Removed\n\n- `Doctor.photo`: pictures.\n"),
    );
    let (passes, said) = checked(&clone);
    assert!(passes, "{said}");

    // Once that is a release, it is what the next one is compared with.
    git(
        &clone,
        &["commit", "--quiet", "--all", "-m", "Remove pictures"],
    );
    git(&clone, &["tag", "v0.2.0"]);
    write(&clone, "CHANGELOG.md", CHANGES);
    let (passes, said) = checked(&clone);
    assert!(passes && said.contains("compared with v0.2.0"), "{said}");

    // A field more breaks nobody.
    let more = contract.replace(field, "  \"How tall.\"\n  height: Int\n");
    write(&clone, "schema.graphql", &more);
    let (passes, said) = checked(&clone);
    assert!(passes && said.contains("Doctor.height"), "{said}");
}
