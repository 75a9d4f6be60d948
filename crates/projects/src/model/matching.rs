//! How well a project and a party go together, and why. Both sides are described alike, so that the
//! same sum answers "who suits this project" and "which project suits this city".

use std::collections::BTreeSet;

use async_graphql::Enum;
use uuid::Uuid;

use crate::{Goal, network::Place};

/// What is known of one side.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The themes it works on.
    pub themes: BTreeSet<Uuid>,
    /// The goals it works on.
    pub goals: BTreeSet<Goal>,
    /// Where it is, or where the one is that leads it.
    pub place: Place,
    /// The words of what it looks for.
    pub needs: BTreeSet<String>,
    /// The words of what it has to give.
    pub offers: BTreeSet<String>,
    /// The projects it takes part in, or those who lead it do.
    pub projects: BTreeSet<Uuid>,
}

/// Why two sides go together.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchReasonKind {
    /// Both work on the same themes: 10 points each, for three at most.
    SharedThemes,
    /// Both work on the same goals of the United Nations: 5 points each, for two at most.
    SharedGoals,
    /// One has to give what the other looks for, by the words of both: 8 points a word, for three at
    /// most in each direction.
    NeedMeetsOffer,
    /// They have projects in common: 5 points each, for three at most.
    WorkedTogether,
    /// They are in the same country: 10 points.
    SameCountry,
    /// They are on the same continent: 5 points.
    SameContinent,
    /// They work in the same language, as cities say it of themselves: 10 points.
    SharedLanguage,
    /// One has at most twice as many people as the other: 10 points; four times: 5.
    SimilarSize,
}

/// One reason, and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why.
    pub kind: MatchReasonKind,
    /// What it adds to the score.
    pub points: i32,
    /// The themes, where it is for them.
    pub themes: Vec<Uuid>,
    /// The goals, where it is for them.
    pub goals: Vec<Goal>,
    /// The words, where it is for them.
    pub words: Vec<String>,
}

/// Why these two go together, the strongest reason first; nothing when nothing speaks for it.
pub fn reasons(one: &Profile, other: &Profile) -> Vec<Reason> {
    use MatchReasonKind as Kind;
    let plain = |kind, points| Reason {
        kind,
        points,
        themes: Vec::new(),
        goals: Vec::new(),
        words: Vec::new(),
    };
    let mut found = Vec::new();
    let themes: Vec<Uuid> = one.themes.intersection(&other.themes).copied().collect();
    found.push(Reason {
        points: each(10, themes.len(), 3),
        themes,
        ..plain(Kind::SharedThemes, 0)
    });
    let goals: Vec<Goal> = one.goals.intersection(&other.goals).copied().collect();
    found.push(Reason {
        points: each(5, goals.len(), 2),
        goals,
        ..plain(Kind::SharedGoals, 0)
    });
    let gives: Vec<String> = one.needs.intersection(&other.offers).cloned().collect();
    let takes: Vec<String> = one.offers.intersection(&other.needs).cloned().collect();
    let points = each(8, gives.len(), 3) + each(8, takes.len(), 3);
    let words: BTreeSet<String> = gives.into_iter().chain(takes).collect();
    found.push(Reason {
        points,
        words: words.into_iter().collect(),
        ..plain(Kind::NeedMeetsOffer, 0)
    });
    let together = one.projects.intersection(&other.projects).count();
    found.push(plain(Kind::WorkedTogether, each(5, together, 3)));
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    if same(&one.place.country, &other.place.country) {
        found.push(plain(Kind::SameCountry, 10));
    } else if same(&one.place.continent, &other.place.continent) {
        found.push(plain(Kind::SameContinent, 5));
    }
    // Who writes `pt-BR` reads `pt-PT`.
    let spoken = |place: &Place| -> BTreeSet<String> {
        let language = |tag: &String| tag.split('-').next().unwrap_or_default().to_owned();
        place.languages.iter().map(language).collect()
    };
    if !spoken(&one.place).is_disjoint(&spoken(&other.place)) {
        found.push(plain(Kind::SharedLanguage, 10));
    }
    if let (Some(a), Some(b)) = (one.place.population, other.place.population) {
        let (small, large) = (i64::from(a.min(b)).max(1), i64::from(a.max(b)));
        let points = match large {
            large if large <= 2 * small => 10,
            large if large <= 4 * small => 5,
            _ => 0,
        };
        found.push(plain(Kind::SimilarSize, points));
    }
    found.retain(|reason| reason.points > 0);
    found.sort_by_key(|reason| (-reason.points, reason.kind));
    found
}

fn each(points: i32, count: usize, most: usize) -> i32 {
    points * i32::try_from(count.min(most)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
        values.into_iter().collect()
    }

    fn words(text: &str) -> BTreeSet<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn place(country: &str, continent: &str, population: i32) -> Place {
        Place {
            country: Some(country.to_owned()),
            continent: Some(continent.to_owned()),
            population: Some(population),
            languages: BTreeSet::new(),
        }
    }

    /// Themes are numbers here.
    fn profile(themes: &[u128], place: Place) -> Profile {
        Profile {
            themes: themes.iter().map(|theme| Uuid::from_u128(*theme)).collect(),
            place,
            ..Profile::default()
        }
    }

    fn told(one: &Profile, other: &Profile) -> String {
        let reasons = reasons(one, other);
        assert_eq!(
            reasons.iter().map(|reason| reason.points).sum::<i32>(),
            super::reasons(other, one)
                .iter()
                .map(|reason| reason.points)
                .sum::<i32>(),
            "it is the same from both sides"
        );
        let reason = |reason: &Reason| format!("{:?} {}", reason.kind, reason.points);
        reasons.iter().map(reason).collect::<Vec<_>>().join(", ")
    }

    /// A fixed set of cases: ranking and reasons.
    #[test]
    fn who_suits_a_project_of_culture_and_youth_led_by_cuneo() {
        let (culture, youth, water) = (1, 2, 3);
        let mut project = profile(&[culture, youth], place("IT", "EUROPE", 56_000));
        project.needs = words("studio artists");
        project.offers = words("residency");
        project.goals = set([Goal::QualityEducation]);
        project.projects = set([Uuid::from_u128(7), Uuid::from_u128(8)]);
        let mut clermont = profile(&[culture, youth, water], place("FR", "EUROPE", 140_000));
        clermont.projects = set([Uuid::from_u128(7)]);
        let mut turin = profile(&[], place("IT", "EUROPE", 850_000));
        turin.offers = words("a studio by the river");
        let anderson = profile(&[culture], place("US", "NORTH_AMERICA", 27_000));
        let maebashi = profile(&[water], place("JP", "ASIA", 340_000));
        let nothing = Profile::default();
        let mut ranked: Vec<(&str, &Profile)> = vec![
            ("nothing", &nothing),
            ("maebashi", &maebashi),
            ("anderson", &anderson),
            ("turin", &turin),
            ("clermont", &clermont),
        ];
        let score = |of: &Profile| reasons(&project, of).iter().map(|r| r.points).sum::<i32>();
        ranked.sort_by_key(|(_, profile)| -score(profile));
        let lines: Vec<String> = (ranked.iter())
            .map(|(name, of)| format!("{name} {}: {}", score(of), told(&project, of)))
            .collect();
        assert_eq!(
            lines,
            [
                "clermont 35: SharedThemes 20, WorkedTogether 5, SameContinent 5, SimilarSize 5",
                "turin 18: SameCountry 10, NeedMeetsOffer 8",
                "anderson 15: SharedThemes 10, SimilarSize 5",
                "nothing 0: ",
                "maebashi 0: ",
            ]
        );
    }

    #[test]
    fn those_who_work_in_one_language_go_together_wherever_they_are() {
        let speaking = |tags: &str, country| {
            let mut profile = profile(&[], place(country, country, 1_000));
            profile.place.languages = words(tags);
            profile
        };
        let braga = speaking("pt-PT en", "PT");
        let sao_paulo = speaking("pt-BR", "BR");
        assert_eq!(
            told(&braga, &sao_paulo),
            "SharedLanguage 10, SimilarSize 10"
        );
        let cuneo = speaking("it", "IT");
        assert_eq!(told(&braga, &cuneo), "SimilarSize 10");
    }

    #[test]
    fn one_reason_never_outweighs_all_others() {
        let many = Profile {
            themes: (0..50).map(Uuid::from_u128).collect(),
            goals: set(Goal::ALL.iter().copied()),
            needs: words("a b c d e f"),
            offers: words("a b c d e f"),
            projects: (0..50).map(Uuid::from_u128).collect(),
            place: place("FR", "EUROPE", 1),
        };
        assert_eq!(
            told(&many, &many),
            "NeedMeetsOffer 48, SharedThemes 30, WorkedTogether 15, SharedGoals 10, SameCountry 10, SimilarSize 10"
        );
        assert_eq!(told(&Profile::default(), &many), "");
    }
}
