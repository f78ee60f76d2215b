// GraphQL over HTTP, audited by its reference implementation.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { start } from '../server.mjs';

let server;
before(async () => (server = await start()));
after(() => server?.stop());

test('every audit of GraphQL over HTTP passes, the advisory ones too', async () => {
  const results = [];
  for (const audit of serverAudits({ url: () => `${server.url}/graphql` })) {
    const { id, name, status, reason } = await audit.fn();
    results.push({ id, name, status, reason });
  }
  assert.ok(results.length >= 60, `there are only ${results.length} audits`);
  assert.deepEqual(
    results.filter(({ status }) => status !== 'ok'),
    [],
  );
});
