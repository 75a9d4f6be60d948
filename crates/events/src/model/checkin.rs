//! The list at the door: a line for each registration, for who has no network there.

use chrono::{DateTime, Utc};

use crate::{RegistrationState, RegistrationType};

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The registration's place in the order of the event.
    pub number: i32,
    /// As what.
    pub kind: RegistrationType,
    /// What it is now.
    pub state: RegistrationState,
    /// What they are called; none when they were erased.
    pub name: Option<String>,
    /// The city or the organisation whose delegation they come with, by its name in addresses.
    pub delegation: Option<String>,
    /// What they show.
    pub code: String,
    /// When they came.
    pub checked_in_at: Option<DateTime<Utc>>,
}

/// The lines as comma-separated values (RFC 4180), with a header.
pub fn csv(lines: &[Line]) -> String {
    let mut text = String::from("number,type,state,name,delegation,code,checked in at\r\n");
    for line in lines {
        let fields = [
            line.number.to_string(),
            line.kind.as_str().to_owned(),
            line.state.as_str().to_owned(),
            line.name.clone().unwrap_or_default(),
            line.delegation.clone().unwrap_or_default(),
            line.code.clone(),
            line.checked_in_at
                .map(|at| at.to_rfc3339())
                .unwrap_or_default(),
        ];
        let fields = fields.map(|field| quoted(&field));
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A field. Names come from others: one that a spreadsheet would take for a formula is kept from that by
/// an apostrophe.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@']);
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_breaks_no_line_and_runs_no_formula() {
        let line = Line {
            number: 7,
            kind: RegistrationType::Delegate,
            state: RegistrationState::Seated,
            name: Some("=HYPERLINK(\"x\"), Jr.".to_owned()),
            delegation: Some("cuneo".to_owned()),
            code: "0123456789AB".to_owned(),
            checked_in_at: None,
        };
        assert_eq!(
            csv(&[line]),
            "number,type,state,name,delegation,code,checked in at\r\n\
             7,DELEGATE,SEATED,\"'=HYPERLINK(\"\"x\"\"), Jr.\",cuneo,0123456789AB,\r\n"
        );
    }
}
