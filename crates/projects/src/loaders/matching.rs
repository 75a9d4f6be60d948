//! Who goes together with whom, ranked.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{Hash, Hasher},
    sync::Arc,
};

use kernel::{Batch, ClientError, Conn, Party, Reader};
use uuid::Uuid;

use crate::{
    NeedKind, Network, Place, Profile, Reason, Stage, reasons,
    store::matching::{self as store, Facts},
};

/// How many member cities without a project of theirs are considered.
const MOST_CITIES: usize = 500;

/// How many parties are considered at most, cities before organisations.
const MOST_CANDIDATES: usize = 2_000;

/// A node for which others are sought, with whom to ask about places.
#[derive(Clone)]
pub(crate) struct Sought {
    pub(crate) id: Uuid,
    pub(crate) network: Arc<dyn Network>,
}

impl PartialEq for Sought {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Sought {}

impl Hash for Sought {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// Something that goes together with what was sought for.
#[derive(Clone, Debug)]
pub(crate) struct Match<T> {
    pub(crate) of: T,
    pub(crate) score: i32,
    pub(crate) reasons: Vec<Reason>,
}

/// The parties that suit a project, the best first.
pub(crate) struct PartnersFor;

impl Batch for PartnersFor {
    type Key = Sought;
    type Value = Arc<Vec<Match<Party>>>;

    async fn load(
        reader: &Reader,
        keys: &[Sought],
    ) -> Result<HashMap<Sought, Self::Value>, ClientError> {
        let mut found = HashMap::new();
        for key in keys {
            reader.reads().list("Query.partnerMatches", Some(key.id));
            let mut conn = reader.conn().await?;
            let viewer = reader.viewer();
            let projects = store::projects(&mut conn, &viewer, Some(key.id)).await?;
            let Some(project) = projects.get(&key.id) else {
                continue;
            };
            let mut candidates: BTreeSet<Party> = (projects.values())
                .flat_map(|facts| facts.parties.iter().map(|(party, _)| *party))
                .collect();
            let members = key.network.member_cities(&mut conn, MOST_CITIES).await?;
            candidates.extend(members.into_iter().map(Party::City));
            for (party, _) in &project.parties {
                candidates.remove(party);
            }
            let candidates: Vec<Party> = candidates.into_iter().take(MOST_CANDIDATES).collect();
            let candidates = key.network.in_network(&mut conn, &candidates).await?;
            let seen = store::seen(&mut conn, &viewer, &candidates).await?;
            let asked = candidates.iter().copied().chain(project.lead());
            let places = places(&mut conn, &key.network, asked.collect()).await?;
            let profiles = of_parties(&projects, &places);
            let unknown = Profile::default();
            let wanted = of_project(project, &profiles);
            let visible = |party: &Party| party.node().is_some_and(|node| seen.contains(&node.id));
            let matches = (candidates.into_iter().filter(visible)).map(|party| {
                let profile = profiles.get(&party).unwrap_or(&unknown);
                let place = places.get(&party).cloned().unwrap_or_default();
                let profile = Profile {
                    place,
                    ..profile.clone()
                };
                (party, profile)
            });
            found.insert(key.clone(), Arc::new(ranked(&wanted, matches)));
        }
        Ok(found)
    }
}

/// The projects that suit a city, of those that look for partners; the best first.
pub(crate) struct ProjectsFor;

impl Batch for ProjectsFor {
    type Key = Sought;
    type Value = Arc<Vec<Match<Uuid>>>;

    async fn load(
        reader: &Reader,
        keys: &[Sought],
    ) -> Result<HashMap<Sought, Self::Value>, ClientError> {
        let mut found = HashMap::new();
        for key in keys {
            reader.reads().list("Query.projectMatches", Some(key.id));
            let city = Party::City(key.id);
            let mut conn = reader.conn().await?;
            let viewer = reader.viewer();
            if store::seen(&mut conn, &viewer, &[city]).await?.is_empty() {
                continue;
            }
            let projects = store::projects(&mut conn, &viewer, None).await?;
            let leads = projects.values().filter_map(Facts::lead);
            let asked = leads.chain([city]).collect();
            let places = places(&mut conn, &key.network, asked).await?;
            let profiles = of_parties(&projects, &places);
            let place = places.get(&city).cloned().unwrap_or_default();
            let wanted = Profile {
                place,
                ..profiles.get(&city).cloned().unwrap_or_default()
            };
            let open: BTreeMap<&Uuid, &Facts> = (projects.iter())
                .filter(|(_, facts)| {
                    facts.open_to_partners
                        && matches!(facts.stage, Some(Stage::Proposed | Stage::Active))
                        && !facts.parties.iter().any(|(party, _)| *party == city)
                })
                .collect();
            let matches = (open.into_iter()).map(|(id, facts)| (*id, of_project(facts, &profiles)));
            found.insert(key.clone(), Arc::new(ranked(&wanted, matches)));
        }
        Ok(found)
    }
}

/// The candidates for whom something speaks, the best first; equal ones in the order they come in.
fn ranked<T>(wanted: &Profile, candidates: impl Iterator<Item = (T, Profile)>) -> Vec<Match<T>> {
    let mut matches: Vec<Match<T>> = candidates
        .map(|(of, profile)| {
            let reasons = reasons(wanted, &profile);
            let score = reasons.iter().map(|reason| reason.points).sum();
            Match { of, score, reasons }
        })
        .filter(|found| found.score > 0)
        .collect();
    matches.sort_by_key(|found| -found.score);
    matches
}

async fn places(
    conn: &mut Conn<'_>,
    network: &Arc<dyn Network>,
    parties: BTreeSet<Party>,
) -> Result<HashMap<Party, Place>, sqlx::Error> {
    let parties: Vec<Party> = parties.into_iter().collect();
    network.places(conn, &parties).await
}

/// What a project is compared by: what it is about, and where and with whom its lead works.
fn of_project(facts: &Facts, profiles: &HashMap<Party, Profile>) -> Profile {
    let lead = facts.lead().and_then(|party| profiles.get(&party));
    Profile {
        themes: facts.themes.clone(),
        goals: facts.goals.clone(),
        place: lead.map(|lead| lead.place.clone()).unwrap_or_default(),
        needs: words(facts, NeedKind::Need),
        offers: words(facts, NeedKind::Offer),
        projects: lead.map(|lead| lead.projects.clone()).unwrap_or_default(),
    }
}

/// What parties are compared by: the projects they take part in, and what those look for that they
/// lead.
fn of_parties(
    projects: &HashMap<Uuid, Facts>,
    places: &HashMap<Party, Place>,
) -> HashMap<Party, Profile> {
    let mut profiles: HashMap<Party, Profile> = HashMap::new();
    for (id, facts) in projects {
        for (party, leads) in &facts.parties {
            let profile = profiles.entry(*party).or_default();
            profile.themes.extend(&facts.themes);
            profile.goals.extend(&facts.goals);
            profile.projects.insert(*id);
            if *leads {
                profile.needs.extend(words(facts, NeedKind::Need));
                profile.offers.extend(words(facts, NeedKind::Offer));
            }
        }
    }
    for (party, profile) in &mut profiles {
        if let Some(place) = places.get(party) {
            profile.place = place.clone();
        }
    }
    profiles
}

/// The words of what a project looks for or has to give, as a search finds them; short ones of the
/// Latin script say little.
fn words(facts: &Facts, wanted: NeedKind) -> BTreeSet<String> {
    let texts = facts.needs.iter().filter(|(kind, _)| *kind == wanted);
    let words = texts.flat_map(|(_, text)| search::tokens(text));
    words.filter(|word| word.len() > 4).collect()
}
