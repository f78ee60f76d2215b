// The example queries of the repository, as the module `virtual:queries`.

import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'graphql';
import type { Plugin } from 'vite';

export interface ExampleQuery {
  name: string;
  title: string;
  query: string;
  variables: string | undefined;
}

const asked = 'virtual:queries';
const resolved = `\0${asked}`;
const values = '.variables.json';

/** Stops the build where a query cannot be parsed, has no title, or variables have no query. */
export function queries(folder: string): Plugin {
  return {
    name: 'example-queries',
    resolveId: (id) => (id === asked ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      return `export default ${JSON.stringify(await read(folder))};`;
    },
  };
}

async function read(folder: string): Promise<ExampleQuery[]> {
  const names = (await readdir(folder)).sort(byCodeUnit);
  const queryNames = names.filter((name) => name.endsWith('.graphql'));
  for (const file of names.filter((name) => name.endsWith(values))) {
    if (!queryNames.includes(`${basename(file, values)}.graphql`)) {
      throw new Error(`${file}: there is no query file with this name`);
    }
  }
  return Promise.all(
    queryNames.map(async (file) => {
      const name = basename(file, '.graphql');
      const text = await readFile(join(folder, file), 'utf8');
      const query = `${text.replaceAll('\r\n', '\n').trim()}\n`;
      const title = /^# *(\S.*)$/.exec(query.split('\n', 1)[0] ?? '')?.[1]?.trim();
      if (!title) throw new Error(`${file}: the first line must be a "# Title" comment`);
      named(file, () => parse(query));
      const beside = name + values;
      if (!names.includes(beside)) return { name, title, query, variables: undefined };
      const written = await readFile(join(folder, beside), 'utf8');
      const parsed: unknown = named(beside, () => JSON.parse(written));
      return { name, title, query, variables: JSON.stringify(parsed, null, 2) };
    }),
  );
}

/** What goes wrong is told with the file in which it does. */
function named<T>(file: string, step: () => T): T {
  try {
    return step();
  } catch (problem) {
    throw new Error(`${file}: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
}

/** The build must not depend on the locale of the machine. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
