//! The policy: read and checked once, asked by every command.

use std::sync::{Arc, LazyLock};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, PolicyId, PolicySet, Request, Schema, ValidationMode,
    Validator,
};
use kernel::{Actor, ClientError, Code, actor::Role};

use crate::{
    Action, Resource,
    cedar::{Broken, principal, text, uid},
    mistakes,
};

const SCHEMA: &str = include_str!("../policies/passerelle.cedarschema");
const POLICIES: &str = include_str!("../policies/passerelle.cedar");

/// Who may do what. Cheap to clone.
#[derive(Clone)]
pub struct Policy(Arc<Inner>);

struct Inner {
    policies: PolicySet,
    /// The actions with the groups they belong to: the same for every decision.
    actions: Entities,
    authorizer: Authorizer,
}

/// Why a policy file cannot be used, in sentences for the operator.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is not Cedar.
    #[error("the policies cannot be read: {0}")]
    Unreadable(String),
    /// It speaks of what there is not, or compares what cannot be compared.
    #[error("the policies do not fit the hub: {0}")]
    Unfit(String),
}

/// That the policy was asked, and said yes. A write cannot be committed without one, so no command
/// can forget to ask.
#[derive(Debug)]
pub struct Permit {
    actor: Actor,
}

impl Permit {
    /// Whom it was given to.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Policy {
    /// The policies that the hub comes with.
    ///
    /// # Panics
    /// When they do not fit; a test reads them.
    pub fn built_in() -> Self {
        static BUILT_IN: LazyLock<Policy> = LazyLock::new(|| match Policy::read(POLICIES) {
            Ok(policy) => policy,
            Err(error) => panic!("{error}"),
        });
        BUILT_IN.clone()
    }

    /// The text of the policies that the hub comes with: where an operator starts from.
    pub const fn built_in_text() -> &'static str {
        POLICIES
    }

    /// Reads policies, and checks that they fit.
    ///
    /// # Errors
    /// What is wrong with them, with the lines.
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA)
            .map_err(|error| PolicyError::Unreadable(error.to_string()))?;
        let policies: PolicySet = text
            .parse()
            .map_err(|error| PolicyError::Unreadable(mistakes::unreadable(text, &error)))?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !checked.validation_passed() {
            let errors = checked.validation_errors();
            let mistakes = mistakes::unfit(text, &policies, errors);
            return Err(PolicyError::Unfit(mistakes));
        }
        let actions = schema
            .action_entities()
            .map_err(|error| PolicyError::Unfit(error.to_string()))?;
        Ok(Self(Arc::new(Inner {
            policies,
            actions,
            authorizer: Authorizer::new(),
        })))
    }

    /// Whether this actor may do this: the one place where it is decided.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] for nobody in particular, else [`Code::Forbidden`].
    pub fn authorize(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
    ) -> Result<Permit, ClientError> {
        let (decision, because) = self
            .decide(actor, action, resource)
            .map_err(ClientError::internal)?;
        if decision == Decision::Allow {
            return Ok(Permit {
                actor: actor.clone(),
            });
        }
        let message = because.find_map_message(self).or_else(|| explain(actor));
        let message = message.unwrap_or_else(|| "You may not do this.".to_owned());
        let code = match actor {
            Actor::Anonymous => Code::Unauthenticated,
            _ => Code::Forbidden,
        };
        Err(ClientError::new(code, message))
    }

    /// Whether this actor may do this, for a frontend that wants to know before it asks.
    ///
    /// # Errors
    /// When the question is broken.
    pub fn allows(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
    ) -> Result<bool, ClientError> {
        let (decision, _) = self
            .decide(actor, action, resource)
            .map_err(ClientError::internal)?;
        Ok(decision == Decision::Allow)
    }

    fn decide(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
    ) -> Result<(Decision, Because), Broken> {
        let (principal, actor) = principal(actor)?;
        let (resource, thing) = resource.entity()?;
        let context = Context::from_pairs([("scope".to_owned(), text(action.scope().as_str()))])
            .map_err(|error| Broken::Other(error.to_string()))?;
        let request = Request::new(
            principal.clone(),
            uid("Action", action.as_str())?,
            resource.clone(),
            context,
            None,
        )
        .map_err(|error| Broken::Other(error.to_string()))?;
        // A person who acts on themselves is one entity, with the mandate.
        let entities = if principal == resource {
            vec![actor]
        } else {
            vec![actor, thing]
        };
        let entities = (self.0.actions.clone())
            .add_entities(entities, None)
            .map_err(|error| Broken::Other(error.to_string()))?;
        let answer = (self.0.authorizer).is_authorized(&request, &self.0.policies, &entities);
        for error in answer.diagnostics().errors() {
            // A policy that fails is passed over: it permits nothing, and it forbids nothing.
            tracing::error!(%error, "a policy failed");
        }
        let because = Because(answer.diagnostics().reason().cloned().collect());
        Ok((answer.decision(), because))
    }
}

/// The policies that decided.
struct Because(Vec<PolicyId>);

impl Because {
    /// What a policy that forbids says to whom it forbids.
    fn find_map_message(&self, policy: &Policy) -> Option<String> {
        let said = |id| policy.0.policies.annotation(id, "message");
        self.0.iter().find_map(said).map(str::to_owned)
    }
}

/// What would help, where no policy says it.
fn explain(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Anonymous => Some("Sign in first: this is not for anybody.".to_owned()),
        Actor::System => None,
        Actor::Person(acting) => Some(match &acting.mandate {
            Some(mandate) if mandate.role == Role::Representative => {
                "Your mandate does not reach so far.".to_owned()
            }
            Some(_) => "The mandate that this is done under does not allow it.".to_owned(),
            None if acting.held > 1 => format!(
                "You hold {} mandates: say under which you do this, by the argument `mandate` or \
                 the header `Passerelle-Mandate`.",
                acting.held
            ),
            None => "This is done under a mandate, and you hold none that allows it.".to_owned(),
        }),
    }
}
