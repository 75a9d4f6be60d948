//! A request that was looked at, and what was found.

use async_graphql::{
    Name, Request,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType},
};

use crate::{Limit, Refused};

/// A request that was looked at. It is parsed, if its text and its variables are within their limits.
#[derive(Debug)]
pub struct Inspected {
    /// What is asked.
    pub request: Request,
    /// The operation that is asked for; none when that is not clear, or was not looked for: the document
    /// has not been parsed, or is none.
    pub operation: Option<Operation>,
    /// What it costs at most, in points, or the first limit that it passes.
    pub cost: Result<u64, Refused>,
}

/// An operation of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What kind it is.
    pub ty: OperationType,
    /// Its name, if it has one.
    pub name: Option<String>,
}

impl Operation {
    /// The one that this request asks for; none when that is not clear, or it is no document. For
    /// requests that were looked at: it parses the document.
    pub fn of(request: &mut Request) -> Option<Self> {
        let wanted = request.operation_name.clone();
        let document = request.parsed_query().ok()?;
        let (name, operation) = operation_of(document, wanted.as_deref())?;
        Some(Self {
            ty: operation.ty,
            name: name.map(ToString::to_string),
        })
    }
}

impl Inspected {
    /// Whether it is within the limits that hold for one request.
    pub fn is_within(&self) -> bool {
        self.cost.is_ok()
    }

    /// The document, if there is one, and if its shape is within the limits: it can be walked through.
    pub fn document(&mut self) -> Option<&ExecutableDocument> {
        let has_shape = match &self.cost {
            Ok(_) => true,
            Err(refused) => refused.limit == Limit::Cost,
        };
        has_shape.then(|| self.request.parsed_query().ok())?
    }
}

/// The operation that is asked for, and its name; none when that is not clear.
pub(crate) fn operation_of<'a>(
    document: &'a ExecutableDocument,
    wanted: Option<&str>,
) -> Option<(Option<&'a Name>, &'a OperationDefinition)> {
    let mut operations = document.operations.iter();
    let (name, operation) = match wanted {
        Some(wanted) => {
            operations.find(|(name, _)| name.is_some_and(|name| name.as_str() == wanted))
        }
        None => operations.next().filter(|_| operations.next().is_none()),
    }?;
    Some((name, &operation.node))
}
