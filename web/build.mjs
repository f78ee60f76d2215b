// Builds the static files of the playground into dist/.
// The page uses published browser builds as they are; nothing is bundled here.

import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';

const root = dirname(fileURLToPath(import.meta.url));
const queriesDir = join(root, '..', 'examples', 'queries');
const modules = join(root, 'node_modules');
const src = join(root, 'src');
const dist = join(root, 'dist');
const assets = join(dist, 'playground');

const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12);

// The build must not depend on the locale of the machine, so names are compared by code unit.
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Writes one asset under a name that holds its content hash and returns the URL of the asset. */
async function writeAsset(name, content) {
  const dot = name.lastIndexOf('.');
  const file = `${name.slice(0, dot)}.${hash(content)}${name.slice(dot)}`;
  await writeFile(join(assets, file), content);
  return `/playground/${file}`;
}

/** Reads a published file without its reference to a source map, because no map is delivered. */
async function readPublished(...path) {
  const text = await readFile(join(modules, ...path), 'utf8');
  return text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
}

/** Reads the example queries that become the default tabs. */
async function readQueries() {
  const names = await readdir(queriesDir).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const suffix = '.variables.json';
  const queries = [];
  for (const file of names.filter((name) => name.endsWith('.graphql')).sort(byName)) {
    const name = basename(file, '.graphql');
    const query = (await readFile(join(queriesDir, file), 'utf8')).replaceAll('\r\n', '\n').trim() + '\n';
    const title = /^# *(\S.*)$/m.exec(query.split('\n', 1)[0])?.[1].trim();
    if (!title) throw new Error(`${file}: the first line must be a "# Title" comment`);
    try {
      parse(query);
    } catch (error) {
      throw new Error(`${file}: ${error.message}`);
    }
    const entry = { name, title, query };
    if (names.includes(name + suffix)) {
      try {
        entry.variables = JSON.parse(await readFile(join(queriesDir, name + suffix), 'utf8'));
      } catch (error) {
        throw new Error(`${name + suffix}: ${error.message}`);
      }
    }
    queries.push(entry);
  }
  for (const file of names.filter((name) => name.endsWith(suffix))) {
    if (!names.includes(basename(file, suffix) + '.graphql')) {
      throw new Error(`${file}: there is no query file with this name`);
    }
  }
  return queries;
}

/** Collects the licence texts of the installed packages, which the published builds hold parts of. */
async function readLicences() {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const parts = new Map();
  for (const path of Object.keys(lock.packages)) {
    // Packages that carry only type declarations leave nothing in a browser build.
    if (!path || path.includes('node_modules/@types/')) continue;
    const files = await readdir(join(root, path)).catch(() => []);
    // A package for another platform or an optional one may be absent.
    if (!files.includes('package.json')) continue;
    const info = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
    const file = files.filter((name) => /^licen[cs]e/i.test(name)).sort(byName)[0];
    const text = file ? (await readFile(join(root, path, file), 'utf8')).trim() : '';
    const head = `${info.name} ${info.version} (${info.license ?? 'see the licence text'})`;
    parts.set(head, text);
  }
  const rule = '-'.repeat(80);
  const intro =
    'The playground is made of published builds of React, React DOM and GraphiQL.\n' +
    'These builds hold parts of the packages below.\n' +
    'The style sheet of GraphiQL also holds the fonts Roboto (Apache-2.0) and Fira Code (OFL-1.1).\n\n';
  const list = [...parts]
    .sort((a, b) => byName(a[0], b[0]))
    .map(([head, text]) => `${rule}\n${head}\n${text ? `\n${text}\n` : ''}`)
    .join('\n');
  return intro + list;
}

await rm(dist, { recursive: true, force: true });
await mkdir(assets, { recursive: true });

const queries = await readQueries();
if (queries.length === 0) console.warn('warning: no example queries were found, the playground opens with one empty tab');
const queriesJson = JSON.stringify(queries, null, 2) + '\n';
await writeFile(join(assets, 'queries.json'), queriesJson);

const urls = {
  'react.js': await writeAsset('react.js', await readPublished('react', 'umd', 'react.production.min.js')),
  'react-dom.js': await writeAsset('react-dom.js', await readPublished('react-dom', 'umd', 'react-dom.production.min.js')),
  'graphiql.js': await writeAsset('graphiql.js', await readPublished('graphiql', 'graphiql.min.js')),
  'graphiql.css': await writeAsset('graphiql.css', await readPublished('graphiql', 'graphiql.min.css')),
  'playground.js': await writeAsset('playground.js', await readFile(join(src, 'playground.js'))),
  'playground.css': await writeAsset('playground.css', await readFile(join(src, 'playground.css'))),
  'licences.txt': await writeAsset('licences.txt', await readLicences()),
  // This file keeps its name; the version in the URL lets it be cached like the others.
  'queries.json': `/playground/queries.json?v=${hash(queriesJson)}`,
};

const template = await readFile(join(src, 'playground.html'), 'utf8');
const page = template.replace(/\{\{(.+?)\}\}/g, (_, name) => {
  if (!(name in urls)) throw new Error(`playground.html: there is no asset with the name ${name}`);
  return urls[name];
});
await writeFile(join(dist, 'playground.html'), page);

console.log(`wrote dist/playground.html and dist/playground/ with ${queries.length} example queries`);
