// Introspection: tools that ask the server for its schema get the contract that is printed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import { start } from '../server.mjs';
import { post } from './question.mjs';

let server;
before(async () => (server = await start()));
after(() => server?.stop());

const everything = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
};

for (const [name, options] of Object.entries({ plain: {}, full: everything })) {
  test(`the ${name} introspection of graphql-js gives a valid schema`, async () => {
    const { status, answer } = await post(server, { query: getIntrospectionQuery(options) });
    assert.equal(status, 200);
    assert.equal(answer.errors, undefined);
    assert.deepEqual(validateSchema(buildClientSchema(answer.data)), []);
  });
}

test('introspection, the served file and the contract of this release are one', async () => {
  const sorted = (schema) => printSchema(lexicographicSortSchema(schema));
  const { answer } = await post(server, { query: getIntrospectionQuery(everything) });
  // What routers of federated graphs ask for is answered, and is no part of the contract.
  const ours = ({ name }) => name.startsWith('__') || !name.startsWith('_');
  const { __schema: told } = answer.data;
  told.types = told.types.filter(ours);
  const query = told.types.find(({ name }) => name === told.queryType.name);
  query.fields = query.fields.filter(ours);
  const introspected = sorted(buildClientSchema(answer.data));
  const served = await (await fetch(`${server.url}/schema.graphql`)).text();
  assert.equal(sorted(buildSchema(served)), introspected);
  assert.equal(sorted(buildSchema(await server.caregraph('schema'))), introspected);
});
