//! What this domain keeps of a person: themselves, and everything they came in by, act under and
//! follow.

use chrono::{DateTime, Utc};
use kernel::{Conn, Kind, NodeRef, Party, personal::PersonalData, seat::SeatNews};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ApiToken, Invitation, Letter, Login, Person, StoredMandate,
    store::{follow, invitation, letter, login, mandate, person, token},
};

/// What this domain keeps of people. It owns them: it is asked last.
#[derive(Clone, Copy, Debug)]
pub struct Personal;

#[async_trait::async_trait]
impl PersonalData for Personal {
    fn name(&self) -> &'static str {
        "members"
    }

    async fn export(&self, conn: &mut Conn<'_>, id: Uuid) -> Result<Value, sqlx::Error> {
        let Some(person) = person::find(conn, id).await? else {
            return Ok(json!({}));
        };
        let (mut links, mut letters, mut invitations) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(email) = &person.email {
            links = login::links_to(conn, email).await?;
            letters = letter::to(conn, email).await?;
            invitations = invitation::to(conn, email).await?;
        }
        let identities = person::identities(conn, id).await?;
        let mandates = mandate::all_of(conn, id).await?;
        let sign_ins = login::all_of(conn, id).await?;
        let tokens = token::all_of(conn, id).await?;
        let following = follow::all_of(conn, id).await?;
        Ok(json!({
            "person": of_person(&person),
            "identities": list(&identities, |(issuer, subject, linked_at)| {
                json!({ "issuer": issuer, "subject": subject, "linkedAt": linked_at })
            }),
            "mandates": list(&mandates, of_mandate),
            "invitations": list(&invitations, of_invitation),
            "signIns": list(&sign_ins, of_sign_in),
            "links": list(&links, |link| {
                json!({ "email": link.email, "next": link.next, "expiresAt": link.expires_at })
            }),
            "letters": list(&letters, of_letter),
            "apiTokens": list(&tokens, of_token),
            "following": list(&following, |(kind, node, since)| {
                let node = Kind::from_prefix(kind).map(|kind| NodeRef::new(kind, *node).to_string());
                json!({ "node": node, "since": since })
            }),
        }))
    }

    async fn erase(
        &self,
        conn: &mut Conn<'_>,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let Some(person) = person::find(conn, id).await? else {
            return Ok(());
        };
        if let Some(email) = &person.email {
            invitation::forget(conn, email).await?;
            login::forget_links(conn, email).await?;
            letter::forget(conn, email).await?;
        }
        mandate::end_all_of(conn, id, now).await?;
        person::delete(conn, id).await
    }
}

fn list<T>(rows: &[T], of: impl Fn(&T) -> Value) -> Vec<Value> {
    rows.iter().map(of).collect()
}

fn id_of(kind: Kind, id: Uuid) -> String {
    NodeRef::new(kind, id).to_string()
}

fn of_person(person: &Person) -> Value {
    json!({
        "id": id_of(Kind::Person, person.node.id),
        "name": person.name,
        "email": person.email,
        "locale": person.locale,
        "visibleTo": person.node.audience,
        "version": person.node.version,
        "joinedAt": person.node.recorded_at,
        "updatedAt": person.node.updated_at,
    })
}

fn of_party(party: Party) -> String {
    (party.node()).map_or_else(|| party.to_string(), |node| node.to_string())
}

fn of_mandate(mandate: &StoredMandate) -> Value {
    json!({
        "id": id_of(Kind::Mandate, mandate.id),
        "party": of_party(mandate.party()),
        "role": mandate.role,
        "scope": mandate.limits(),
        "startsAt": mandate.starts_at,
        "endsAt": mandate.ends_at,
        "grantedAt": mandate.granted_at,
    })
}

fn of_invitation(invitation: &Invitation) -> Value {
    json!({
        "id": id_of(Kind::Invitation, invitation.id),
        "email": invitation.email,
        "party": of_party(invitation.party()),
        "role": invitation.role,
        "scope": invitation.scopes.as_ref().map(|scopes| &scopes.0),
        "locale": invitation.locale,
        "invitedAt": invitation.invited_at,
        "expiresAt": invitation.expires_at,
    })
}

fn of_sign_in(login: &Login) -> Value {
    json!({
        "startedAt": login.started_at,
        "renewedAt": login.rotated_at,
        "expiresAt": login.expires_at,
    })
}

fn of_letter(letter: &Letter) -> Value {
    json!({
        "email": letter.email,
        "locale": letter.locale,
        "next": letter.next,
        "invitation": letter.invitation_id.map(|id| id_of(Kind::Invitation, id)),
        "news": letter.news.map(SeatNews::as_str),
        "registration": letter.registration_id.map(|id| id_of(Kind::Registration, id)),
        "requestedAt": letter.requested_at,
        "attempts": letter.attempts,
    })
}

fn of_token(token: &ApiToken) -> Value {
    json!({
        "id": id_of(Kind::ApiToken, token.id),
        "name": token.name,
        "scopes": token.scopes.0,
        "mandate": token.mandate_id.map(|id| id_of(Kind::Mandate, id)),
        "createdAt": token.created_at,
        "expiresAt": token.expires_at,
        "lastUsedAt": token.last_used_at,
        "revokedAt": token.revoked_at,
    })
}
