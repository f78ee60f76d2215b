// urql as a page uses it: its cache, queries sent by hash, and subscriptions in a stream.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { start } from '../server.mjs';
import { newKey, recording } from './keys.mjs';
import { soon } from './socket.mjs';
import { publishArticle } from './writes.mjs';

let server;
before(async () => (server = await start()));
after(() => server?.stop());

const oneClinic = gql`
  query OneClinic($slug: Slug!) {
    clinic(by: { slug: $slug }) {
      id
      name
    }
  }
`;
const cloudRidge = { slug: 'demonstration-hospital-cloud-ridge' };

function urql(fetch, exchanges = [cacheExchange, fetchExchange], options = {}) {
  return new Client({ url: `${server.url}/graphql`, exchanges, fetch, ...options });
}

for (const preferGetMethod of [false, 'force']) {
  const method = preferGetMethod ? 'GET' : 'POST';

  test(`a query is answered by ${method}, and from the cache when it is asked again`, async () => {
    const wire = recording();
    const client = urql(wire.fetch, undefined, { preferGetMethod });
    for (let round = 0; round < 2; round += 1) {
      const { data, error } = await client.query(oneClinic, cloudRidge);
      assert.equal(error, undefined);
      assert.equal(data.clinic.__typename, 'Clinic');
    }
    assert.deepEqual(
      wire.requests.map(({ method, status }) => [method, status]),
      [[method, 200]],
    );
  });
}

test('a mistake reaches the page as an error with its code', async () => {
  const { data, error } = await urql(recording().fetch).query('{ nope }', {});
  assert.equal(data, undefined);
  assert.equal(error.networkError, undefined);
  assert.equal(error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});

/** What the client sends for the query: by which method, and whether in words. */
async function sent(key, query, options) {
  const wire = recording(key);
  const exchanges = [persistedExchange(options), fetchExchange];
  const client = urql(wire.fetch, exchanges, { preferGetMethod: false });
  const { data, error } = await client.query(query, cloudRidge);
  assert.equal(error, undefined);
  assert.ok(data.clinic.id);
  return wire.requests.map(({ method, body }) => [method, 'query' in body]);
}

test('with a key, a query is sent once in words and then by hash', async () => {
  const key = await newKey(server, 'urql pages');
  const [miss, words] = await sent(key, oneClinic);
  assert.deepEqual(miss, ['GET', false]);
  assert.equal(words[1], true);
  assert.deepEqual(await sent(key, oneClinic), [['GET', false]]);
  const byPost = { preferGetForPersistedQueries: false };
  assert.deepEqual(await sent(key, oneClinic, byPost), [['POST', false]]);
});

test('without a key, a query is sent in words', async () => {
  const neverSent = gql`
    query NeverSentWithAKey($slug: Slug!) {
      clinic(by: { slug: $slug }) {
        id
      }
    }
  `;
  const [hash, words, ...others] = await sent(undefined, neverSent);
  assert.equal(hash[1], false);
  assert.equal(words[1], true);
  assert.deepEqual(others, []);
});

test('a subscription goes over a stream of events', async () => {
  const wire = recording();
  const client = urql(wire.fetch, [fetchExchange], { fetchSubscriptions: true });
  const heard = new Promise((resolve) => {
    const watching = client
      .subscription('subscription { articlePublished { slug } }', {})
      .subscribe((result) => {
        resolve(result);
        queueMicrotask(() => watching.unsubscribe());
      });
  });
  const late = performance.now() + 10_000;
  while (wire.requests.length === 0 && performance.now() < late) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await publishArticle(server, 'heard-by-urql');
  const { data, error } = await soon(heard);
  assert.equal(error, undefined);
  assert.equal(data.articlePublished.slug, 'heard-by-urql');
});
