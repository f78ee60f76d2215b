// The pages as a visitor meets them: the real server, the real pages, a real browser.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from '../server.mjs';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
// The narrowest width at which a page must still need no sideways scrolling (WCAG 2, 1.4.10).
const narrow = { width: 320, height: 640 };

const flagship = 'BloodPatchNearSerzhong';

let server;
let browser;

before(async () => {
  server = await start();
  // Every launch has a new, empty profile.
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const size of [wide, phone, narrow]) {
  test(`the home page shows its links and fits ${size.width} px`, async (t) => {
    const { page } = await visit(t, '/', size);
    for (const target of ['/playground', '/schema.graphql']) {
      const link = page.locator(`a[href="${target}"]`);
      assert.ok(await link.isVisible(), `there is no link to ${target}`);
      assert.equal((await page.request.get(server.url + target)).status(), 200, target);
    }
    assert.deepEqual(await tooWide(page), []);
  });
}

test('the playground opens with the example queries, without errors and from one host', async (t) => {
  const { page, problems, elsewhere } = await visitPlayground(t, wide);

  const examples = await exampleQueries();
  assert.deepEqual(
    await tabs(page).allInnerTexts(),
    examples.map(({ operation }) => operation),
    'the tabs are not those of examples/queries: build the pages in web/ again',
  );
  for (const { operation, query, variables } of examples) {
    await openTab(page, operation);
    assert.equal((await text(page, '.graphiql-query-editor')).trim(), query.trim());
    const shown = await text(page, '.graphiql-editor-tool .graphiql-editor:not(.hidden)');
    assert.deepEqual(JSON.parse(shown || 'null'), variables, operation);
  }

  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('the run button on the blood patch tab shows doctors and an article that nobody reviewed', async (t) => {
  const { page, problems, elsewhere } = await visitPlayground(t, wide);
  await openTab(page, flagship);
  const answer = await run(page);

  assert.equal(JSON.parse(answer).errors, undefined, answer);
  assert.match(answer, /Kelzom Yarphel/);
  assert.match(answer, /NOT_MEDICALLY_REVIEWED/);
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('the documentation explorer shows the fields of Query', async (t) => {
  const { page, problems } = await visitPlayground(t, wide);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const explorer = page.getByRole('region', { name: 'Documentation Explorer' });
  await explorer.getByRole('link', { name: 'Query', exact: true }).click();
  await explorer.locator('.graphiql-doc-explorer-title', { hasText: /^Query$/ }).waitFor();

  const answer = await page.request.post(`${server.url}/graphql`, {
    data: { query: '{ __type(name: "Query") { fields { name } } }' },
  });
  const fields = (await answer.json()).data.__type.fields.map(({ name }) => name);
  assert.ok(fields.includes('doctors'), fields.join());
  const shown = explorer.locator('.graphiql-doc-explorer-item .graphiql-doc-explorer-field-name');
  assert.deepEqual(await shown.allInnerTexts(), fields);
  assert.ok(await shown.first().isVisible());
  assert.deepEqual(problems, []);
});

test('an invalid query shows what the server says about it, with its code', async (t) => {
  const { page } = await visitPlayground(t, wide);
  await write(page, 'Invalid', 'query Invalid { nope }');
  const [error, ...others] = JSON.parse(await run(page)).errors;

  assert.match(error.message, /unknown field "nope" on type "Query"/);
  assert.equal(error.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  assert.deepEqual(others, []);
  const pane = page.locator('.graphiql-response');
  assert.ok(await pane.getByText('GRAPHQL_VALIDATION_FAILED').isVisible());
  assert.ok(await pane.getByText('unknown field').isVisible());
});

for (const size of [phone, narrow]) {
  test(`the playground can be used at ${size.width} px`, async (t) => {
    const { page, problems } = await visitPlayground(t, size);
    assert.deepEqual(await tooWide(page), []);

    await openTab(page, flagship);
    await run(page);
    const doctor = page.locator('.graphiql-response').getByText('Kelzom Yarphel').first();
    await wheelTo(page, '.graphiql-response', doctor);
    assert.deepEqual(await tooWide(page), []);

    await write(page, 'Typed', 'query Typed { procedure(by: { slug: "epidural-blood-patch" }) { slug } }');
    // The variables of the tab are still there, and a query need not use them.
    const answer = JSON.parse(await run(page));
    assert.equal(answer.data?.procedure.slug, 'epidural-blood-patch', JSON.stringify(answer));

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const explorer = page.getByRole('region', { name: 'Documentation Explorer' });
    await explorer.getByRole('link', { name: 'Query', exact: true }).click();
    assert.deepEqual(await tooWide(page), []);
    assert.deepEqual(problems, []);
  });
}

/** Opens a page and notes what goes wrong on it and what it asks of other hosts. */
async function visit(t, path, viewport) {
  const context = await browser.newContext({ viewport });
  t.after(() => context.close());
  const problems = [];
  const elsewhere = [];
  await context.exposeFunction('reportViolation', (violation) => problems.push(violation));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.effectiveDirective} blocks ${event.blockedURI}`);
    });
  });
  const note = (address) => {
    const { protocol, host } = new URL(address);
    const local = protocol === 'data:' || protocol === 'blob:';
    if (!local && host !== new URL(server.url).host) elsewhere.push(address);
  };
  context.on('request', (request) => note(request.url()));
  const page = await context.newPage();
  page.on('websocket', (socket) => note(socket.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (problem) => problems.push(problem.message));
  await page.goto(server.url + path);
  return { page, problems, elsewhere };
}

/** Opens the playground and waits for the answer to its introspection. */
async function visitPlayground(t, viewport) {
  const visited = await visit(t, '/playground', viewport);
  const title = await visited.page.locator('h1').innerText();
  assert.notEqual(title, 'The playground is not built', 'build the pages in web/ first');
  await runButton(visited.page).waitFor();
  // GraphiQL shows a failed introspection in the result pane.
  const outcome = await visited.page.waitForFunction(() => {
    const editor = (pane) => document.querySelector(`${pane} .CodeMirror`).CodeMirror;
    if (editor('.graphiql-query-editor').options.lint.schema) return 'introspected';
    return editor('.graphiql-response').getValue();
  });
  assert.equal(await outcome.jsonValue(), 'introspected');
  return visited;
}

const runButton = (page) => page.getByRole('button', { name: /^Execute query/ });
const tabs = (page) => page.getByRole('tab');

async function openTab(page, operation) {
  await tabs(page).filter({ hasText: operation }).click();
  await settled(page, operation);
}

/** Replaces the query by typing over it. */
async function write(page, operation, query) {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(query);
  await settled(page, operation);
}

/**
 * Waits until GraphiQL knows the operation's name.
 * It reads the name from the editor 100 ms after a change and sends the old one until then.
 */
async function settled(page, operation) {
  await page.waitForFunction(
    (name) =>
      document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.operationName === name,
    operation,
  );
}

/** Presses the run button and gives the whole text of the result pane. */
async function run(page) {
  const [answered] = await Promise.all([
    page.waitForResponse(`${server.url}/graphql`),
    runButton(page).click(),
  ]);
  const body = await answered.json();
  await page.waitForFunction((expected) => {
    const shown = document.querySelector('.graphiql-response .CodeMirror').CodeMirror.getValue();
    return shown !== '' && JSON.stringify(JSON.parse(shown)) === expected;
  }, JSON.stringify(body));
  return text(page, '.graphiql-response');
}

/** The whole text of an editor; the document holds only the lines around those in view. */
function text(page, editor) {
  return page.locator(`${editor} .CodeMirror`).evaluate((element) => element.CodeMirror.getValue());
}

/** Turns the wheel over an area until something in it can be pointed at. */
async function wheelTo(page, area, target) {
  await page.locator(area).hover();
  for (let turns = 0; (await target.count()) === 0; turns += 1) {
    assert.ok(turns < 200, `the wheel does not reach the end of ${area}`);
    await page.mouse.wheel(0, 150);
  }
  await target.click({ trial: true });
}

/** What sticks out of the viewport sideways and cannot be scrolled into it inside a smaller box. */
function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    const isScrolled = (element) => {
      // CodeMirror scrolls its lines in a box that is wider than itself, to hide the scroll bar.
      if (element.parentElement.closest('.CodeMirror')) return true;
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
      }
      return false;
    };
    for (const element of document.body.querySelectorAll('*')) {
      const { left, right, width } = element.getBoundingClientRect();
      const outside = width > 0 && (left < -1 || right > root.clientWidth + 1);
      if (outside && element.checkVisibility({ visibilityProperty: true }) && !isScrolled(element)) {
        found.push(`${element.localName}.${element.className} from ${left} to ${right}`);
      }
    }
    return found;
  });
}

/** The example queries in the order of their file names, which is the order of the tabs. */
async function exampleQueries() {
  const folder = new URL('../../examples/queries/', import.meta.url);
  const names = await readdir(folder);
  const files = names.filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const query = await readFile(new URL(file, folder), 'utf8');
      const values = file.replace(/\.graphql$/, '.variables.json');
      return {
        query,
        operation: /^query (\w+)/m.exec(query)[1],
        variables: names.includes(values)
          ? JSON.parse(await readFile(new URL(values, folder), 'utf8'))
          : null,
      };
    }),
  );
}
