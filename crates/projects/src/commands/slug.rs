//! What a project is called in addresses.

use activity::Failure;
use kernel::{Conn, Kind, node};

use crate::store::held;

/// A slug that no project has: the title's, with a number behind it where that is taken.
pub(super) async fn free_slug(conn: &mut Conn<'_>, title: &str) -> Result<String, Failure> {
    held::lock_slugs(conn).await?;
    let base = slug_of(title);
    let mut from = 1;
    loop {
        let numbered = |n: i32| match n {
            1 => base.clone(),
            n => format!("{base}-{n}"),
        };
        let candidates: Vec<String> = (from..from + 50).map(numbered).collect();
        let taken = node::known(conn, Kind::Project, candidates.iter().cloned()).await?;
        if let Some(free) = candidates
            .into_iter()
            .find(|slug| !taken.contains_key(slug))
        {
            return Ok(free);
        }
        from += 50;
    }
}

/// What a title is in an address: its letters without accents, at most 60 of them; a title in
/// another script has none.
fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for c in search::fold(title).chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    match slug.trim_end_matches('-') {
        "" => "project".to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn a_slug_is_made_of_the_letters_of_a_title() {
        for (title, slug) in [
            ("Mobility lab", "mobility-lab"),
            (
                "  Résidences d’artistes — 2026 ",
                "residences-d-artistes-2026",
            ),
            ("上海", "project"),
            ("<script>", "script"),
        ] {
            assert_eq!(slug_of(title), slug);
        }
        assert_eq!(slug_of(&"a ".repeat(100)).len(), 59);
    }
}
