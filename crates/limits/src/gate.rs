//! The one entry to the graph that every door goes through.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Request, Value, Variables,
    parser::types::{ExecutableDocument, OperationDefinition},
    value,
};
use kernel::redis::Redis;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    Limit, Limits, Refused,
    client::Client,
    costs::Costs,
    estimate::Estimate,
    inspected::{Inspected, Operation, operation_of},
    rates::{Rates, Spent, Standing},
    scan::scan,
    shape::{Endless, Shape},
    size::{Sizes, size_of},
    under_way::{Turn, UnderWay},
};

/// How deep brackets of all kinds may be nested: each level takes the parser's stack.
const MAX_NESTING: u64 = 100;

/// What checks requests before they run, and counts what clients ask. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limits: Limits,
    costs: Arc<Costs>,
    rates: Rates,
    running: Arc<Semaphore>,
    under_way: Arc<UnderWay>,
}

/// A request that may run. What it takes is given back when this is dropped.
#[derive(Debug)]
pub struct Admission {
    /// What it costs at most.
    pub cost: u64,
    /// What its client has left; none where that is not limited.
    pub standing: Option<Standing>,
    turn: Option<Turn>,
}

impl Admission {
    /// One that counts for nobody: what the hub asks itself.
    pub fn uncounted(cost: u64) -> Self {
        Self {
            cost,
            standing: None,
            turn: None,
        }
    }

    /// Whether somebody is counted for it.
    pub fn is_counted(&self) -> bool {
        self.turn.is_some()
    }
}

impl Gate {
    /// A gate to the graph that these costs are of. Rates are shared through Redis, if there is one.
    pub fn new(limits: Limits, costs: impl Into<Arc<Costs>>, redis: Option<Redis>) -> Self {
        Self(Arc::new(Inner {
            rates: Rates::new(&limits, redis),
            running: Arc::new(Semaphore::new(limits.running as usize)),
            under_way: Arc::default(),
            limits,
            costs: costs.into(),
        }))
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Looks at a request: what it costs, or the first limit that it passes. What is wrong with it
    /// otherwise (it may be no document at all), the graph says.
    pub fn inspect(&self, mut request: Request) -> Inspected {
        let mut operation = None;
        // They may be large, and are not copied.
        let variables = std::mem::take(&mut request.variables);
        let cost = self.look_at(&mut request, &variables, &mut operation);
        request.variables = variables;
        Inspected {
            request,
            operation,
            cost,
        }
    }

    fn look_at(
        &self,
        request: &mut Request,
        variables: &Variables,
        operation: &mut Option<Operation>,
    ) -> Result<u64, Refused> {
        let limits = &self.0.limits;
        let scan = scan(&request.query);
        within(Limit::Tokens, "tokens", limits.tokens, scan.tokens)?;
        let levels = "levels of brackets";
        within(Limit::Depth, levels, MAX_NESTING, scan.nesting)?;
        let (maximum, size) = (limits.variables, size_of(variables));
        if size > maximum {
            let message = format!(
                "The variables of a request have at most {maximum} bytes; these have {size}."
            );
            return Err(Refused {
                figures: Some((maximum, size)),
                ..Refused::new(Limit::Variables, message)
            });
        }
        let name = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else {
            return Ok(1);
        };
        let wanted = operation_of(document, name.as_deref());
        *operation = wanted.map(|(name, operation)| Operation {
            ty: operation.ty,
            name: name.map(ToString::to_string),
        });
        self.0.shape(document, variables)?;
        match wanted {
            Some((_, operation)) => self.0.cost(document, operation, variables),
            None => Ok(1),
        }
    }

    /// Lets a request of this client in, when its turn has come.
    ///
    /// # Errors
    /// The limit that it passes.
    pub async fn admit(
        &self,
        inspected: &Inspected,
        client: &Client,
    ) -> Result<Admission, Refused> {
        let admitted = self.let_in(inspected, client).await;
        if let Err(refused) = &admitted {
            let limit = refused.limit.code();
            metrics::counter!("passerelle_limits_refused_total", "limit" => limit).increment(1);
        }
        admitted
    }

    async fn let_in(&self, inspected: &Inspected, client: &Client) -> Result<Admission, Refused> {
        let limits = &self.0.limits;
        let turn = UnderWay::begin(&self.0.under_way, &client.key, limits.concurrent)?;
        // Looking at a document that is refused is not free, either.
        let points = match &inspected.cost {
            Ok(cost) => *cost,
            Err(_) => 1 + inspected.request.query.len() as u64 / 1_000,
        };
        let standing = self.spend(client, points).await?;
        let cost = inspected.cost.clone().map_err(|refused| Refused {
            standing,
            ..refused
        })?;
        Ok(Admission {
            cost,
            standing,
            turn: Some(turn),
        })
    }

    /// Counts more of what a client asks: each event of a subscription.
    ///
    /// # Errors
    /// [`Limit::Rate`].
    pub async fn spend(&self, client: &Client, points: u64) -> Result<Option<Standing>, Refused> {
        match self.0.rates.spend(client, points).await {
            None => Ok(None),
            Some(Spent::Yes(standing)) => Ok(Some(standing)),
            Some(Spent::No(standing, wait)) => {
                let rate = standing.rate;
                let message = format!(
                    "You can spend {} points at once, of which {} come back in a minute. {} are left; \
                     this costs {points}.",
                    rate.burst, rate.per_minute, standing.remaining,
                );
                Err(Refused {
                    figures: Some((u64::from(rate.burst), points)),
                    retry_after: Some(wait),
                    standing: Some(standing),
                    ..Refused::new(Limit::Rate, message)
                })
            }
        }
    }

    /// Whether an address may show another token of which nobody knows yet whether it is one.
    ///
    /// # Errors
    /// [`Limit::WrongTokens`], when it has shown too many that were none.
    pub fn may_show_token(&self, client: &Client) -> Result<(), Refused> {
        self.0.rates.may_show_token(client).map_err(|wait| {
            let message = "Too many tokens from this address were none. Wait, or mend the program \
                           that shows them.";
            Refused {
                retry_after: Some(wait),
                ..Refused::new(Limit::WrongTokens, message)
            }
        })
    }

    /// Counts a token that was none.
    pub fn wrong_token(&self, client: &Client) {
        self.0.rates.wrong_token(client);
    }

    /// Waits until the process can run what costs so much, too, for half as long as a query may take: so a
    /// query that has waited can still be answered before its request is given up. What comes back is held while it runs,
    /// and until its answer is written: it bounds the memory that answers take.
    ///
    /// # Errors
    /// [`Limit::Running`], when its turn does not come.
    pub async fn running(&self, cost: u64) -> Result<OwnedSemaphorePermit, Refused> {
        let limits = &self.0.limits;
        let cost = u32::try_from(cost).unwrap_or(u32::MAX).min(limits.running);
        let permit = self.0.running.clone().acquire_many_owned(cost);
        match tokio::time::timeout(limits.execution / 2, permit).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => {
                let message = "The hub has more to do than it can. Try again later.";
                Err(Refused {
                    retry_after: Some(Duration::from_secs(1)),
                    ..Refused::new(Limit::Running, message)
                })
            }
        }
    }
}

impl Inner {
    fn shape(&self, document: &ExecutableDocument, variables: &Variables) -> Result<(), Refused> {
        let limits = &self.limits;
        let sizes = Sizes::of(document, variables);
        let shape = Shape::of(document, &sizes).map_err(|endless| match endless {
            Endless::Cycle(name) => {
                let message = format!("The fragment `{name}` spreads itself.");
                Refused::new(Limit::Cycle, message)
            }
            Endless::Deep => Refused::over(Limit::Depth, "levels", limits.depth, u64::MAX),
        })?;
        for (limit, things, maximum, figure) in [
            (
                Limit::Fragments,
                "fragments",
                limits.fragments,
                shape.fragments,
            ),
            (
                Limit::Spreads,
                "spreads of fragments",
                limits.spreads,
                shape.spreads,
            ),
            (Limit::Depth, "levels of fields", limits.depth, shape.depth),
            (Limit::Fields, "fields", limits.fields, shape.fields),
            (
                Limit::RootFields,
                "fields of the root",
                limits.root_fields,
                shape.root_fields,
            ),
            (Limit::Aliases, "aliases", limits.aliases, shape.aliases),
            (
                Limit::Directives,
                "directives",
                limits.directives,
                shape.directives,
            ),
            (
                Limit::Arguments,
                "bytes of arguments, with their variables wherever they are used",
                limits.arguments,
                shape.arguments,
            ),
        ] {
            within(limit, things, maximum, figure)?;
        }
        Ok(())
    }

    fn cost(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Result<u64, Refused> {
        let estimate = Estimate::new(&self.costs, document, operation, variables);
        let (cost, maximum) = (estimate.cost(), self.limits.cost);
        if cost <= maximum {
            return Ok(cost);
        }
        let mut message = format!(
            "An operation can return at most {maximum} values; this one could return {cost}."
        );
        let lower = estimate.longest().map(|list| {
            message.push_str(&format!(
                " Lower `{}` of `{}`, which is {}, or ask for fewer fields.",
                list.argument, list.path, list.size
            ));
            Box::new((list.path, list.argument, list.size))
        });
        Err(Refused {
            figures: Some((maximum, cost)),
            lower,
            ..Refused::new(Limit::Cost, message)
        })
    }
}

fn within(limit: Limit, things: &str, maximum: u64, figure: u64) -> Result<(), Refused> {
    if figure <= maximum {
        return Ok(());
    }
    Err(Refused::over(limit, things, maximum, figure))
}

/// `extensions.cost` of an answer.
pub(crate) fn cost_extension(requested: u64, maximum: u64, returned: Option<u64>) -> Value {
    match returned {
        Some(returned) => value!({
            "requested": requested, "maximum": maximum, "returned": returned
        }),
        None => value!({ "requested": requested, "maximum": maximum }),
    }
}
