// The WebSocket at /graphql/ws, through the client graphql-ws.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { start } from '../server.mjs';
import { newKey } from './keys.mjs';
import { publishArticle } from './writes.mjs';

const published = 'subscription { articlePublished { slug } }';

let server;
before(async () => (server = await start()));
after(() => server?.stop());

function client(options = {}) {
  const url = `${server.url.replace('http', 'ws')}/graphql/ws`;
  return createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

async function all(iterator) {
  const results = [];
  for await (const result of iterator) results.push(result);
  return results;
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
  // Another process wrote it, so that this one may learn of it a moment later.
  const late = performance.now() + 5_000;
  let missed;
  do {
    const [{ data }] = await all(ws.iterate({ query, variables: { since: change.cursor } }));
    assert.equal(data.changes.resync, false);
    missed = data.changes.nodes;
  } while (missed.length === 0 && performance.now() < late);
  assert.deepEqual(missed, [{ node: { slug: 'written-while-nobody-listened' } }]);
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

  const wrong = [`Bearer ${key.slice(0, -1)}~`, `Bearer ${'cg_'.padEnd(58, 'a')}`, key];
  for (const Authorization of wrong) {
    const turnedAway = client({ connectionParams: { Authorization } });
    await assert.rejects(all(turnedAway.iterate({ query })), { code: 4403 });
    await turnedAway.dispose();
  }
});
