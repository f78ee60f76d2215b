// The WebSocket at /graphql/ws, through the client graphql-ws and to the letter of its protocol.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { start } from '../server.mjs';
import { newKey } from './keys.mjs';
import { opened, refused } from './socket.mjs';
import { publishArticle } from './writes.mjs';

const protocols = 'sec-websocket-protocol';
const published = 'subscription { articlePublished { slug } }';

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

function client(options = {}) {
  return createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

async function all(iterator) {
  const results = [];
  for await (const result of iterator) results.push(result);
  return results;
}

/** A socket on which operations may begin. */
async function acknowledged() {
  const socket = await opened(address);
  socket.send({ type: 'connection_init' });
  assert.equal((await socket.next()).type, 'connection_ack');
  return socket;
}

test('the client runs queries and completes', async () => {
  const ws = client();
  const query = 'query One($slug: Slug!) { doctor(by: { slug: $slug }) { name { display } } }';
  const results = await all(ws.iterate({ query, variables: { slug: 'kelzom-yarphel' } }));
  assert.deepEqual(
    results.map(({ data }) => data),
    [{ doctor: { name: { display: 'Kelzom Yarphel' } } }],
  );
  await ws.dispose();
});

test('the client runs operations side by side on one connection', async () => {
  let connections = 0;
  const ws = client({ on: { connected: () => (connections += 1) } });
  const names = ['doctors', 'clinics', 'procedures', 'conditions', 'articles'];
  const answers = await Promise.all(
    names.map((name) => all(ws.iterate({ query: `{ ${name}(first: 1) { totalCount } }` }))),
  );
  names.forEach((name, at) => {
    assert.equal(answers[at].length, 1);
    assert.ok(answers[at][0].data[name].totalCount > 0, name);
  });
  assert.equal(connections, 1);
  await ws.dispose();
});

test('the client is told what is wrong with a query, with its code, and may go on', async () => {
  const ws = client();
  await assert.rejects(all(ws.iterate({ query: '{ nope }' })), (errors) => {
    assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    assert.ok(errors[0].extensions.requestId);
    return true;
  });
  assert.deepEqual((await all(ws.iterate({ query: '{ __typename }' })))[0].data, {
    __typename: 'Query',
  });
  await ws.dispose();
});

test('the operation of a name is chosen among several', async () => {
  const ws = client();
  const query = 'query A { a: __typename } query B { b: __typename }';
  const [{ data }] = await all(ws.iterate({ query, operationName: 'B' }));
  assert.deepEqual(data, { b: 'Query' });
  await ws.dispose();
});

test('a subscriber hears of an article when it is published, and leaves', async () => {
  const ws = client();
  const events = ws.iterate({ query: published });
  const first = events.next();
  await heard(ws);
  await publishArticle(server, 'heard-by-the-client');
  assert.deepEqual((await first).value.data, { articlePublished: { slug: 'heard-by-the-client' } });
  await events.return();
  await ws.dispose();
});

/** What was asked before on this connection has been taken up when a later query is answered. */
async function heard(ws) {
  await all(ws.iterate({ query: '{ __typename }' }));
}

const changes = `subscription Follow($kinds: [SearchKind!]) {
  changes(kinds: $kinds) { kind action id cursor node { ... on Article { slug } } }
}`;

test('a subscriber to changes hears what was written, and reads on from there', async () => {
  const ws = client();
  const events = ws.iterate({ query: changes, variables: { kinds: ['ARTICLE'] } });
  const first = events.next();
  await heard(ws);
  await publishArticle(server, 'heard-as-a-change');
  const { changes: change } = (await first).value.data;
  assert.deepEqual([change.kind, change.action], ['ARTICLE', 'UPDATED']);
  assert.equal(change.node.slug, 'heard-as-a-change');
  await events.return();

  await publishArticle(server, 'written-while-nobody-listened');
  const query = `query Missed($since: String!) {
    changes(since: $since, kinds: [ARTICLE]) {
      resync
      nodes { node { ... on Article { slug } } }
    }
  }`;
  const [{ data }] = await all(ws.iterate({ query, variables: { since: change.cursor } }));
  assert.equal(data.changes.resync, false);
  assert.deepEqual(data.changes.nodes, [{ node: { slug: 'written-while-nobody-listened' } }]);
  await ws.dispose();
});

test('a mutation on one connection is heard on another, and shown to who asks next', async () => {
  const listening = client();
  const writing = client();
  const lookup = '{ doctor(by: { slug: "kelzom-yarphel" }) { id roles { nodes { id } } } }';
  const [{ data: before }] = await all(writing.iterate({ query: lookup }));
  const [role] = before.doctor.roles.nodes;

  const events = listening.iterate({ query: changes, variables: { kinds: ['DOCTOR'] } });
  const first = events.next();
  await heard(listening);
  const query = `mutation Tell($node: ID!) {
    reportProblem(input: { node: $node, problem: WRONG_PHONE }) { report { state problem } }
  }`;
  const [{ data, errors }] = await all(writing.iterate({ query, variables: { node: role.id } }));
  assert.equal(errors, undefined);
  assert.deepEqual(data.reportProblem.report, { state: 'OPEN', problem: 'WRONG_PHONE' });
  const { changes: change } = (await first).value.data;
  assert.deepEqual([change.kind, change.id], ['DOCTOR', before.doctor.id]);

  const shown = 'query Shown($id: ID!) { node(id: $id) { ... on Role { reports { open } } } }';
  const [{ data: after }] = await all(writing.iterate({ query: shown, variables: role }));
  assert.ok(after.node.reports.open >= 1);
  await events.return();
  await Promise.all([listening.dispose(), writing.dispose()]);
});

test('a key comes with the first message, and a wrong one ends the connection', async () => {
  const key = await newKey(server, 'Pages that listen');
  const query = '{ __typename }';
  const ws = client({ connectionParams: { Authorization: `Bearer ${key}` } });
  assert.deepEqual((await all(ws.iterate({ query })))[0].data, { __typename: 'Query' });
  await ws.dispose();

  for (const Authorization of [`Bearer ${key.slice(0, -1)}~`, `Bearer ${'cg_'.padEnd(58, 'a')}`, key]) {
    const turnedAway = client({ connectionParams: { Authorization } });
    await assert.rejects(all(turnedAway.iterate({ query })), { code: 4403 });
    await turnedAway.dispose();
  }
});

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

test('completing what is unknown or over is no mistake', async () => {
  const socket = await acknowledged();
  socket.send({ id: 'never', type: 'complete' });
  await socket.quiet();
  socket.close();
});

const initialised = [{ type: 'connection_init' }];
const subscription = { id: 's', type: 'subscribe', payload: { query: published } };
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
    for (const before of initialised) socket.send(before);
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
    const { status, code } = await refused(address, offered && { [protocols]: offered });
    assert.equal(status, 101, `${offered}`);
    assert.equal(code, 4406, `${offered}`);
  }
});

test('a page of an origin that is not allowed cannot connect', async () => {
  const origin = 'https://elsewhere.example.org';
  const { status } = await refused(address, { origin, [protocols]: 'graphql-transport-ws' });
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
