// GraphQL Code Generator: the types that it makes of the example queries hold in a page, and the
// documents that it lists run by their hashes where nothing else may.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { start } from '../server.mjs';
import { exampleQueries, post } from './question.mjs';
import { workshop } from './workshop.mjs';

// A scalar of the contract that is not named here fails the generator.
const scalars = {
  Date: 'string',
  DateTime: 'string',
  JSON: 'unknown',
  Locale: 'string',
  Npi: 'string',
  Slug: 'string',
  Url: 'string',
};

const generator = {
  schema: './schema.graphql',
  documents: './queries/*.graphql',
  emitLegacyCommonJSImports: false,
  generates: {
    './generated/': {
      preset: 'client',
      presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { strictScalars: true, scalars, useTypeImports: true, enumsAsTypes: true },
    },
  },
};

const compiler = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'compiled',
    types: [],
  },
  include: ['generated', 'codegen'],
};

let server;
let built;
let examples;

before(async () => {
  [server, built, examples] = await Promise.all([start(), workshop(), exampleQueries()]);
  await built.write('package.json', { private: true, type: 'module' });
  await built.copy('codegen');
  await built.write('generator.json', generator);
  await built.write('tsconfig.json', compiler);
  await built.run('graphql-codegen', '--config', 'generator.json');
  await built.run('tsc');
});

after(async () => {
  await built?.remove();
  await server?.stop();
});

/** What the generator made, as a page imports it. */
function generated() {
  return import(pathToFileURL(built.path('compiled/generated/graphql.js')));
}

async function manifest() {
  return JSON.parse(await readFile(built.path('generated/persisted-documents.json'), 'utf8'));
}

test('every example has a typed document with the hash that the manifest has', async () => {
  const documents = await generated();
  const hashes = examples.map(({ operation }) => documents[`${operation}Document`].__meta__.hash);
  assert.deepEqual(hashes.sort(), Object.keys(await manifest()).sort());
});

test('a page written with the types shows what the server answers', async () => {
  const page = await import(pathToFileURL(built.path('compiled/codegen/page.js')));
  const answer = async (name, variables) => {
    const { query } = examples.find(({ operation }) => operation === name);
    const { answer } = await post(server, { query, variables });
    assert.equal(answer.errors, undefined);
    return answer.data;
  };
  const { doctor } = await answer('DoctorPage', page.variables);
  assert.equal(page.card(doctor), 'Kelzom Yarphel (4.34): dz,en,ne');
  const { doctors } = await answer('BloodPatchNearSerzhong', { place: 'Serzhong', km: 50 });
  assert.match(page.nearest(doctors), /^\w+ \w+ of \d+: \d+\.\d km$/);
});

test('where documents are required, the published ones run by hash and nothing else', async (t) => {
  const strict = await start({ flags: ['--documents', 'anonymous=required'] });
  t.after(strict.stop);
  const file = built.path('generated/persisted-documents.json');
  await strict.caregraph('documents', 'publish', file);

  const documents = await generated();
  for (const { operation, variables } of examples) {
    const { hash } = documents[`${operation}Document`].__meta__;
    const { status, answer } = await post(strict, { documentId: hash, variables });
    assert.equal(answer.errors, undefined, operation);
    assert.equal(status, 200, operation);
  }

  const { hash } = documents.DoctorPageDocument.__meta__;
  const variables = { slug: 'kelzom-yarphel', region: 'BT-31' };
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  for (const document of [{ documentId: `sha256:${hash}` }, { extensions }]) {
    const { answer } = await post(strict, { ...document, variables });
    assert.equal(answer.errors, undefined);
    assert.equal(answer.data.doctor.name.display, 'Kelzom Yarphel');
  }
  const address = new URLSearchParams({ documentId: hash, variables: JSON.stringify(variables) });
  const got = await (await fetch(`${strict.url}/graphql?${address}`)).json();
  assert.equal(got.data.doctor.name.display, 'Kelzom Yarphel');

  const words = { query: '{ __typename }' };
  const refused = await post(strict, words);
  assert.ok(refused.status >= 400 && refused.status < 500, `${refused.status}`);
  assert.equal(refused.answer.errors[0].extensions.code, 'DOCUMENT_NOT_TRUSTED');
  assert.equal(refused.answer.data, undefined);

  const unknown = await post(strict, { documentId: '0'.repeat(64) });
  assert.equal(unknown.answer.data, undefined);
  assert.equal(unknown.answer.errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');

  // No other way in is open.
  const stream = await fetch(`${strict.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(words),
  });
  assert.match(await stream.text(), /DOCUMENT_NOT_TRUSTED/);

  const ws = createClient({
    url: `${strict.url.replace('http', 'ws')}/graphql/ws`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  await assert.rejects(ws.iterate(words).next(), (errors) => {
    assert.equal(errors[0].extensions.code, 'DOCUMENT_NOT_TRUSTED');
    return true;
  });
  await ws.dispose();
});

test('a manifest with a query that does not fit the schema is refused as a whole', async () => {
  const [[hash, text]] = Object.entries(await manifest());
  const wrong = '{ nope }';
  await built.write('wrong.json', { [hash]: text, ['0'.repeat(64)]: wrong });
  await assert.rejects(
    server.caregraph('documents', 'publish', built.path('wrong.json')),
    (error) => {
      assert.match(`${error.stderr}`, /nope/);
      return true;
    },
  );
  const { answer } = await post(server, { documentId: hash });
  assert.equal(answer.errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
});
