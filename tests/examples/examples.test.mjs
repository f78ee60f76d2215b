// The programs of examples/ as somebody who copies them runs them: each prints what the server
// answers. `bash tests/examples.sh` prepares what they need.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publishArticle } from '../clients/writes.mjs';
import { binary, start } from '../server.mjs';

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const partner = here('target/debug/examples/partner');
const python = process.env.EXAMPLES_PYTHON;
const chromium = process.env.CHROMIUM;

let server;
let near;
let far;

before(async () => {
  server = await start();
  [near, far] = await Promise.all([doctors(25), doctors(200)]);
  assert.ok(far.length > near.length && near.length > 0);
});
after(() => server?.stop());

/** Who does a blood patch near Serzhong, the nearest first, as the server says it. */
async function doctors(withinKm) {
  const query = `query ($withinKm: Float!) {
    doctors(
      need: { procedure: { slug: "epidural-blood-patch" } }
      near: { at: { placeName: "Serzhong" }, withinKm: $withinKm }
      sort: DISTANCE
    ) {
      edges { node { name { display } } }
    }
  }`;
  const { data } = await ask(server, { query, variables: { withinKm } });
  return data.doctors.edges.map(({ node }) => node.name.display);
}

async function ask({ url }, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return response.json();
}

/** Runs a program against the server and gives what it prints. */
async function run({ url }, program, words = [], { cwd, env = {} } = {}) {
  const surroundings = { ...process.env, CAREGRAPH_URL: url, CAREGRAPH_KEY: undefined, ...env };
  return promisify(execFile)(program, words, { cwd, env: surroundings });
}

/** The lines are about these doctors, in this order, and the first is of Tsirang, 44 km away. */
function shows(printed, expected) {
  const rows = printed.split('\n').filter((line) => / \| /.test(line));
  assert.match(rows[0], /\b44(\.2)? km\b.*\| Tsirang \|/, printed);
  assert.equal(rows.length, expected.length, printed);
  rows.forEach((row, at) => assert.ok(row.includes(`${expected[at]} (invented)`), printed));
}

test('the Rust partner prints every page and what it may still use', async () => {
  const { stdout, stderr } = await run(server, partner);
  assert.match(stdout, /^Epidural blood patch\n.*your own blood/);
  shows(stdout, far);
  assert.match(stderr, /^cost \d+, left \d+ of 200000 a minute$/m);
});

test('the Rust partner waits where its quota is used up, and then goes on', async (t) => {
  const poor = await start({ flags: ['--quotas', 'anonymous=600,standard=600,partner=600'] });
  t.after(poor.stop);
  // Each refused query takes 5, and ten come back every second.
  for (let refused = 0; refused < 117; refused += 1) await ask(poor, { query: '{ nope }' });
  const { stdout, stderr } = await run(poor, partner);
  assert.match(stderr, /^busy, or the quota is used up: again in \d+ s$/m);
  shows(stdout, far);
});

test('the Rust partner says why it is refused', async () => {
  await assert.rejects(run(server, partner, [], { env: { CAREGRAPH_KEY: 'wrong' } }), (error) => {
    assert.equal(error.code, 1);
    assert.match(error.stderr, /^UNAUTHENTICATED: .* \(request [0-9a-f]+\)$/m);
    return true;
  });
});

test('TypeScript asks by hash, where nothing else is answered', async (t) => {
  const strict = await start({ flags: ['--documents', 'anonymous=required'] });
  t.after(strict.stop);
  const cwd = here('examples/typescript');
  const program = ['built/near.js'];

  await assert.rejects(run(strict, 'node', program, { cwd }), (error) => {
    assert.match(error.stderr, /publish the documents first/);
    return true;
  });
  const database = `sqlite:${join(strict.folder, 'test.db')}`;
  const env = { CAREGRAPH_BIN: binary, CAREGRAPH_DATABASE_URL: database };
  await run(strict, 'npm', ['run', 'documents'], { cwd, env });
  // A hash that was asked for in vain is not looked for again within a second.
  await pause(1_100);

  const { stdout } = await run(strict, 'node', program, { cwd });
  shows(stdout, near);
  assert.match(stdout, /^ {2}EMERGENCY: .*local emergency number/m);
});

test('Python prints every page', { skip: !python }, async () => {
  const { stdout } = await run(server, python, ['-W', 'error', 'near.py'], {
    cwd: here('examples/python'),
  });
  assert.match(stdout, /^Epidural blood patch\n.*your own blood/);
  shows(stdout, far);
});

test('the page of another origin shows the answer', { skip: !chromium }, async (t) => {
  const types = { 'index.html': 'text/html', 'near.js': 'text/javascript' };
  const files = createServer(async ({ url }, response) => {
    const name = new URL(url, 'http://localhost').pathname.slice(1) || 'index.html';
    if (!types[name]) return response.writeHead(404).end();
    response.setHeader('content-type', types[name]);
    response.end(await readFile(here(`examples/page/${name}`)));
  });
  await once(files.listen(0, '127.0.0.1'), 'listening');
  t.after(() => files.close());

  const page = `http://127.0.0.1:${files.address().port}/?server=${server.url}`;
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000'];
  const profile = `--user-data-dir=${join(server.folder, 'profile')}`;
  const { stdout } = await run(server, chromium, [...flags, profile, '--dump-dom', page]);
  shows(stdout.replaceAll('<li>', '\n').replaceAll('</li>', '\n'), near);
  assert.match(stdout, /<ul id="flags"><li>.*local emergency number/);
});

const curl = await promisify(execFile)('curl', ['--version']).then(
  () => true,
  () => false,
);

test('the commands beside the page give the same', { skip: !curl }, async () => {
  const text = await readFile(here('examples/page/README.md'), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(curl .*?)```/gs)].map(([, block]) => block);
  assert.equal(blocks.length, 3);
  const [post, get, stream] = blocks.map((block) =>
    block.replaceAll('http://127.0.0.1:8080', server.url),
  );

  const { data } = JSON.parse((await run(server, 'bash', ['-c', post])).stdout);
  assert.deepEqual(
    data.doctors.edges.map(({ node }) => node.name.display),
    near,
  );

  const got = (await run(server, 'bash', ['-c', get])).stdout;
  assert.match(got, /^HTTP\/1.1 200 .*^etag: .*"name":"Epidural blood patch"/ims);

  const child = spawn('bash', ['-c', `exec ${stream}`], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    let heard = '';
    const change = new Promise((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (words) => {
        heard += words;
        if (heard.includes('"kind":"ARTICLE"')) resolve();
      });
    });
    // Whoever subscribes hears what comes later: so it is said until it is heard.
    for (let round = 0; round < 20; round += 1) {
      await publishArticle(server, `heard-by-curl-${round}`);
      if ((await Promise.race([change, pause(500, 'late')])) !== 'late') return;
    }
    assert.fail(`nothing was heard but ${heard}`);
  } finally {
    child.kill();
  }
});
