//! People join the line of those who come to an event.

use activity::Failure;
use kernel::seat::SeatNews;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    registration::MOST_REGISTRATIONS, registration_input::wrong_state, registration_open::Desk,
};
use crate::{
    Registration, RegistrationState, RegistrationType,
    model::{registration_code, registration_question::Answers},
    store::registration as store,
};

/// Somebody who joins the line.
pub(super) struct Newcomer {
    pub(super) kind: RegistrationType,
    pub(super) person: Option<Uuid>,
    pub(super) delegation: Option<Uuid>,
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) answers: Answers,
}

impl Desk<'_> {
    /// Whether an organiser confirms who comes as this, before they stand in the line.
    pub(super) fn is_confirmed_first(&self, kind: RegistrationType) -> bool {
        (self.seats.types.get(&kind)).is_some_and(|of| of.confirmed)
    }

    /// Puts people at the end of the line, in this order; those who register themselves as what an organiser
    /// confirms keep a number in it. Each is written to whose address is known.
    pub(super) async fn join(
        &mut self,
        path: &str,
        newcomers: Vec<Newcomer>,
    ) -> Result<Vec<Registration>, Failure> {
        let many = i32::try_from(newcomers.len()).unwrap_or(i32::MAX);
        let standing = self.seats.seated() + self.seats.waiting() + self.seats.requested();
        if many > MOST_REGISTRATIONS - standing {
            let message = format!("An event has at most {MOST_REGISTRATIONS} registrations.");
            return Err(wrong_state(path, message).into());
        }
        let (event, now, activity) = (self.id(), self.write.now(), self.write.first_id());
        let mut rows = Vec::new();
        for newcomer in newcomers {
            self.registration.last_number += 1;
            let asks = newcomer.person.is_some() && self.is_confirmed_first(newcomer.kind);
            let row = Registration {
                id: self.write.clock().new_id(),
                event_id: event,
                number: self.registration.last_number,
                kind: newcomer.kind,
                state: match asks {
                    true => RegistrationState::Requested,
                    false => RegistrationState::Waiting,
                },
                person_id: newcomer.person,
                delegation_id: newcomer.delegation,
                name: Some(newcomer.name),
                email: newcomer.email,
                answers: Json(newcomer.answers),
                code: registration_code::generate(),
                registered_at: now,
                activity_id: activity,
                seated_at: None,
                cancelled_at: None,
                checked_in_at: None,
                checked_in_by: None,
                offered_to: None,
                offered_email: None,
                offered_at: None,
            };
            if asks {
                self.seats.request(row.kind, 1);
            } else {
                self.arrive(&row);
                self.write_to(SeatNews::Registered, &row);
            }
            rows.push(row);
        }
        let desk = self.audience();
        let new: Vec<_> = rows
            .iter()
            .map(|row| store::New { row, desk: &desk })
            .collect();
        store::insert(&mut self.write.conn(), &new).await?;
        Ok(rows)
    }
}
