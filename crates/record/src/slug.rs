//! What a node is called in addresses, where its title says it.

use activity::Failure;
use kernel::{Conn, Kind, node, on};

/// A slug that no node of this kind has: the title's, with a number behind it where that is taken.
/// Nobody else gets one of this kind until the write ends.
///
/// # Errors
/// What the database says.
pub async fn free_slug(conn: &mut Conn<'_>, kind: Kind, title: &str) -> Result<String, Failure> {
    lock(conn, kind).await?;
    let base = slug_of(title, kind);
    let mut from = 1;
    loop {
        let numbered = |n: i32| match n {
            1 => base.clone(),
            n => format!("{base}-{n}"),
        };
        let candidates: Vec<String> = (from..from + 50).map(numbered).collect();
        let taken = node::known(conn, kind, candidates.iter().cloned()).await?;
        if let Some(free) = candidates
            .into_iter()
            .find(|slug| !taken.contains_key(slug))
        {
            return Ok(free);
        }
        from += 50;
    }
}

/// Lets the nodes of a kind that get a slug come one after the other, until the write ends.
async fn lock(conn: &mut Conn<'_>, kind: Kind) -> Result<(), sqlx::Error> {
    on!(
        conn,
        sqlite | _c | Ok(()),
        postgres
            | c
            | sqlx::query("select pg_advisory_xact_lock(hashtext('slugs ' || $1))")
                .bind(kind.prefix())
                .execute(c)
                .await
                .map(drop)
    )
}

/// What a title is in an address: its letters without accents, at most 60 of them; a title in
/// another script has none.
fn slug_of(title: &str, kind: Kind) -> String {
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
        "" => kind.prefix().to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Kind;

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
            assert_eq!(slug_of(title, Kind::Project), slug);
        }
        assert_eq!(slug_of(&"a ".repeat(100), Kind::Event).len(), 59);
    }
}
