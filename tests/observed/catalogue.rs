//! What is counted in the sources is described in the catalogue, and the other way round.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use telemetry::{CATALOGUE, Kind};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The names in the sources, each with the macro that it stands in.
fn counted() -> BTreeSet<(String, String)> {
    let mut files = Vec::new();
    for krate in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap() {
        let source = krate.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    let mut found = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for kind in ["counter!(", "gauge!(", "histogram!("] {
            for (at, _) in text.match_indices(kind) {
                // Not `describe_counter!`.
                if text[..at].ends_with('_') {
                    continue;
                }
                let rest = text[at + kind.len()..].trim_start();
                let name = rest
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next());
                let name = name.unwrap_or_else(|| {
                    panic!(
                        "{}: write the name of a metric out: {kind}{rest:.40}",
                        file.display()
                    )
                });
                found.insert((name.to_owned(), kind.trim_end_matches("!(").to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_metric_is_described_and_every_description_is_of_one() {
    let described: BTreeSet<_> = CATALOGUE
        .iter()
        .map(|metric| {
            let kind = match metric.kind {
                Kind::Counter => "counter",
                Kind::Gauge => "gauge",
                Kind::Histogram(_) => "histogram",
            };
            (metric.name.to_owned(), kind.to_owned())
        })
        .collect();
    assert_eq!(described.len(), CATALOGUE.len(), "a name stands twice");
    assert_eq!(counted(), described);
}

#[test]
fn names_are_as_prometheus_wants_them() {
    for metric in CATALOGUE {
        let name = metric.name;
        let good = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(
            name.starts_with("passerelle_") && name.chars().all(good),
            "{name}"
        );
        assert_eq!(
            metric.kind == Kind::Counter,
            name.ends_with("_total"),
            "{name}"
        );
        let in_seconds = metric.unit == metrics::Unit::Seconds;
        assert_eq!(
            in_seconds,
            name.trim_end_matches("_total").ends_with("_seconds"),
            "{name}"
        );
        assert!(
            metric.help.len() > 20 && metric.help.ends_with('.'),
            "{name}"
        );
        if let Kind::Histogram(buckets) = metric.kind {
            assert!(!buckets.is_empty() && buckets.is_sorted(), "{name}");
        }
    }
}
