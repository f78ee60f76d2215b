// Server-sent events at /graphql, in the mode of distinct connections: through the client
// graphql-sse, and as they are on the wire.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { start } from '../server.mjs';
import { soon } from './socket.mjs';
import { publishArticle } from './writes.mjs';

const published = 'subscription { articlePublished { slug } }';

let server;
before(async () => (server = await start()));
after(() => server?.stop());

function client(options = {}) {
  return createClient({ url: `${server.url}/graphql`, retryAttempts: 0, ...options });
}

async function all(iterator) {
  const results = [];
  for await (const result of iterator) results.push(result);
  return results;
}

/** Asks for events with POST. */
function stream(body, { headers = {}, ...options } = {}) {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
    ...options,
  });
}

/** The events of a whole stream, by the rules of the HTML standard. */
function events(text) {
  assert.ok(text.endsWith('\n\n'), 'the last event is not finished');
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => block.split('\n').filter((line) => !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const event = {};
      for (const line of lines) {
        const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? assert.fail(line);
        event[field] = field in event ? `${event[field]}\n${value}` : value;
      }
      return event;
    });
}

function looksLikeAStream(response) {
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/event-stream(; ?charset=utf-8)?$/);
  // Neither a cache nor a proxy may hold events back.
  assert.match(response.headers.get('cache-control'), /no-(cache|store)/);
}

test('the client runs queries and completes', async () => {
  const sse = client();
  const query = 'query One($slug: Slug!) { doctor(by: { slug: $slug }) { name { display } } }';
  const results = await all(sse.iterate({ query, variables: { slug: 'kelzom-yarphel' } }));
  assert.deepEqual(
    results.map(({ data }) => data),
    [{ doctor: { name: { display: 'Kelzom Yarphel' } } }],
  );
  sse.dispose();
});

test('the client is told what is wrong with a query, with its code', async () => {
  const sse = client();
  const [{ errors, data }] = await all(sse.iterate({ query: '{ nope }' }));
  assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  assert.ok(errors[0].extensions.requestId);
  assert.equal(data, undefined);
  sse.dispose();
});

test('a subscriber hears of articles as they are published, and leaves', async () => {
  const opened = [];
  const sse = client({
    fetchFn: async (...request) => {
      const response = await fetch(...request);
      opened.push(response.status);
      return response;
    },
  });
  const heard = sse.iterate({ query: published });
  const first = heard.next();
  while (opened.length === 0) await pause(10);
  for (const [slug, event] of [
    ['heard-in-a-stream', first],
    ['heard-in-a-stream-again', undefined],
  ]) {
    const next = event ?? heard.next();
    await publishArticle(server, slug);
    assert.deepEqual((await soon(next)).value.data, { articlePublished: { slug } });
  }
  await heard.return();
  sse.dispose();
});

for (const method of ['POST', 'GET']) {
  test(`a query by ${method} is one next and one complete on the wire`, async () => {
    const response =
      method === 'POST'
        ? await stream({ query: '{ __typename }' })
        : await fetch(`${server.url}/graphql?query=%7B__typename%7D`, {
            headers: { accept: 'text/event-stream' },
          });
    looksLikeAStream(response);
    const [next, complete, ...others] = events(await response.text());
    assert.equal(next.event, 'next');
    assert.deepEqual(JSON.parse(next.data).data, { __typename: 'Query' });
    // Without a data field, EventSource would not tell its listener.
    assert.deepEqual(complete, { event: 'complete', data: '' });
    assert.deepEqual(others, []);
  });
}

test('what is refused is told in the stream that was asked for', async () => {
  const refused = {
    'a field that is not there': { query: '{ nope }' },
    'text that is no query': { query: '{' },
    'a variable that is missing': { query: 'query ($id: ID!) { node(id: $id) { id } }' },
    'an operation that is not there': { query: 'query A { __typename }', operationName: 'B' },
  };
  for (const [name, body] of Object.entries(refused)) {
    const response = await stream(body);
    looksLikeAStream(response);
    const [next, complete] = events(await response.text());
    assert.equal(next.event, 'next', name);
    const { errors, data } = JSON.parse(next.data);
    assert.ok(errors[0].extensions.code, name);
    assert.equal(data, undefined, name);
    assert.equal(complete.event, 'complete', name);
  }
});

test('a stream is given where it is preferred, not wherever it is named', async () => {
  const accept = 'application/graphql-response+json, application/json, text/event-stream';
  const response = await stream({ query: '{ __typename }' }, { headers: { accept } });
  assert.match(response.headers.get('content-type'), /^application\/graphql-response\+json/);
  assert.deepEqual((await response.json()).data, { __typename: 'Query' });
});

test('a subscription without a stream is refused, and told what to accept', async () => {
  const accept = 'application/graphql-response+json';
  const response = await stream({ query: published }, { headers: { accept } });
  assert.ok(response.status >= 400 && response.status < 500, `${response.status}`);
  const { errors } = await response.json();
  assert.match(errors[0].message, /text\/event-stream/);
});

test('a stream that the client leaves harms nobody', async () => {
  const leaving = new AbortController();
  const left = await stream({ query: published }, { signal: leaving.signal });
  const stays = await stream({ query: published });
  looksLikeAStream(left);
  looksLikeAStream(stays);
  leaving.abort();
  await assert.rejects(left.text(), { name: 'AbortError' });
  await publishArticle(server, 'after-a-stream-was-left');
  const reader = stays.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!/event: ?next/.test(text)) text += (await soon(reader.read())).value;
  await reader.cancel();
  assert.match(text, /after-a-stream-was-left/);
});

test('a server that ends finishes its streams and is not held up by them', async () => {
  const response = await stream({ query: published });
  looksLikeAStream(response);
  const rest = response.text().catch((cut) => cut);
  const began = performance.now();
  await server.stop();
  assert.ok(performance.now() - began < 5_000);
  await soon(rest);
});
