// The WebSocket at /graphql/ws without a client above it: graphql-transport-ws to the letter.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from '../server.mjs';
import { opened, refused } from './socket.mjs';
import { publishArticle } from './writes.mjs';

const published = 'subscription { articlePublished { slug } }';
const subscription = { id: 's', type: 'subscribe', payload: { query: published } };
const offer = 'sec-websocket-protocol';

let server;
let address;
let idle;

before(async () => {
  server = await start();
  address = `${server.url.replace('http', 'ws')}/graphql/ws`;
  // It never says anything; how that ends is looked at last, so that nothing waits for it.
  idle = await opened(address);
});

after(() => server?.stop());

/** A socket on which operations may begin. */
async function acknowledged() {
  const socket = await opened(address);
  socket.send({ type: 'connection_init' });
  assert.equal((await socket.next()).type, 'connection_ack');
  return socket;
}

test('the protocol is named in the handshake', async () => {
  const socket = await opened(address);
  assert.equal(socket.protocol, 'graphql-transport-ws');
  socket.close();
});

test('a result comes before its completion, and nothing after', async () => {
  const socket = await acknowledged();
  socket.send({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } });
  const next = await socket.next();
  assert.equal(next.type, 'next');
  assert.equal(next.id, 'q');
  assert.deepEqual(next.payload.data, { __typename: 'Query' });
  assert.deepEqual(await socket.next(), { id: 'q', type: 'complete' });
  await socket.quiet();
  socket.close();
});

test('a message that is too large closes with 1009', async () => {
  for (const bytes of [300_000, 3_000_000]) {
    const socket = await acknowledged();
    socket.send({ type: 'ping', payload: { text: 'x'.repeat(bytes) } });
    assert.equal((await socket.closed).code, 1009);
  }
});

test('an operation that cannot run ends with one error and no completion', async () => {
  const socket = await acknowledged();
  const queries = ['{ nope }', '{', '', 'subscription { nope }', 'query ($a: Int!) { __typename }'];
  for (const [at, query] of queries.entries()) {
    socket.send({ id: `e${at}`, type: 'subscribe', payload: { query } });
    const answer = await socket.next();
    assert.equal(answer.type, 'error', query);
    assert.equal(answer.id, `e${at}`);
    assert.ok(Array.isArray(answer.payload) && answer.payload[0].message, query);
    assert.ok(answer.payload[0].extensions.code, query);
  }
  await socket.quiet();
  socket.close();
});

test('a query that would exhaust the parser is refused here too', async () => {
  const socket = await acknowledged();
  const query = `{ doctor(by: ${'['.repeat(20_000)}`;
  socket.send({ id: 'deep', type: 'subscribe', payload: { query } });
  assert.equal((await socket.next()).type, 'error');
  await socket.quiet();
  socket.close();
});

test('a ping is answered with a pong, before and after the connection is made', async () => {
  const socket = await opened(address);
  socket.send({ type: 'ping' });
  assert.equal((await socket.next()).type, 'pong');
  socket.send({ type: 'connection_init', payload: {} });
  assert.equal((await socket.next()).type, 'connection_ack');
  socket.send({ type: 'ping', payload: { at: 1 } });
  assert.equal((await socket.next()).type, 'pong');
  socket.send({ type: 'pong' });
  await socket.quiet();
  socket.close();
});

test('a WebSocket ping is answered too', async () => {
  const socket = await opened(address);
  socket.raw.ping('here');
  const [data] = await socket.once('pong');
  assert.equal(String(data), 'here');
  socket.close();
});

test('nothing is heard of a subscription that the client has completed', async () => {
  const socket = await acknowledged();
  for (const id of ['left', 'stays']) {
    socket.send({ id, type: 'subscribe', payload: { query: published } });
  }
  socket.send({ id: 'left', type: 'complete' });
  await socket.quiet();
  for (const slug of ['after-one-left', 'long-after-one-left']) {
    await publishArticle(server, slug);
    const { id, type, payload } = await socket.next();
    assert.deepEqual([id, type], ['stays', 'next']);
    assert.equal(payload.data.articlePublished.slug, slug);
  }
  await socket.quiet();
  socket.close();
});

test('an id may be used again once its operation is over', async () => {
  const socket = await acknowledged();
  for (let round = 0; round < 3; round += 1) {
    socket.send({ id: 'again', type: 'subscribe', payload: { query: '{ __typename }' } });
    assert.equal((await socket.next()).type, 'next');
    assert.equal((await socket.next()).type, 'complete');
  }
  socket.send({ id: 'again', type: 'subscribe', payload: { query: published } });
  socket.send({ id: 'again', type: 'complete' });
  socket.send({ id: 'again', type: 'subscribe', payload: { query: '{ __typename }' } });
  assert.equal((await socket.next()).type, 'next');
  assert.equal((await socket.next()).type, 'complete');
  socket.close();
});

test('one operation too many is refused, and the others go on', async () => {
  const socket = await acknowledged();
  for (let number = 1; number <= 51; number += 1) {
    socket.send({ ...subscription, id: `s${number}` });
  }
  const { id, type, payload } = await socket.next();
  assert.deepEqual([id, type], ['s51', 'error']);
  assert.equal(payload[0].extensions.code, 'RATE_LIMITED');
  await socket.quiet();
  socket.send({ id: 's1', type: 'complete' });
  socket.send({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } });
  assert.equal((await socket.next()).type, 'next');
  assert.equal((await socket.next()).type, 'complete');
  socket.close();
});

test('completing what is unknown or over is no mistake', async () => {
  const socket = await acknowledged();
  socket.send({ id: 'never', type: 'complete' });
  await socket.quiet();
  socket.close();
});

const invalid = {
  'text that is not JSON': '{',
  'a list': '[]',
  'a message without a type': {},
  'an unknown type': { type: 'start', id: '1' },
  'a type that only servers send': { type: 'connection_ack' },
  'an operation without an id': { type: 'subscribe', payload: { query: '{ __typename }' } },
  'an operation with an empty id': { ...subscription, id: '' },
  'an operation with a number as its id': { ...subscription, id: 1 },
  'an operation without a payload': { id: '1', type: 'subscribe' },
  'an operation without a query': { id: '1', type: 'subscribe', payload: {} },
  'variables that are a list': {
    id: '1',
    type: 'subscribe',
    payload: { query: '{ __typename }', variables: [] },
  },
  'a completion without an id': { type: 'complete' },
};

for (const [name, message] of Object.entries(invalid)) {
  test(`${name} closes with 4400`, async () => {
    const socket = await opened(address);
    socket.send({ type: 'connection_init' });
    socket.send(message);
    const { code, reason } = await socket.closed;
    assert.equal(code, 4400, reason);
    assert.ok(reason.length > 0, 'the reason is not told');
  });
}

test('an operation before the connection is made closes with 4401', async () => {
  const socket = await opened(address);
  socket.send(subscription);
  assert.deepEqual(await socket.closed, { code: 4401, reason: 'Unauthorized' });
});

test('a second operation under a running id closes with 4409', async () => {
  const socket = await acknowledged();
  socket.send(subscription);
  socket.send(subscription);
  assert.deepEqual(await socket.closed, {
    code: 4409,
    reason: 'Subscriber for s already exists',
  });
});

test('a second initialisation closes with 4429', async () => {
  const socket = await acknowledged();
  socket.send({ type: 'connection_init' });
  assert.deepEqual(await socket.closed, {
    code: 4429,
    reason: 'Too many initialisation requests',
  });
});

test('two initialisations at once close with 4429', async () => {
  const socket = await opened(address);
  socket.send({ type: 'connection_init' });
  socket.send({ type: 'connection_init' });
  assert.equal((await socket.closed).code, 4429);
});

test('a client that offers another protocol is closed with 4406', async () => {
  for (const offered of [undefined, 'graphql-ws', 'soap, graphql-ws']) {
    const { status, code } = await refused(address, offered && { [offer]: offered });
    assert.equal(status, 101, `${offered}`);
    assert.equal(code, 4406, `${offered}`);
  }
});

test('a page of an origin that is not allowed cannot connect', async () => {
  const origin = 'https://elsewhere.example.org';
  const { status } = await refused(address, { origin, [offer]: 'graphql-transport-ws' });
  assert.equal(status, 403);
  const socket = await opened(address, undefined, { origin: 'http://localhost:3000' });
  socket.close();
  assert.equal((await socket.closed).code, 1000);
});

test('the protocol is found among others', async () => {
  const socket = await opened(address, ['graphql-ws', 'graphql-transport-ws']);
  assert.equal(socket.protocol, 'graphql-transport-ws');
  socket.close();
});

test('a plain request is told to upgrade', async () => {
  const { status } = await fetch(`${server.url}/graphql/ws`);
  assert.ok([400, 426].includes(status), `${status}`);
});

test('a client that never initialises is closed with 4408', async () => {
  assert.deepEqual(await idle.closed, {
    code: 4408,
    reason: 'Connection initialisation timeout',
  });
});

test('a server that ends closes its sockets and is not held up by them', async () => {
  const socket = await acknowledged();
  socket.send(subscription);
  await socket.quiet();
  const began = performance.now();
  await server.stop();
  const { code } = await socket.closed;
  assert.ok([1001, 1012].includes(code), `closed with ${code}`);
  assert.ok(performance.now() - began < 5_000);
});
