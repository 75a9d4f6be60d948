//! Subscriptions on the graph: opened once, then executed for each activity that they are told of.

use activity::{Delivery, Opening, Wish};
use async_graphql::{
    Request, Response, Value, Variables,
    parser::types::{ExecutableDocument, OperationType},
};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture};
use kernel::{
    ClientError, Code, Loaders,
    waves::{Spent, Waves},
};

use limits::Operation;

use crate::{Answer, Asker, Graph, codes};

/// A subscription that was checked, and can be executed any number of times.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it wishes to be told of.
    pub wish: Wish,
    document: ExecutableDocument,
    query: String,
    operation_name: Option<String>,
    variables: Variables,
}

impl Opened {
    /// The document, the operation and the variables: what two subscriptions must have in common to be
    /// the same question.
    pub fn question(&self) -> String {
        let variables = serde_json::to_string(&self.variables).unwrap_or_default();
        let operation = self.operation_name.as_deref().unwrap_or_default();
        format!("{operation}\n{variables}\n{}", self.query)
    }

    fn request(&self) -> Request {
        let mut request = Request::new(self.query.clone()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(self.document.clone());
        request
    }
}

impl Graph {
    /// Checks a subscription, as this asker may open it. Nothing is delivered yet.
    ///
    /// # Errors
    /// The errors, as the graph says them.
    pub fn open(
        &self,
        mut request: Request,
        asker: Asker,
    ) -> BoxFuture<'static, Result<Opened, Box<Answer>>> {
        let graph = self.clone();
        let operation = Operation::of(&mut request);
        let is_other = (operation.as_ref())
            .is_some_and(|operation| operation.ty != OperationType::Subscription);
        let running = self.0.watch.begin(&mut request, operation);
        let open = async move {
            if is_other {
                let message = "This operation is no subscription.";
                return Err(refused(ClientError::new(Code::InvalidArgument, message)));
            }
            let document = request.parsed_query().cloned();
            let (query, variables) = (request.query.clone(), request.variables.clone());
            let operation_name = request.operation_name.clone();
            let opening = Opening::default();
            let answers = graph.stream(request.data(opening.clone()), &asker).await;
            if let Some(answer) = answers {
                return Err(Box::new(answer));
            }
            let wishes = opening.wishes();
            let (Ok(document), [wish]) = (document, wishes.as_slice()) else {
                // GraphQL specification, 5.2.3.1.
                let message = "A subscription has exactly one field, which is no fragment's and is \
                               not left out.";
                return Err(refused(ClientError::new(Code::InvalidArgument, message)));
            };
            Ok(Opened {
                wish: wish.clone(),
                document,
                query,
                operation_name,
                variables,
            })
        };
        running.opening(open).boxed()
    }

    /// Executes a subscription for what is delivered, as this asker may see it at this moment.
    pub fn deliver(
        &self,
        opened: &Opened,
        asker: Asker,
        delivery: Delivery,
    ) -> BoxFuture<'static, Answer> {
        let graph = self.clone();
        let cursor = Value::from(&*delivery.cursor);
        let request = opened.request().data(delivery);
        async move {
            let position = graph.log().head();
            let answer = graph.stream(request, &asker).await;
            let none = || refused(ClientError::internal("a subscription has answered nothing"));
            let mut answer = answer.unwrap_or_else(|| *none());
            let extensions = &mut answer.response.extensions;
            extensions.insert("position".to_owned(), Value::from(position));
            // Where every client finds it, whatever it has asked for.
            extensions.insert("cursor".to_owned(), cursor);
            answer
        }
        .boxed()
    }

    /// Runs a subscription up to its first answer; none when it gives none.
    async fn stream(&self, request: Request, asker: &Asker) -> Option<Answer> {
        let reader = self.reader(asker);
        let waves = Waves::default();
        let request = request.data(Loaders::new(reader.clone(), waves.clone()));
        let mut answers = self.0.schema.follow(request);
        let (response, spent) = waves.drive(answers.next()).await;
        let mut response = response?;
        codes::mark_all(&mut response);
        Some(Answer {
            response,
            reads: reader.reads().snapshot(),
            spent,
            standing: None,
            refused: None,
            _held: None,
        })
    }
}

fn refused(error: ClientError) -> Box<Answer> {
    Box::new(Answer::refused(error))
}

impl Answer {
    /// That nothing was executed, and why.
    pub fn refused(error: ClientError) -> Self {
        let mut error = async_graphql::Error::from(error).into_server_error(Default::default());
        error.locations.clear();
        Self {
            response: Response::from_errors(vec![error]),
            reads: Default::default(),
            spent: Spent::default(),
            standing: None,
            refused: None,
            _held: None,
        }
    }
}
