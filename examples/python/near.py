"""Asks who near a place does what some words mean, checks the query beforehand, walks the pages."""

import os
import sys

import httpx
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport

SERVER = os.environ.get("CAREGRAPH_URL", "http://127.0.0.1:8080")
HEADERS = {"x-client-name": "example-python", "x-client-version": "0.1.0"}
if key := os.environ.get("CAREGRAPH_KEY"):
    HEADERS["authorization"] = f"Bearer {key}"

NEAR = gql("""
    query Near($words: String!, $place: String!, $first: Int!, $after: String) {
      doctors(
        need: { text: $words }
        near: { at: { placeName: $place }, withinKm: 200 }
        sort: DISTANCE
        first: $first
        after: $after
      ) {
        totalCount
        understood { concept { ... on Procedure { name summary } } }
        pageInfo { hasNextPage endCursor }
        edges {
          distance
          node { name { display } demonstration }
          role {
            newPatients { status }
            clinic { name address { city } }
          }
        }
      }
    }
""")


def pages(session, words, place, first):
    """Each page of the list, as long as there is one."""
    NEAR.variable_values = {"words": words, "place": place, "first": first, "after": None}
    while True:
        page = session.execute(NEAR)["doctors"]
        yield page
        if not page["pageInfo"]["hasNextPage"]:
            return
        NEAR.variable_values["after"] = page["pageInfo"]["endCursor"]


def row(edge):
    """One line of the table. What is null is unknown, and unknown is not no."""
    role = edge["role"] or {}
    clinic = role.get("clinic") or {"name": "clinic not known", "address": {}}
    status = (role.get("newPatients") or {}).get("status") or "not known"
    invented = " (invented)" if edge["node"]["demonstration"] else ""
    return " | ".join([
        f"{edge['distance']:5.1f} km",
        edge["node"]["name"]["display"] + invented,
        clinic["address"].get("city") or "town not known",
        clinic["name"],
        f"new patients: {status}",
    ])


def main():
    # The server's own contract, so that a query that does not fit it fails before it is sent.
    schema = httpx.get(f"{SERVER}/schema.graphql").raise_for_status().text
    transport = HTTPXTransport(url=f"{SERVER}/graphql", headers=HEADERS, timeout=30)
    with Client(schema=schema, transport=transport) as session:
        for number, page in enumerate(pages(session, "blood patch", "Serzhong", first=3)):
            if number == 0:
                concept = (page["understood"] or {}).get("concept") or {}
                print(concept.get("name", "these words mean nothing here"))
                print(concept.get("summary", ""))
                print(f"{page['totalCount']} within 200 km:")
            for edge in page["edges"]:
                print(row(edge))


if __name__ == "__main__":
    try:
        main()
    except httpx.HTTPError as problem:
        sys.exit(f"{SERVER} does not answer: {problem}")
    except TransportQueryError as problem:
        sys.exit(f"refused: {problem}")
