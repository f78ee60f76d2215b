// The playground as a visitor meets it: the real server, the real page, a real browser.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { publishArticle } from '../clients/writes.mjs';
import { start } from '../server.mjs';
import { assertAccessible, launch, narrow, tooSmall, tooWide, visit, wide } from './visit.mjs';

const phone = { width: 390, height: 844 };

const flagship = 'BloodPatchNearSerzhong';
const subscription = 'ChangesAsTheyHappen';

let server;
let browser;

before(async () => {
  server = await start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the playground opens with the example queries, without errors and from one host', async (t) => {
  const { page, problems, elsewhere } = await visitPlayground(t, wide);

  const examples = await exampleQueries();
  assert.deepEqual(
    await tabs(page).allInnerTexts(),
    [...examples.map(({ operation }) => operation), subscription],
    'the tabs are not those of examples/queries: build the pages in web/ again',
  );
  // The tab that is open first can be run as it is.
  assert.equal((await run(page)).body.errors, undefined);
  for (const { operation, query, variables } of examples) {
    await openTab(page, operation);
    const shown = await activeTab(page);
    assert.equal(shown.query.trim(), query.trim());
    assert.deepEqual(JSON.parse(shown.variables || 'null'), variables, operation);
  }

  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('the run button on the blood patch tab shows doctors, an article that nobody reviewed, and the cost', async (t) => {
  const { page, problems, elsewhere } = await visitPlayground(t, wide);
  await openTab(page, flagship);
  const { body, headers } = await run(page);

  assert.equal(body.errors, undefined);
  assert.match(JSON.stringify(body), /Kelzom Yarphel/);
  assert.match(JSON.stringify(body), /NOT_MEDICALLY_REVIEWED/);
  const cost = await page.locator('.cost').innerText();
  assert.match(
    cost,
    new RegExp(`Cost ${headers['x-cost-actual']} of at most ${body.extensions.cost.requested}`),
  );
  assert.match(cost, new RegExp(headers['x-request-id']));
  assert.match(cost, /[\d,]+ of [\d,]+ left this minute/);
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('a subscription tells of a change as it happens', async (t) => {
  const { page, problems, elsewhere } = await visitPlayground(t, wide);
  await openTab(page, subscription);
  const subscribed = new Promise((done) => {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('"subscribe"')) done();
      });
    });
  });
  await runButton(page).click();
  await subscribed;
  await publishArticle(server, 'told-to-the-playground');
  await page.waitForFunction(() =>
    /"kind":\s*"ARTICLE"/.test(document.querySelector('.graphiql-response').innerText),
  );
  assert.match(await seen(page, '.graphiql-response'), /"action":"UPDATED"/);
  await page.getByRole('button', { name: /^Stop/ }).click();
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('the tabs of a visitor are there again at the next visit', async (t) => {
  const { page } = await visitPlayground(t, wide);
  await openTab(page, flagship);
  const count = await tabs(page).count();
  await page.reload();
  await page.locator('.graphiql-query-editor .monaco-editor .view-lines').waitFor();
  assert.equal(await tabs(page).count(), count);
  const { body } = await run(page);
  assert.equal(body.errors, undefined);
  assert.match(JSON.stringify(body), /Kelzom Yarphel/);
});

test('a header that is set goes with the request', async (t) => {
  const { page } = await visitPlayground(t, wide);
  await openTab(page, 'DoctorPage');
  await page.getByRole('button', { name: 'Headers', exact: true }).click();
  const editor = page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)');
  await editor.locator('.view-lines').click();
  await page.keyboard.insertText('{"authorization": "Bearer cg_none"}');
  const { body } = await run(page);
  assert.equal(body.errors[0].extensions.code, 'UNAUTHENTICATED');
  // It may hold a key, so that it is gone with the page.
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('cg_none'));
});

test('the documentation explorer shows the fields of Query', async (t) => {
  const { page, problems } = await visitPlayground(t, wide);
  const shown = await openDocumentation(page);
  const answer = await page.request.post(`${server.url}/graphql`, {
    data: { query: '{ __type(name: "Query") { fields { name } } }' },
  });
  const fields = (await answer.json()).data.__type.fields.map(({ name }) => name);
  assert.ok(fields.includes('doctors'), fields.join());
  assert.deepEqual(await shown.allInnerTexts(), fields);
  assert.ok(await shown.first().isVisible());
  assert.deepEqual(problems, []);
});

test('the explorer adds a field to the query', async (t) => {
  const { page, problems } = await visitPlayground(t, wide);
  await openTab(page, 'DoctorsByNpi');
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  const explorer = page.locator('.graphiql-plugin');
  await explorer.getByText('doctorsByNpi', { exact: true }).waitFor();
  assert.ok(!(await activeTab(page)).query.includes('telehealth'));
  await explorer.getByText('telehealth', { exact: true }).first().click();
  await page.waitForFunction(() => {
    const { tabs: all, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
    return all[activeTabIndex].query.includes('telehealth');
  });
  assert.deepEqual(problems, []);
});

test('an invalid query shows what the server says about it, with its code', async (t) => {
  const { page } = await visitPlayground(t, wide);
  await write(page, 'query Invalid { nope }');
  const [error, ...others] = (await run(page)).body.errors;

  assert.match(error.message, /unknown field "nope" on type "Query"/);
  assert.equal(error.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  assert.deepEqual(others, []);
  assert.match(await seen(page, '.graphiql-response'), /GRAPHQL_VALIDATION_FAILED/);
});

test('the Tab key leaves an editor', async (t) => {
  const { page } = await visitPlayground(t, wide);
  await page.locator('.graphiql-query-editor .view-lines').click();
  const inEditor = () =>
    page.evaluate(
      () => document.activeElement.closest('.graphiql-query-editor .graphiql-editor') !== null,
    );
  assert.ok(await inEditor());
  await page.keyboard.press('Tab');
  assert.ok(!(await inEditor()));
});

for (const size of [phone, narrow]) {
  test(`the playground can be used at ${size.width} px`, async (t) => {
    const { page, problems } = await visitPlayground(t, size);
    assert.deepEqual(await tooWide(page), []);

    await openTab(page, flagship);
    await run(page);
    assert.deepEqual(await tooWide(page), []);

    // The variables of the tab are still there, and a query need not use them.
    await write(page, 'query Typed { procedure(by: { slug: "epidural-blood-patch" }) { slug } }');
    const { body } = await run(page);
    assert.equal(body.data?.procedure.slug, 'epidural-blood-patch', JSON.stringify(body));

    await openDocumentation(page);
    assert.deepEqual(await tooWide(page), []);
    assert.deepEqual(problems, []);
  });
}

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [wide, narrow]) {
    test(`the playground is accessible at ${viewport.width} px, ${colorScheme}`, async (t) => {
      const { page } = await visitPlayground(t, viewport, { colorScheme });
      // The editors themselves are Monaco's.
      await assertAccessible(page, 'playground', ['.monaco-editor', '.graphiql-tabs']);
      assert.deepEqual(await tooSmall(page), []);
    });
  }
}

/** Opens the playground and waits for the answer to its introspection. */
async function visitPlayground(t, viewport, options = {}) {
  let introspected;
  const before = (page) => {
    introspected = page.waitForResponse((response) =>
      response.request().postData()?.includes('IntrospectionQuery'),
    );
  };
  const visited = await visit(t, browser, server, '/playground', { viewport, before, ...options });
  const title = await visited.page.locator('h1').innerText();
  assert.match(title, /playground/i, 'build the pages in web/ first');
  await runButton(visited.page).waitFor();
  for (const pane of ['query-editor', 'response']) {
    await visited.page.locator(`.graphiql-${pane} .monaco-editor .view-lines`).waitFor();
  }
  const { data, errors } = await (await introspected).json();
  assert.equal(errors, undefined);
  assert.ok(data.__schema.types.length > 0);
  return visited;
}

const runButton = (page) => page.getByRole('button', { name: /^Execute query/ });
const tabs = (page) => page.getByRole('tab');

async function openTab(page, operation) {
  await tabs(page).filter({ hasText: operation }).click();
  await page.waitForFunction((name) => {
    const { tabs: all, activeTabIndex } = JSON.parse(
      localStorage.getItem('graphiql:tabState') ?? '{"tabs":[]}',
    );
    return all[activeTabIndex]?.query?.includes(` ${name}`);
  }, operation);
}

/** The tab as GraphiQL keeps it: the document holds only the lines of an editor that are in view. */
function activeTab(page) {
  return page.evaluate(() => {
    const { tabs: all, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
    return all[activeTabIndex];
  });
}

/** Replaces the query by typing over it. */
async function write(page, query) {
  await page.locator('.graphiql-query-editor .view-lines').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(query);
  await page.waitForFunction((text) => {
    const { tabs: all, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
    return all[activeTabIndex].query === text;
  }, query);
}

/** Presses the run button, waits until the answer is shown, and gives it. */
async function run(page) {
  const [answered] = await Promise.all([
    page.waitForResponse(`${server.url}/graphql`),
    runButton(page).click(),
  ]);
  const body = await answered.json();
  // The pane shows the answer's beginning.
  const beginning = JSON.stringify(body).replaceAll(/\s/g, '').slice(0, 60);
  await page.waitForFunction(
    (expected) =>
      document
        .querySelector('.graphiql-response')
        .innerText.replaceAll(/\s/g, '')
        .includes(expected),
    beginning,
  );
  return { body, headers: await answered.allHeaders() };
}

/** What an editor shows, without its white space. */
async function seen(page, editor) {
  return (await page.locator(`${editor} .view-lines`).innerText()).replaceAll(/\s/g, '');
}

async function openDocumentation(page) {
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const explorer = page.getByRole('region', { name: 'Documentation Explorer' });
  await explorer.getByRole('link', { name: 'Query', exact: true }).click();
  await explorer.locator('.graphiql-doc-explorer-title', { hasText: /^Query$/ }).waitFor();
  return explorer.locator('.graphiql-doc-explorer-item .graphiql-doc-explorer-field-name');
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
