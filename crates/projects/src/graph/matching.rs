//! Who suits a project, and which project suits a city, in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use kernel::{ClientError, Code, ContextExt, IdOf, Party, Ref, entity::kinds};

use crate::{
    Goal, MatchReasonKind, Network, Reason,
    loaders::{PartnersFor, ProjectsFor, Sought},
};

/// How many matches can be asked for.
const MOST: i32 = 50;

/// Why two go together, and what that counts.
#[derive(SimpleObject)]
pub struct MatchReason {
    /// Why.
    kind: MatchReasonKind,
    /// What it adds to the score.
    points: i32,
    /// The themes that both work on, where it is for them; null for each that you may not see.
    themes: Vec<Ref<kinds::Theme>>,
    /// The goals that both work on, where it is for them.
    goals: Vec<Goal>,
    /// The words that a need and an offer have in common, where it is for them; folded to lower case.
    words: Vec<String>,
}

impl From<&Reason> for MatchReason {
    fn from(reason: &Reason) -> Self {
        Self {
            kind: reason.kind,
            points: reason.points,
            themes: reason.themes.iter().copied().map(Ref::new).collect(),
            goals: reason.goals.clone(),
            words: reason.words.clone(),
        }
    }
}

/// A city or an organisation that suits a project.
#[derive(SimpleObject)]
pub struct PartnerMatch {
    /// The city; null when it is an organisation.
    city: Option<Ref<kinds::City>>,
    /// The organisation; null when it is a city.
    organisation: Option<Ref<kinds::Organisation>>,
    /// The points of all reasons, at least 1.
    score: i32,
    /// Why, the strongest reason first.
    reasons: Vec<MatchReason>,
}

/// A project that suits a city.
#[derive(SimpleObject)]
pub struct ProjectMatch {
    /// The project.
    project: Option<Ref<kinds::Project>>,
    /// The points of all reasons, at least 1.
    score: i32,
    /// Why, the strongest reason first.
    reasons: Vec<MatchReason>,
}

/// The fields of the root for finding partners.
#[derive(Default)]
pub struct MatchQuery;

/// The fields of the root for finding partners.
#[Object]
impl MatchQuery {
    /// The cities and organisations of the network that suit a project and take no part in it yet, the
    /// best first. Each says why; of projects only those count that you may see, of all the 1,000 that
    /// were changed last. Empty when there is no such project that you may see.
    async fn partner_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the project.")] project: IdOf<kinds::Project>,
        #[graphql(desc = "How many, from 1 to 50.", default = 10)] at_most: i32,
    ) -> Result<Vec<PartnerMatch>, ClientError> {
        let most = most(at_most)?;
        let id = project.key().map_err(|error| error.at("project"))?;
        let found = ctx.load::<PartnersFor>(sought(ctx, id)).await?;
        let found = found.unwrap_or_default();
        let object = |found: &crate::loaders::Match<Party>| PartnerMatch {
            city: match found.of {
                Party::City(id) => Some(Ref::new(id)),
                _ => None,
            },
            organisation: match found.of {
                Party::Organisation(id) => Some(Ref::new(id)),
                _ => None,
            },
            score: found.score,
            reasons: found.reasons.iter().map(Into::into).collect(),
        };
        Ok(found.iter().take(most).map(object).collect())
    }

    /// The projects that look for partners and suit a city that takes no part in them yet, the best
    /// first, with why. Empty when there is no such city that you may see.
    async fn project_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the city.")] city: IdOf<kinds::City>,
        #[graphql(desc = "How many, from 1 to 50.", default = 10)] at_most: i32,
    ) -> Result<Vec<ProjectMatch>, ClientError> {
        let most = most(at_most)?;
        let id = city.key().map_err(|error| error.at("city"))?;
        let found = ctx.load::<ProjectsFor>(sought(ctx, id)).await?;
        let found = found.unwrap_or_default();
        let object = |found: &crate::loaders::Match<uuid::Uuid>| ProjectMatch {
            project: Some(Ref::new(found.of)),
            score: found.score,
            reasons: found.reasons.iter().map(Into::into).collect(),
        };
        Ok(found.iter().take(most).map(object).collect())
    }
}

fn sought(ctx: &Context<'_>, id: uuid::Uuid) -> Sought {
    Sought {
        id,
        network: ctx.data_unchecked::<Arc<dyn Network>>().clone(),
    }
}

fn most(at_most: i32) -> Result<usize, ClientError> {
    match usize::try_from(at_most) {
        Ok(most) if (1..=MOST).contains(&at_most) => Ok(most),
        _ => {
            let message = format!("From 1 to {MOST} matches can be asked for.");
            Err(ClientError::new(Code::InvalidArgument, message).at("atMost"))
        }
    }
}
