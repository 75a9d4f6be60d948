//! One node of every kind there is, and the doors by which each can be reached.
//!
//! To add a kind: how it comes about in `Specimens::of`, its table, and its doors.

use std::collections::HashMap;

use kernel::{Kind, NodeRef, db::Sql, db::Value as Bound};
use serde_json::{Value, json};
use testkit::{Hub, Person};

use super::attendance;

/// One node of every kind.
pub(super) struct Specimens(HashMap<Kind, NodeRef>);

/// A way to reach a node.
pub(super) struct Door {
    /// The field of the answer.
    pub(super) alias: String,
    /// What is asked. Its answer has the node's id in it, or it has not.
    pub(super) field: String,
    /// Whether only the person whom the node belongs to comes in by it.
    pub(super) is_own: bool,
}

/// The table whose rows have the audience of such nodes.
const fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::City
        | Kind::Theme
        | Kind::Project
        | Kind::Milestone
        | Kind::Update
        | Kind::Event
        | Kind::EventSeries
        | Kind::Session
        | Kind::Organisation
        | Kind::Person => "node",
        Kind::Activity => "activity",
        Kind::Mandate => "mandate",
        Kind::Invitation => "invitation",
        Kind::ApiToken => "api_token",
        Kind::Partnership => "partnership",
        Kind::Registration => "registration",
        // As its project, and as its event.
        Kind::Need | Kind::EventDelegation => "node",
    }
}

/// A list of the root, a name in addresses, and a word, for what has them.
fn by_name(kind: Kind, list: &str, id: &str) -> Vec<(&'static str, String)> {
    let name = kind.prefix();
    vec![
        (
            "list",
            format!("{list}(filter: {{ id: {{ eq: \"{id}\" }} }}) {{ totalCount nodes {{ id }} }}"),
        ),
        (
            "slug",
            format!("{name}(slug: \"specimen-{name}\") {{ id }}"),
        ),
        ("search", search(kind)),
    ]
}

fn search(kind: Kind) -> String {
    format!(
        "search(query: \"specimen{}\") {{ totalCount nodes {{ id }} }}",
        kind.prefix()
    )
}

fn activities(verb: &str, fields: &str) -> String {
    let filter = format!("{{ verb: {{ eq: \"specimen.{verb}\" }} }}");
    format!("activities(filter: {filter}) {{ totalCount nodes {{ {fields} }} }}")
}

/// The doors that only this kind has.
fn own_doors(kind: Kind, id: &str) -> Vec<(&'static str, String)> {
    let listed = |list: &str| {
        format!("{list}(filter: {{ id: {{ eq: \"{id}\" }} }}) {{ totalCount nodes {{ id }} }}")
    };
    let holder = |fields: &str| format!("project(slug: \"holder\") {{ {fields} }}");
    let event = |fields: &str| format!("event(slug: \"holder\") {{ {fields} }}");
    let nodes = "{ totalCount nodes { id } }";
    let anderson = |list: &str| format!("city(slug: \"anderson\") {{ {} }}", listed(list));
    match kind {
        Kind::City => [
            by_name(kind, "cities", id),
            vec![
                ("lead", holder("leadCity { id }")),
                ("cities", holder(&format!("cities {nodes}"))),
                ("host", event("hostCity { id }")),
                ("delegations", event("delegations { totalCount nodes { city { id } } }")),
            ],
        ]
        .concat(),
        Kind::Theme => [
            by_name(kind, "themes", id),
            vec![
                ("themes", holder(&format!("themes {nodes}"))),
                ("eventThemes", event(&format!("themes {nodes}"))),
            ],
        ]
        .concat(),
        Kind::Project => [
            by_name(kind, "projects", id),
            vec![
                ("ofCity", anderson("projects")),
                ("ofEvent", event(&format!("projects {nodes}"))),
            ],
        ]
        .concat(),
        Kind::Event => [
            by_name(kind, "events", id),
            vec![
                ("ofCity", anderson("events")),
                (
                    "ofSeries",
                    format!("eventSeries(slug: \"holder\") {{ {} }}", listed("events")),
                ),
                ("after", "event(slug: \"before\") { nextEdition { id } }".to_owned()),
            ],
        ]
        .concat(),
        Kind::EventSeries => vec![
            ("list", listed("eventSeriesList")),
            ("slug", "eventSeries(slug: \"specimen-series\") { id }".to_owned()),
            ("search", search(kind)),
            ("series", event("series { id }")),
        ],
        Kind::Organisation => [
            by_name(kind, "organisations", id),
            vec![
                ("ofCity", anderson("organisations")),
                ("takesPart", holder("participations { totalCount nodes { organisation { id } } }")),
            ],
        ]
        .concat(),
        Kind::Milestone => vec![("milestones", holder(&format!("milestones {nodes}")))],
        Kind::Update => vec![
            ("search", search(kind)),
            ("updates", holder(&format!("updates {nodes}"))),
        ],
        Kind::Session => vec![
            ("search", search(kind)),
            ("sessions", event(&format!("sessions {nodes}"))),
        ],
        Kind::Activity => vec![
            ("list", activities("itself", "id")),
            (
                "ofNode",
                "theme(slug: \"holder\") { activities(filter: { verb: { eq: \"specimen.itself\" } }) {
                    totalCount nodes { id } } }"
                    .to_owned(),
            ),
        ],
        Kind::Person => vec![
            ("list", listed("people")),
            ("actor", activities("done", "person { id }")),
            (
                "holder",
                "mandates(filter: { role: { eq: MODERATOR } }) { totalCount nodes { person { id } } }"
                    .to_owned(),
            ),
        ],
        Kind::Mandate => vec![
            ("list", listed("mandates")),
            ("ofCity", anderson("mandates")),
            ("under", activities("done", "mandate { id }")),
            (
                "itself",
                format!("node(id: \"{id}\") {{ ... on Mandate {{ activities {{ nodes {{ subject {{ id }} }} }} }} }}"),
            ),
        ],
        Kind::Invitation => vec![(
            "list",
            "invitations(filter: { email: { eq: \"specimen@example.org\" } }) {
                totalCount nodes { id } }"
                .to_owned(),
        )],
        Kind::Partnership => vec![
            ("ofCity", format!("city(slug: \"anderson\") {{ partnerships {nodes} }}")),
            ("ofProject", holder(&format!("partnerships {nodes}"))),
        ],
        Kind::Need => vec![(
            "needs",
            format!("project(slug: \"specimen-project\") {{ needs {nodes} }}"),
        )],
        Kind::Registration => vec![
            ("ofEvent", event(&format!("registrations {nodes}"))),
            (
                "ofDelegation",
                event(&format!("registeredDelegations {{ nodes {{ registrations {nodes} }} }}")),
            ),
        ],
        Kind::EventDelegation => vec![(
            "ofEvent",
            format!("event(slug: \"specimen-event\") {{ registeredDelegations {nodes} }}"),
        )],
        Kind::ApiToken => vec![(
            "own",
            format!("viewer {{ apiTokens(first: 100) {nodes} }}"),
        )],
    }
}

impl Specimens {
    /// Makes one of each, and what leads to them. The token is this person's.
    pub(super) async fn of(hub: &Hub, owner: &Person<'_>) -> Specimens {
        let mut found = HashMap::new();
        let mut keep = |kind: Kind, id: &str| {
            let node: NodeRef = id.parse().unwrap();
            assert_eq!(node.kind, kind);
            found.insert(kind, node);
        };
        let content = |kind: &str| json!([{ "locale": "en", "title": format!("Specimen{kind}") }]);
        let slug = |kind: &str| format!("specimen-{kind}");
        let anderson = hub.id_of(Kind::City, "anderson").await;

        let city = record(
            hub,
            "City",
            json!({
                "slug": slug("city"), "content": content("city"), "countryCode": "FR",
                "continent": "EUROPE", "latitude": 0, "longitude": 0, "timeZone": "Europe/Paris",
                "membership": "INVITED",
            }),
        )
        .await;
        let theme = record(
            hub,
            "Theme",
            json!({ "slug": slug("theme"), "content": content("theme") }),
        )
        .await;
        let organisation = record(
            hub,
            "Organisation",
            json!({
                "slug": slug("organisation"), "content": content("organisation"), "kind": "COMPANY",
                "city": anderson,
            }),
        )
        .await;
        let project = record(
            hub,
            "Project",
            json!({
                "slug": slug("project"), "content": content("project"), "kind": "COOPERATION",
                "partnerCities": [anderson],
            }),
        )
        .await;
        let title = json!([{ "locale": "en", "title": "Holder" }]);
        let holder = record(
            hub,
            "EventSeries",
            json!({ "slug": "holder", "content": title }),
        )
        .await;
        let event = record(
            hub,
            "Event",
            json!({
                "slug": slug("event"), "content": content("event"), "kind": "WORKSHOP",
                "status": "ANNOUNCED", "mode": "ONLINE", "hostCity": anderson,
                "series": holder, "edition": 2,
            }),
        )
        .await;
        let series = record(
            hub,
            "EventSeries",
            json!({ "slug": slug("series"), "content": content("series") }),
        )
        .await;
        keep(Kind::EventSeries, &series);
        keep(Kind::City, &city);
        keep(Kind::Theme, &theme);
        keep(Kind::Organisation, &organisation);
        keep(Kind::Project, &project);
        keep(Kind::Event, &event);

        // What anybody may see, and what leads from it to the specimens.
        record(
            hub,
            "Event",
            json!({
                "slug": "before", "content": title, "kind": "WORKSHOP", "status": "HELD",
                "mode": "ONLINE", "series": holder, "edition": 1,
            }),
        )
        .await;
        record(hub, "Theme", json!({ "slug": "holder", "content": title })).await;
        record(hub, "Project", json!({
            "slug": "holder", "content": title, "kind": "COOPERATION", "leadCity": city,
            "themes": [theme], "organisations": [{ "organisation": organisation, "role": "OTHER" }],
            "milestones": [{ "content": content("milestone") }],
            "updates": [{ "content": content("update"), "publishedOn": "2025" }],
        }))
        .await;
        let holder_event = record(
            hub,
            "Event",
            json!({
                "slug": "holder", "content": title, "kind": "WORKSHOP", "status": "ANNOUNCED",
                "mode": "ONLINE", "hostCity": city, "themes": [theme], "projects": [project],
                "series": series, "edition": 1,
                "sessions": [{ "content": content("session"), "kind": "KEYNOTE" }],
            }),
        )
        .await;
        let reply = hub
            .query(
                "{ project(slug: \"holder\") { milestones { nodes { id } } updates { nodes { id } } }
                   event(slug: \"holder\") { sessions { nodes { id } } } }",
            )
            .await;
        let id = |pointer: &str| reply.data().pointer(pointer).unwrap().as_str().unwrap();
        keep(Kind::Milestone, id("/project/milestones/nodes/0/id"));
        keep(Kind::Update, id("/project/updates/nodes/0/id"));
        keep(Kind::Session, id("/event/sessions/nodes/0/id"));

        let clock = hub.graph.log().clock();
        let key = |id: &str| id.parse::<NodeRef>().unwrap().id;
        let [partnership, need] = [(); 2].map(|()| clock.new_id());
        let mut sql = Sql::new(
            "insert into partnership (id, project_id, kind, city_id, state, offered_at, audience) \
             select ",
        );
        sql.bind(partnership.into())
            .push(", n.id, 'INVITATION', ")
            .bind(key(&anderson).into())
            .push(", 'DECLINED', ")
            .bind(clock.now().into())
            .push(", 'public' from node n where n.kind = 'project' and n.slug = 'holder'");
        hub.change(sql).await;
        keep(
            Kind::Partnership,
            &NodeRef::new(Kind::Partnership, partnership).to_string(),
        );
        let mut sql = Sql::new(
            "insert into project_need (id, project_id, kind, state, locale, text, added_at) values (",
        );
        sql.bind(need.into())
            .push(", ")
            .bind(key(&project).into())
            .push(", 'NEED', 'OPEN', 'en', 'A specimen', ")
            .bind(clock.now().into())
            .push(")");
        hub.change(sql).await;
        keep(Kind::Need, &NodeRef::new(Kind::Need, need).to_string());

        let [registration, delegation] = attendance::fill(hub, [&event, &holder_event]).await;
        keep(Kind::Registration, &registration);
        keep(Kind::EventDelegation, &delegation);

        let person = hub.person("Specimen").await;
        keep(Kind::Person, &person.id);
        let terms = json!({ "party": { "city": anderson }, "role": "OFFICER" });
        let mandate = hub.grant(&person.id, terms).await;
        keep(Kind::Mandate, &mandate);
        let terms = json!({ "party": { "secretariat": true }, "role": "MODERATOR" });
        let public: NodeRef = hub.grant(&person.id, terms).await.parse().unwrap();
        let mut sql = Sql::new("update mandate set audience = 'public' where id = ");
        sql.bind(public.id.into());
        hub.change(sql).await;
        let invite =
            "mutation ($city: ID!) { inviteToMandate(input: { email: \"specimen@example.org\",
            party: { city: $city }, role: OFFICER }) { invitation { id } } }";
        let reply = hub.as_operator(invite, json!({ "city": anderson })).await;
        let invitation = &reply.data()["inviteToMandate"]["invitation"]["id"];
        keep(Kind::Invitation, invitation.as_str().unwrap());
        keep(Kind::ApiToken, &owner.token(&["READ"], None).await.id);

        let specimens = Specimens(found);
        specimens.into_the_log(hub).await
    }

    /// Makes every specimen the subject of one activity, and related to another. What happens is what
    /// the demonstration's first activities become.
    async fn into_the_log(mut self, hub: &Hub) -> Specimens {
        let itself = "query { theme(slug: \"holder\") { activities { nodes { id position } } } }";
        let reply = hub.query(itself).await;
        let node = reply
            .data()
            .pointer("/theme/activities/nodes/0")
            .unwrap()
            .clone();
        let activity: NodeRef = node["id"].as_str().unwrap().parse().unwrap();
        self.0.insert(Kind::Activity, activity);
        become_(hub, node["position"].as_i64().unwrap(), "itself", None).await;
        for (i, kind) in Kind::ALL.iter().enumerate() {
            let position = i64::try_from(i).unwrap() * 2 + 1;
            let node = self.node(*kind);
            become_(
                hub,
                position,
                &format!("subject-{}", kind.prefix()),
                Some(node),
            )
            .await;
            become_(
                hub,
                position + 1,
                &format!("related-{}", kind.prefix()),
                None,
            )
            .await;
            for position in [position, position + 1] {
                let mut sql =
                    Sql::new("insert into activity_node (node_id, position, kind) values (");
                sql.bind(node.id.into())
                    .push(", ")
                    .bind(Bound::Int(position))
                    .push(", ");
                sql.bind(kind.prefix().into()).push(")");
                hub.change(sql).await;
            }
        }
        let position = i64::try_from(Kind::ALL.len()).unwrap() * 2 + 1;
        become_(hub, position, "done", None).await;
        let mut sql = Sql::new("update activity set person_id = ");
        sql.bind(self.node(Kind::Person).id.into())
            .push(", mandate_id = ");
        sql.bind(self.node(Kind::Mandate).id.into())
            .push(" where position = ");
        sql.bind(Bound::Int(position));
        hub.change(sql).await;
        self
    }

    pub(super) fn node(&self, kind: Kind) -> NodeRef {
        *self
            .0
            .get(&kind)
            .unwrap_or_else(|| panic!("no specimen of {kind:?}"))
    }

    /// Shows every specimen to this audience, and to no other.
    pub(super) async fn show_to(&self, hub: &Hub, audience: &str) {
        for kind in Kind::ALL {
            let mut sql = Sql::new(format!("update {} set audience = ", table(*kind)));
            let row = match kind {
                Kind::Need => Kind::Project,
                Kind::EventDelegation => Kind::Event,
                kind => *kind,
            };
            sql.bind(audience.into())
                .push(" where id = ")
                .bind(self.node(row).id.into());
            hub.change(sql).await;
        }
    }

    /// Every way to this kind's specimen.
    pub(super) fn doors(&self, kind: Kind) -> Vec<Door> {
        let id = self.node(kind).to_string();
        let name = kind.prefix();
        let mut all = vec![
            ("node", format!("node(id: \"{id}\") {{ id }}")),
            ("nodes", format!("nodes(ids: [\"{id}\"]) {{ id }}")),
            (
                "subject",
                activities(&format!("subject-{name}"), "subject { id }"),
            ),
            (
                "related",
                activities(&format!("related-{name}"), "related { id }"),
            ),
        ];
        // The log can be asked for what concerns a node of the table of that name. (Of a mandate, the
        // mandate can be asked.)
        if table(kind) == "node" && !matches!(kind, Kind::Need | Kind::EventDelegation) {
            all.push((
                "concerning",
                format!(
                    "activities(filter: {{ node: {{ eq: \"{id}\" }} }}) {{
                    totalCount nodes {{ subject {{ id }} related {{ id }} }} }}"
                ),
            ));
        }
        all.extend(own_doors(kind, &id));
        all.extend(entity(kind, &id));
        let door = |(door, field): (&str, String)| Door {
            alias: format!("{name}_{door}"),
            field,
            is_own: door == "own",
        };
        all.into_iter().map(door).collect()
    }
}

/// The door for routers, of the kinds that have a key.
fn entity(kind: Kind, id: &str) -> Option<(&'static str, String)> {
    use Kind::{City, Event, Organisation, Person, Project};
    let ty = kind.type_name();
    let representation = format!("{{ __typename: \"{ty}\", id: \"{id}\" }}");
    let field =
        format!("_entities(representations: [{representation}]) {{ ... on {ty} {{ id }} }}");
    matches!(kind, City | Project | Event | Organisation | Person).then_some(("entity", field))
}

async fn record(hub: &Hub, kind: &str, input: Value) -> String {
    let document = format!(
        "mutation ($input: Record{kind}Input!) {{ record{kind}(input: $input) {{
            node {{ id }} errors {{ path message }} }} }}"
    );
    let reply = hub.as_operator(&document, json!({ "input": input })).await;
    let payload = &reply.data()[format!("record{kind}")];
    let id = payload["node"]["id"].as_str();
    id.unwrap_or_else(|| panic!("{payload}")).to_owned()
}

/// Turns the activity at this position into a public one of a verb of our own.
async fn become_(hub: &Hub, position: i64, verb: &str, subject: Option<NodeRef>) {
    let mut sql = Sql::new("update activity set audience = 'public', verb = ");
    sql.bind(format!("specimen.{verb}").into());
    if let Some(subject) = subject {
        sql.push(", subject_kind = ")
            .bind(subject.kind.prefix().into());
        sql.push(", subject_id = ").bind(subject.id.into());
    }
    sql.push(" where position = ").bind(Bound::Int(position));
    hub.change(sql).await;
}
