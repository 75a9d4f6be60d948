//! The conference: 400 people in 30 delegations register at the same time for 380 seats, while the hub
//! is killed again and again; five of them do not come, and the first five who wait do.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, RwLock},
    time::Duration,
};

use futures::future::join_all;
use kernel::{Kind, db::Sql};
use serde_json::{Value, json};
use testkit::{Hub, wait};

use super::{Conference, conference, open_for};

const SEATS: i64 = 380;
const PEOPLE: usize = 400;
const DELEGATIONS: usize = 30;

/// A hub in a process of its own, which can be killed.
struct Process {
    child: Child,
    url: String,
    /// What it says, which it must be able to go on saying.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(database: &str) -> Process {
        let mut child = Command::new(env!("CARGO_BIN_EXE_passerelle"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                database,
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("query it")?.1.trim().to_owned()))
            .expect("the hub says where it is");
        Process {
            child,
            url,
            _said: said,
        }
    }

    /// kill -9: it has no time to finish anything.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A client of the hub, wherever that is at the moment. It asks again until it is answered.
struct Client {
    url: Arc<RwLock<String>>,
    token: String,
}

impl Client {
    /// Calls a mutation under a key. Whatever happens to the hub meanwhile, it is done once.
    async fn call(&self, mutation: &str, input: &Value, fields: &str, key: &str) -> Value {
        let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!(
            "mutation ($input: {input_type}!, $key: String) {{
                {mutation}(input: $input, idempotencyKey: $key) {{ {fields} errors {{ code path message }} }} }}"
        );
        let body = json!({ "query": document, "variables": { "input": input, "key": key } });
        let mut last = Value::Null;
        let client = testkit::client();
        let answered = wait::within(Duration::from_secs(120), async || {
            let url = self.url.read().unwrap().clone();
            let sent = client.post(url).bearer_auth(&self.token).json(&body);
            let response = sent.send().await.ok()?;
            if !response.status().is_success() {
                return None;
            }
            let answer = response.json::<Value>().await.ok()?;
            if answer.get("errors").is_none() {
                return Some(answer["data"][mutation].clone());
            }
            last = answer;
            None
        });
        let answered = answered.await;
        answered.unwrap_or_else(|| panic!("nobody does {mutation}: {last:#}"))
    }
}

/// The head of a delegation, and its key.
struct Head {
    client: Client,
    delegation: String,
    size: usize,
}

async fn heads(hub: &Hub, conference: &Conference<'_>, url: &Arc<RwLock<String>>) -> Vec<Head> {
    let mut heads = Vec::new();
    let slugs = slugs(hub).await;
    for (i, (kind, slug)) in slugs.into_iter().enumerate() {
        let head = match kind {
            Kind::City => hub.officer_of(&slug).await,
            _ => hub.officer_of_organisation(&slug).await,
        };
        let delegation = conference.headed_by(&head).await;
        let token = head.token(&["READ", "EVENTS"], None).await.secret;
        heads.push(Head {
            client: Client {
                url: url.clone(),
                token,
            },
            delegation,
            // 400 people, as evenly as can be.
            size: PEOPLE / DELEGATIONS + usize::from(i < PEOPLE % DELEGATIONS),
        });
    }
    heads
}

/// Thirty cities and organisations that are invited.
async fn slugs(hub: &Hub) -> Vec<(Kind, String)> {
    let query =
        "{ cities(first: 15) { nodes { slug } } organisations(first: 15) { nodes { slug } } }";
    let found = hub.query(query).await;
    let mut all = Vec::new();
    for (kind, list) in [
        (Kind::City, "cities"),
        (Kind::Organisation, "organisations"),
    ] {
        for node in found.data()[list]["nodes"].as_array().unwrap() {
            all.push((kind, node["slug"].as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(all.len(), DELEGATIONS);
    all
}

/// How many have a seat, and how many wait, as the database has them; the counts say the same.
async fn counted(hub: &Hub) -> (i64, i64) {
    let mut conn = hub.db.read().await.unwrap();
    let sql = Sql::new(
        "select (select count(*) from registration where state = 'SEATED'), \
         (select count(*) from registration where state = 'WAITING'), seated, waiting, held \
         from event_registration",
    );
    let rows: Vec<(i64, i64, i32, i32, i32)> = conn.fetch_all(sql).await.unwrap();
    let (seated, waiting, told_seated, told_waiting, held) = rows[0];
    assert_eq!((seated, waiting), (told_seated.into(), told_waiting.into()));
    assert_eq!(held, 0);
    assert!(seated <= SEATS, "{seated} have a seat");
    (seated, waiting)
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundred_people_register_for_380_seats_while_the_hub_is_killed() {
    for hub in Hub::with_demo().await {
        let mut settings = open_for(Some(380), &["DELEGATE"]);
        let (mut cities, mut organisations) = (Vec::new(), Vec::new());
        for (kind, slug) in slugs(&hub).await {
            let id = hub.id_of(kind, &slug).await;
            match kind {
                Kind::City => cities.push(id),
                _ => organisations.push(id),
            }
        }
        settings["invited"] = json!({ "cities": cities, "organisations": organisations });
        let conference = conference(&hub, "conference-2099", settings).await;
        let process = Process::start(&hub.database.url);
        let url = Arc::new(RwLock::new(process.url.clone()));
        let heads = heads(&hub, &conference, &url).await;

        // Everybody at the same time, each head in several calls of one to seven people.
        let registering = heads.iter().enumerate().map(|(h, head)| async move {
            let (mut done, mut call, mut answers) = (0, 0, Vec::new());
            while done < head.size {
                let many = (1 + (h + call) % 7).min(head.size - done);
                let people: Vec<Value> = (done..done + many)
                    .map(|i| json!({ "name": format!("Person {h}-{i}") }))
                    .collect();
                let input = json!({ "delegation": head.delegation, "people": people });
                let fields = "registrations { id number name }";
                let key = format!("call {call}");
                let answer = head
                    .client
                    .call("registerDelegation", &input, fields, &key)
                    .await;
                assert_eq!(answer["errors"], json!([]), "{answer:#}");
                let rows = answer["registrations"].as_array().unwrap();
                assert_eq!(rows.len(), many, "{answer:#}");
                answers.extend(rows.iter().cloned());
                done += many;
                call += 1;
            }
            answers
        });
        let registering = join_all(registering);
        // Meanwhile the hub is killed, whenever so many more are in.
        let killing = async {
            let (mut kills, mut process) = (0, process);
            for reached in [60, 150, 240, 330] {
                let are_in = async || {
                    let (seated, waiting) = counted(&hub).await;
                    (seated + waiting >= reached).then_some(())
                };
                let found = wait::within(Duration::from_secs(240), are_in).await;
                assert!(found.is_some(), "{reached} are not in in time");
                process.kill();
                process = Process::start(&hub.database.url);
                url.write().unwrap().clone_from(&process.url);
                kills += 1;
            }
            (kills, process)
        };
        let (answers, (kills, process)) = futures::future::join(registering, killing).await;
        assert_eq!(kills, 4);

        // Everybody is in once, whatever was asked again.
        assert_eq!(counted(&hub).await, (SEATS, 20));
        let answers: Vec<Value> = answers.into_iter().flatten().collect();
        let names: BTreeSet<&str> = answers
            .iter()
            .map(|row| row["name"].as_str().unwrap())
            .collect();
        let numbers: BTreeSet<i64> = answers
            .iter()
            .map(|row| row["number"].as_i64().unwrap())
            .collect();
        assert_eq!(names.len(), PEOPLE);
        assert_eq!(numbers, (1..=400).collect::<BTreeSet<i64>>());
        let waiting = "registrations(first: 100, filter: { state: { eq: WAITING } }) {
            totalCount nodes { number place } }";
        let found = conference.look(waiting).await;
        let expected: Vec<Value> = (0..20)
            .map(|i| json!({ "number": 381 + i, "place": 1 + i }))
            .collect();
        assert_eq!(found["registrations"]["nodes"], json!(expected));

        // Five do not come, all at once: the first five who wait do, in their order.
        let leaving = heads.iter().take(5).enumerate().map(|(h, head)| {
            let name = format!("Person {h}-0");
            let row = answers
                .iter()
                .find(|row| row["name"] == name.as_str())
                .unwrap();
            assert!(row["number"].as_i64().unwrap() <= SEATS, "{row}");
            let input = json!({ "registration": row["id"] });
            async move {
                let fields = "registration { state }";
                let answer = head
                    .client
                    .call("cancelRegistration", &input, fields, "not coming")
                    .await;
                assert_eq!(answer["registration"]["state"], "CANCELLED", "{answer:#}");
            }
        });
        join_all(leaving).await;
        assert_eq!(counted(&hub).await, (SEATS, 15));
        let found = conference.look(waiting).await;
        let expected: Vec<Value> = (0..15)
            .map(|i| json!({ "number": 386 + i, "place": 1 + i }))
            .collect();
        assert_eq!(found["registrations"]["nodes"], json!(expected));
        let promoted = conference.told("registration.promoted").await;
        assert_eq!(promoted, ["delegation by SYSTEM"; 5]);

        // The figures that anybody may see.
        let figures = "registration { capacity seated waiting held }
            registeredDelegations(first: 100) { totalCount nodes { seated waiting } }";
        let found = conference.seen_by(&hub.anybody(), figures).await;
        assert_eq!(
            found["registration"],
            json!({ "capacity": 380, "seated": 380, "waiting": 15, "held": 0 })
        );
        let delegations = found["registeredDelegations"]["nodes"].as_array().unwrap();
        let sum = |key: &str| {
            delegations
                .iter()
                .map(|one| one[key].as_i64().unwrap())
                .sum::<i64>()
        };
        assert_eq!(found["registeredDelegations"]["totalCount"], 30);
        assert_eq!((sum("seated"), sum("waiting")), (SEATS, 15));
        process.kill();
    }
}
