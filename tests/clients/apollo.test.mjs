// Apollo Client as a page uses it: its cache, its lists, its errors, queries sent by hash, batches
// and subscriptions.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
  gql,
} from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { start } from '../server.mjs';
import { newKey, recording } from './keys.mjs';
import { soon } from './socket.mjs';
import { publishArticle } from './writes.mjs';

// Node 20 has none of its own, and the link compares with it.
globalThis.WebSocket ??= WebSocket;

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

let server;
let key;
before(async () => {
  server = await start();
});
after(() => server?.stop());

const oneDoctor = gql`
  query OneDoctor($slug: Slug!) {
    doctor(by: { slug: $slug }) {
      id
      slug
      name {
        display
      }
    }
  }
`;
const kelzom = { slug: 'kelzom-yarphel' };

function apollo(link, cache = new InMemoryCache()) {
  return new ApolloClient({ link, cache });
}

function http(fetch) {
  return new HttpLink({ uri: `${server.url}/graphql`, fetch });
}

test('a node is cached once, under its id', async () => {
  const wire = recording();
  const client = apollo(http(wire.fetch));
  const { data } = await client.query({ query: oneDoctor, variables: kelzom });
  const id = client.cache.identify(data.doctor);
  assert.equal(id, `Doctor:${data.doctor.id}`);

  const again = gql`
    query Again($id: ID!) {
      node(id: $id) {
        id
        ... on Doctor {
          gender
        }
      }
    }
  `;
  await client.query({ query: again, variables: { id: data.doctor.id } });
  const fragment = gql`
    fragment Both on Doctor {
      slug
      gender
    }
  `;
  const both = client.readFragment({ id, fragment });
  assert.deepEqual([both.slug, both.gender], ['kelzom-yarphel', 'FEMALE']);
  assert.deepEqual(wire.requests.map(({ status }) => status), [200, 200]);
});

test('a list grows page by page, and no one is in it twice', async () => {
  const list = gql`
    query List($after: String) {
      doctors(first: 4, after: $after, sort: NAME) {
        totalCount
        edges {
          cursor
          node {
            id
          }
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `;
  const fields = { doctors: relayStylePagination(['sort']) };
  const client = apollo(
    http(recording().fetch),
    new InMemoryCache({ typePolicies: { Query: { fields } } }),
  );
  const watched = client.watchQuery({ query: list });
  const shown = (many) =>
    soon(
      new Promise((resolve) => {
        const watching = watched.subscribe(({ data }) => {
          if (data?.doctors.edges.length !== many) return;
          resolve(data.doctors);
          queueMicrotask(() => watching.unsubscribe());
        });
      }),
    );
  await shown(4);
  for (const many of [8, 12]) {
    const { endCursor } = (await shown(many - 4)).pageInfo;
    await watched.fetchMore({ variables: { after: endCursor } });
  }
  const { edges, pageInfo, totalCount } = await shown(12);
  assert.equal(new Set(edges.map(({ node }) => node.id)).size, 12);
  assert.equal(pageInfo.hasNextPage, totalCount > 12);
});

test('a mistake reaches the page as an error with its code', async () => {
  const client = apollo(http(recording().fetch));
  const query = gql`
    {
      nope
    }
  `;
  await assert.rejects(client.query({ query }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error), `${error}`);
    assert.equal(error.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    return true;
  });
});

test('a mutation gives the node anew, and pages that show it change', async () => {
  const client = apollo(http(recording().fetch));
  const query = gql`
    query Reported($slug: Slug!) {
      doctor(by: { slug: $slug }) {
        id
        roles(first: 1) {
          nodes {
            id
            reports {
              open
            }
          }
        }
      }
    }
  `;
  const { data } = await client.query({ query, variables: kelzom });
  const [role] = data.doctor.roles.nodes;
  const mutation = gql`
    mutation Tell($node: ID!) {
      reportProblem(input: { node: $node, problem: WRONG_ADDRESS }) {
        report {
          id
          node {
            id
            ... on Role {
              reports {
                open
              }
            }
          }
        }
      }
    }
  `;
  const told = await client.mutate({ mutation, variables: { node: role.id } });
  assert.equal(told.data.reportProblem.report.node.reports.open, role.reports.open + 1);
  const cached = client.readQuery({ query, variables: kelzom });
  assert.equal(cached.doctor.roles.nodes[0].reports.open, role.reports.open + 1);
});

async function keyOnce() {
  key ??= await newKey(server, 'Apollo pages');
  return key;
}

for (const useGETForHashedQueries of [false, true]) {
  const method = useGETForHashedQueries ? 'GET' : 'POST';

  test(`with a key, a query is sent once in words and then by hash, by ${method}`, async () => {
    const query = gql`query By${method}($slug: Slug!) { doctor(by: { slug: $slug }) { id } }`;
    const ask = async () => {
      const wire = recording(await keyOnce());
      const link = new PersistedQueryLink({ sha256, useGETForHashedQueries });
      const client = apollo(ApolloLink.from([link, http(wire.fetch)]));
      const { data } = await client.query({ query, variables: kelzom });
      assert.ok(data.doctor.id);
      return wire.requests.map(({ method, body }) => [method, 'query' in body]);
    };
    assert.deepEqual(await ask(), [
      [method, false],
      ['POST', true],
    ]);
    assert.deepEqual(await ask(), [[method, false]]);
  });
}

test('without a key, a query is sent in words', async () => {
  const wire = recording();
  const client = apollo(ApolloLink.from([new PersistedQueryLink({ sha256 }), http(wire.fetch)]));
  for (const slug of ['kelzom-yarphel', 'ugyen-serthang']) {
    const { data } = await client.query({ query: oneDoctor, variables: { slug } });
    assert.equal(data.doctor.slug, slug);
  }
  // The client learns that hashes are not for it, and does not try again.
  assert.deepEqual(
    wire.requests.map(({ body }) => 'query' in body),
    [false, true, true],
  );
});

function batching(fetch) {
  return apollo(new BatchHttpLink({ uri: `${server.url}/graphql`, fetch, batchInterval: 5 }));
}

function askTogether(client) {
  const slugs = ['kelzom-yarphel', 'ugyen-serthang', 'lhazin-drumkha'];
  return Promise.all(
    slugs.map(async (slug) => {
      const { data } = await client.query({ query: oneDoctor, variables: { slug } });
      assert.equal(data.doctor.slug, slug);
    }),
  );
}

test('with a key, queries go together in one request', async () => {
  const wire = recording(await keyOnce());
  await askTogether(batching(wire.fetch));
  assert.equal(wire.requests.length, 1);
  assert.equal(wire.requests[0].body.length, 3);
});

test('without a key, queries that go together are refused', async () => {
  const wire = recording();
  await assert.rejects(askTogether(batching(wire.fetch)));
  assert.deepEqual(
    wire.requests.map(({ body, status }) => [body.length, status >= 400 && status < 500]),
    [[3, true]],
  );
});

test('a subscription goes over a WebSocket', async () => {
  const url = `${server.url.replace('http', 'ws')}/graphql/ws`;
  let connected;
  const connecting = new Promise((resolve) => (connected = resolve));
  const ws = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: { connected: () => connected() },
  });
  const client = apollo(new GraphQLWsLink(ws));
  const query = gql`
    subscription {
      articlePublished {
        id
        slug
      }
    }
  `;
  const first = new Promise((resolve, reject) => {
    client.subscribe({ query }).subscribe({ next: resolve, error: reject });
  });
  await soon(connecting);
  // What is asked on the same connection later is answered after the subscription has begun.
  await client.query({ query: oneDoctor, variables: kelzom });
  await publishArticle(server, 'heard-by-apollo');
  const { data } = await soon(first);
  assert.equal(data.articlePublished.slug, 'heard-by-apollo');
  client.stop();
  await ws.dispose();
});
