// The queries of the guides and of README.md fit the contract, and what can be asked without a key
// is answered.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { post } from '../clients/question.mjs';
import { start } from '../server.mjs';

// The package that the TypeScript example has installed.
const packages = createRequire(new URL('../../examples/typescript/package.json', import.meta.url));
const { buildSchema, parse, validate } = packages('graphql');

const root = new URL('../../', import.meta.url);
const guides = (await readdir(new URL('docs/guides/', root))).map((name) => `docs/guides/${name}`);
const texts = await Promise.all(
  ['README.md', ...guides].map(async (name) => [name, await readFile(new URL(name, root), 'utf8')]),
);

let server;
let contract;

before(async () => {
  server = await start();
  contract = buildSchema(await (await fetch(`${server.url}/schema.graphql`)).text());
});
after(() => server?.stop());

for (const [name, text] of texts) {
  if (!text.includes('```graphql')) continue;
  test(`the queries of ${name} are good`, async () => {
    // A block of JSON right after a query holds its variables, where it takes any.
    const blocks = text.matchAll(/```graphql\n(.*?)```(?:\n\n```json\n(.*?)```)?/gs);
    for (const [, query, json] of blocks) {
      // What routers ask is no part of the contract.
      if (!query.includes('_entities')) {
        assert.deepEqual(validate(contract, parse(query)), [], query);
      }
      const variables = query.includes('$') ? JSON.parse(json ?? 'null') : undefined;
      if (query.includes('mutation') || variables === null) continue;
      const { answer } = await post(server, { query, variables });
      assert.equal(answer.errors, undefined, `${query}\n${JSON.stringify(answer.errors)}`);
    }
  });
}
