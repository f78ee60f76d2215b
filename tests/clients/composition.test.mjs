// The subgraph beside another one: both compose to one graph, which a router could serve.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { composeServices } from '@theguild/federation-composition';
import { buildSchema, parse, validate } from 'graphql';

const binary =
  process.env.CAREGRAPH_BIN ??
  fileURLToPath(new URL('../../target/debug/caregraph', import.meta.url));

async function printed() {
  const { stdout } = await promisify(execFile)(binary, ['schema', '--federation'], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

// Somebody else's graph: it knows doctors by their number only, and lists of its own have pages.
const visits = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])
  type Query { visits: VisitConnection! }
  type VisitConnection { nodes: [Visit!]! pageInfo: PageInfo! }
  type PageInfo @shareable {
    hasPreviousPage: Boolean! hasNextPage: Boolean! startCursor: String endCursor: String
  }
  type Visit @key(fields: "id") { id: ID! doctor: Doctor! procedure: Procedure }
  type Doctor @key(fields: "npi") { npi: Npi lastVisit: String }
  type Procedure @key(fields: "slug", resolvable: false) { slug: String! }
  scalar Npi
`;

function compose(caregraph) {
  return composeServices([
    { name: 'caregraph', url: 'http://127.0.0.1:8080/graphql', typeDefs: parse(caregraph) },
    { name: 'visits', url: 'http://127.0.0.1:8081/graphql', typeDefs: parse(visits) },
  ]);
}

test('the subgraph composes with one that refers to doctors and procedures', async () => {
  const composed = compose(await printed());
  assert.equal(composed.errors, undefined);
  const doctor = composed.supergraphSdl.match(/^type Doctor [^{]*/m)[0];
  for (const key of ['CAREGRAPH, key: "id"', 'CAREGRAPH, key: "slug"', 'CAREGRAPH, key: "npi"', 'VISITS, key: "npi"']) {
    assert.ok(doctor.includes(`@join__type(graph: ${key})`), doctor);
  }
  const across = parse(`{
    visits { nodes { doctor { slug lastVisit clinics(first: 2) { nodes { slug } } } procedure { id } } }
    doctors(first: 3) { nodes { lastVisit } pageInfo { hasNextPage } }
    doctor(by: { slug: "kelzom-yarphel" }) { npi lastVisit }
  }`);
  assert.deepEqual(validate(buildSchema(composed.publicSdl), across), []);
});

test('the composed graph shows nothing that only routers ask', async () => {
  const { publicSdl } = compose(await printed());
  for (const name of ['_entities', '_service', '_Any', '_Entity']) {
    assert.ok(!publicSdl.includes(name), name);
  }
});

test('without its keys it would not compose', async () => {
  const keyless = (await printed()).replaceAll(/ @key\(fields: "\w+"\)/g, '');
  const { errors } = compose(keyless);
  assert.ok(errors?.length > 0);
});
