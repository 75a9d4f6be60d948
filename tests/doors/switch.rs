//! A client that goes from door to door, from replica to replica, loses nothing and gets nothing twice.

use serde_json::json;
use testkit::{
    Hub,
    doors::{Events, Parts, Socket},
};

use super::{SUBSCRIPTION, body, cursor, happen, position};

#[tokio::test]
async fn switching_doors_mid_way_loses_and_doubles_nothing() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let before = happen(&hub).await;
        let mut expected = Vec::new();
        for _ in 0..12 {
            expected.push(happen(&hub).await);
        }
        let mut told = Vec::new();
        let after = hub.graph.log().cursor(before);

        let mut socket = Socket::ready(&hub.url, &[], json!({})).await.unwrap();
        socket
            .subscribe("1", SUBSCRIPTION, json!({ "after": after }))
            .await;
        let mut at = String::new();
        for _ in 0..3 {
            let payload = socket.message().await["payload"].clone();
            told.push(position(&payload));
            at = cursor(&payload);
        }
        drop(socket);

        let request = replica.client.post(format!("{}/graphql", replica.url));
        let request = request.json(&body(None)).header("last-event-id", &at);
        let mut events = Events::open(request).await.unwrap();
        for _ in 0..3 {
            told.push(position(&events.event().await.unwrap().json()));
        }
        let at = events.last_event_id.clone().unwrap();
        drop(events);

        let mut asked = body(None);
        asked["extensions"] = json!({ "cursor": at });
        let request = hub.client.post(format!("{}/graphql", hub.url)).json(&asked);
        let mut parts = Parts::open(request).await.unwrap();
        let mut at = String::new();
        for _ in 0..3 {
            let part = parts.result().await.unwrap();
            told.push(position(&part["payload"]));
            at = cursor(&part["payload"]);
        }
        drop(parts);

        let poll = "query ($after: String) { activities(after: $after, first: 2) {
            nodes { position } pageInfo { endCursor } } }";
        let reply = replica.query_with(poll, json!({ "after": at })).await;
        let page = &reply.data()["activities"];
        told.extend(
            (page["nodes"].as_array().unwrap().iter()).filter_map(|n| n["position"].as_i64()),
        );
        let at = page["pageInfo"]["endCursor"].as_str().unwrap();

        let mut socket = Socket::ready(&replica.url, &[], json!({})).await.unwrap();
        socket
            .subscribe("1", SUBSCRIPTION, json!({ "after": at }))
            .await;
        told.push(position(&socket.message().await["payload"]));
        expected.push(happen(&hub).await);
        told.push(position(&socket.message().await["payload"]));
        assert_eq!(told, expected);
    }
}
