"""Python's gql: documents are checked against the contract that introspection gives, and then run.

python live_gql.py HUB TOKEN

What came of it is JSON on standard output.
"""

import json
import sys

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError

hub, token = sys.argv[1:]


def client(**headers: str) -> Client:
    transport = RequestsHTTPTransport(url=hub, headers=headers, timeout=30)
    return Client(transport=transport, fetch_schema_from_transport=True, execute_timeout=30)


def refusal(session, document: str) -> list:
    try:
        return session.execute(gql(document))
    except GraphQLError as error:
        # Refused here, by the contract, before anything is sent.
        return ["here", error.message]
    except TransportQueryError as error:
        return ["by the hub", *(each["extensions"]["code"] for each in error.errors)]


report = {}
with client(**{"accept-language": "fr"}) as session:
    query = gql(
        """
        query Projects($filter: ProjectFilter!, $first: Int!) {
          projects(filter: $filter, first: $first, orderBy: [{ field: TITLE }]) {
            totalCount
            nodes { slug title leadCity { name } startedOn }
          }
        }
        """
    )
    query.variable_values = {"filter": {"stage": {"in": ["ACTIVE", "COMPLETED"]}}, "first": 2}
    report["projects"] = session.execute(query)
    report["types"] = len(session.client.schema.type_map) > 100
    report["refused"] = [
        refusal(session, "{ projects { nodes { shoeSize } } }"),
        refusal(session, "{ projects(first: \"ten\") { totalCount } }"),
        refusal(session, "{ projects(first: 1000) { totalCount } }"),
    ]

with client(authorization=f"Bearer {token}") as session:
    report["viewer"] = session.execute(gql("{ viewer { person { name } scopes } }"))["viewer"]

print(json.dumps(report))
