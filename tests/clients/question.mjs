// What the tests ask.

import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';

const examples = new URL('../../examples/queries/', import.meta.url);

/** Sends a body to `/graphql` and gives the status, the headers and the parsed answer. */
export async function post(server, body, headers = {}) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: accepted, ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, answer: await response.json() };
}

const accepted = 'application/graphql-response+json';

/** The queries that the project shows, each with its name and variables. */
export async function exampleQueries() {
  const files = (await readdir(examples)).filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const variables = new URL(`${basename(file, '.graphql')}.variables.json`, examples);
      const query = await readFile(new URL(file, examples), 'utf8');
      const [, operation] = /^query (\w+)/m.exec(query);
      return { operation, query, variables: JSON.parse(await readFile(variables, 'utf8')) };
    }),
  );
}
