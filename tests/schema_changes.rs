//! What changed in the graph from release to release is written down, and said right.

use std::process::Command;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema");

/// What the script says; none where its packages are not installed, and nobody insists on them.
fn changes(args: &[&str]) -> Option<String> {
    let is_there = Command::new(format!("{FOLDER}/install"))
        .arg("--check")
        .status();
    if !is_there.unwrap().success() {
        let required = std::env::var_os("PASSERELLE_TEST_REQUIRE_SERVERS").is_some();
        assert!(!required, "run tests/install");
        eprintln!("SKIPPED: the packages of docs/schema are not installed: run tests/install");
        return None;
    }
    let node = format!("{FOLDER}/../../tests/servers/node");
    let output = Command::new(node)
        .arg(format!("{FOLDER}/changelog.mjs"))
        .args(args)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_committed_changelog_is_fresh() {
    if let Some(written) = changes(&[]) {
        assert!(
            written == include_str!("../docs/schema-changelog.md"),
            "docs/schema-changelog.md is stale: run docs/schema/changelog, and look at the difference"
        );
    }
}

#[test]
fn each_kind_of_change_is_told_by_what_it_does_to_clients() {
    let folder = format!("{FOLDER}/../../tests/schema_changes");
    let [old, new] = ["old", "new"].map(|name| format!("{folder}/{name}.graphql"));
    let Some(written) = changes(&[&old, &new]) else {
        return;
    };
    insta::assert_snapshot!(written, @r#"
    ### Breaking

    Operations that use these do not work any more.

    - Directive `old` was removed
    - Member `Gone` was removed from Union type `Any`
    - `City` object type no longer implements `Named` interface
    - Type `Gone` was removed
    - Input field `addedRequired` of type `Int!` was added to input object type `Input`
    - Input field `Input.madeRequired` changed type from `Int` to `Int!`
    - Input field `removed` was removed from input object type `Input`
    - Field `deprecatedAndRemoved` (deprecated) was removed from object type `Query`
    - Argument `b: String` was removed from field `Query.kept`
    - Type for argument `c` on field `Query.kept` changed from `Int` to `Int!`
    - Argument `e: Int!` added to field `Query.kept`
    - Field `Query.madeNullable` changed type from `Int!` to `Int`
    - Field `removed` was removed from object type `Query`
    - Field `Query.retyped` changed type from `Int` to `String`
    - Enum value `LOST` was removed from enum `Stage`
    - `Turned` kind changed from `ScalarTypeDefinition` to `EnumTypeDefinition`

    ### Dangerous

    Operations still work; programs that did not expect this may not.

    - Member `Town` was added to Union type `Any`
    - `City` object implements `Node` interface
    - Input field `addedWithDefault` of type `Int!` with default value `1` was added to input object type `Input`
    - Input field `Input.kept` default value changed from `1` to `2`
    - Default value for argument `a` on field `Query.kept` changed from `1` to `2`
    - Argument `d: Int` added to field `Query.kept`
    - Enum value `DONE` was added to enum `Stage`

    ### Safe

    - Argument `b` was added to directive `kept`
    - Directive `young` was added
    - Location `FIELD` was added to directive `young`
    - Input field `added` of type `Int` was added to input object type `Input`
    - Input field `Input.madeOptional` changed type from `Int!` to `Int`
    - Field `added` was added to object type `Query`
    - Deprecation reason on field `Query.deprecated` has changed from "Use `kept`. Removed after 2027-06-30." to "Use `kept`. Removed after 2027-12-31."
    - Field `Query.madeNonNull` changed type from `Int` to `Int!`
    - Field `Query.toDeprecate` is deprecated
    - Enum value `Stage.IDEA` was deprecated with reason "Say `ACTIVE`. Removed after 2027-06-30."
    - New types: `New`
    "#);
    // And nothing, where nothing changed but the words.
    assert_eq!(changes(&[&new, &new]).unwrap(), "Nothing changed.\n");
}

#[test]
fn the_contract_of_this_version_is_kept_once_it_is_released() {
    // A version is released when CHANGELOG.md has a heading for it.
    let released = include_str!("../CHANGELOG.md").lines().filter_map(|line| {
        let version = line.strip_prefix("## ")?.trim_start_matches('[');
        let version = version.split([']', ' ']).next()?;
        version
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| version.to_owned())
    });
    for version in released {
        let file = format!("{FOLDER}/{version}.graphql");
        assert!(
            std::fs::exists(&file).unwrap(),
            "keep the contract of {version}: cp schema.graphql docs/schema/{version}.graphql"
        );
    }
}
