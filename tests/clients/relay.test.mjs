// Relay: its compiler accepts the contract, and what it makes runs, lists and refetches included.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import {
  Environment,
  Network,
  RecordSource,
  Store,
  createOperationDescriptor,
  fetchQuery,
  getRequest,
  getSingularSelector,
} from 'relay-runtime';
import { start } from '../server.mjs';
import { workshop } from './workshop.mjs';

const config = {
  src: './relay',
  schema: './schema.graphql',
  language: 'javascript',
  // Node itself, without a bundler, is to read what is made.
  eagerEsModules: false,
};

let server;
let built;

before(async () => {
  [server, built] = await Promise.all([start(), compiled(config)]);
});

after(async () => {
  await built?.remove();
  await server?.stop();
});

/** A folder in which the compiler has run; `made` is what it made of a query or fragment. */
async function compiled(config) {
  const shop = await workshop();
  await shop.copy('relay');
  await shop.write('relay.json', config);
  await shop.write('persisted.json', {});
  await shop.run('relay-compiler', 'relay.json');
  const require = createRequire(shop.path('relay/page.js'));
  return { ...shop, made: (name) => require(`./__generated__/${name}.graphql.js`) };
}

/** Relay's store over the server. */
function environment(server, requested = []) {
  const network = Network.create(async ({ id, text, name }, variables) => {
    requested.push(name);
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...(text ? { query: text } : { documentId: id }),
        operationName: name,
        variables,
      }),
    });
    return response.json();
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

/** Runs a query, and gives what the page sees of it: its own fields and pointers to fragments. */
async function asked(relay, query, variables) {
  await fetchQuery(relay, query, variables).toPromise();
  const { fragment } = createOperationDescriptor(getRequest(query), variables);
  return relay.lookup(fragment).data;
}

function seen(relay, fragment, pointer) {
  const { data, isMissingData } = relay.lookup(getSingularSelector(fragment, pointer));
  assert.equal(isMissingData, false);
  return data;
}

test('a list of the root goes on where it ended', async () => {
  const relay = environment(server);
  const names = ['pageListQuery', 'pageMoreDoctorsQuery', 'page_doctors', 'page_doctor'];
  const [list, more, doctors, doctor] = names.map(built.made);
  const page = await asked(relay, list, { first: 2 });
  const { doctors: first } = seen(relay, doctors, page);
  assert.equal(first.edges.length, 2);
  assert.equal(first.pageInfo.hasNextPage, true);

  await asked(relay, more, { first: 2, after: first.pageInfo.endCursor });
  const { doctors: both } = seen(relay, doctors, page);
  assert.equal(both.edges.length, 4);
  assert.deepEqual(both.edges.slice(0, 2), first.edges);
  assert.equal(new Set(both.edges.map(({ node }) => node.id)).size, 4);
  for (const { node } of both.edges) {
    assert.match(seen(relay, doctor, node).name.display, /\w/);
  }
});

test('a list of a node goes on through the id of the node', async () => {
  const requested = [];
  const relay = environment(server, requested);
  const names = ['pageDoctorQuery', 'pageMoreClinicsQuery', 'page_clinics'];
  const [query, more, clinics] = names.map(built.made);
  const { doctor } = await asked(relay, query, { slug: 'ugyen-serthang' });
  const { clinics: first, id } = seen(relay, clinics, doctor);
  assert.equal(first.edges.length, 1);

  await asked(relay, more, { id, first: 1, after: first.pageInfo.endCursor });
  const { clinics: both } = seen(relay, clinics, doctor);
  assert.equal(both.edges.length, 2);
  assert.notEqual(both.edges[0].node.id, both.edges[1].node.id);
  assert.deepEqual(requested, ['pageDoctorQuery', 'pageMoreClinicsQuery']);
});

test('queries that Relay has persisted run by their hashes alone', async (t) => {
  const persistConfig = { file: './persisted.json', algorithm: 'SHA256' };
  const persisted = await compiled({ ...config, persistConfig });
  t.after(persisted.remove);
  const strict = await start({ flags: ['--documents', 'anonymous=required'] });
  t.after(strict.stop);

  const manifest = persisted.path('persisted.json');
  const hashes = Object.keys(JSON.parse(await readFile(manifest, 'utf8')));
  assert.equal(hashes.length, 4);
  await strict.caregraph('documents', 'publish', manifest);

  const query = persisted.made('pageDoctorQuery');
  assert.equal(query.params.text, null);
  assert.ok(hashes.includes(query.params.id));
  const { doctor } = await asked(environment(strict), query, { slug: 'ugyen-serthang' });
  assert.ok(doctor);
});
