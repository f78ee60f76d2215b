// The pages that the server writes, as readers meet them: with and without scripts, and on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from '../server.mjs';
import { assertAccessible, launch, narrow, tooSmall, tooWide, visit, wide } from './visit.mjs';

const article = '/article/epidural-blood-patch';

const pages = {
  'a doctor': '/doctor/pemzin-dorlha',
  'a doctor who retired': '/doctor/dorzin-kharphu',
  'a clinic': '/clinic/demonstration-hospital-white-crane',
  'a clinic of which little is known': '/clinic/demonstration-health-centre-river-stone',
  'an article': article,
  'an article with doctors near': `${article}?where=Serzhong`,
  'an article in Spanish': `${article}?lang=es&where=Serzhong`,
  'an article and places that may be meant': '/article/psoriasis?where=Gele',
  'a handout': `${article}/print`,
};

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

for (const [name, path] of Object.entries(pages)) {
  for (const viewport of [narrow, wide]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${name} is sound at ${viewport.width} px, ${colorScheme}`, async (t) => {
        const options = { viewport, colorScheme };
        const { page, problems, elsewhere } = await visit(t, browser, server, path, options);
        assert.equal(await page.locator('h1').count(), 1);
        assert.deepEqual(await tooWide(page), []);
        assert.deepEqual(await tooSmall(page), []);
        await assertAccessible(page, name);
        assert.ok((await page.evaluate(() => window.jumps)) < 0.05, 'the page jumps');
        assert.deepEqual(problems, []);
        assert.deepEqual(elsewhere, []);
      });
    }
  }
}

test('a page that is not there says so and is sound', async (t) => {
  const { page, elsewhere } = await visit(t, browser, server, '/doctor/nobody', {
    viewport: narrow,
  });
  assert.equal(await page.locator('h1').innerText(), 'This page does not exist');
  assert.deepEqual(await tooWide(page), []);
  await assertAccessible(page, 'a missing page');
  assert.deepEqual(elsewhere, []);
});

test('without scripts a reader gets from an article to a doctor near and to the clinic', async (t) => {
  const { page, elsewhere } = await visit(t, browser, server, article, {
    javaScriptEnabled: false,
  });
  const flags = page.locator('.red-flags');
  assert.match(await flags.innerText(), /^Get help if you notice any of these\s+Emergency now/);
  assert.match(await page.locator('main').innerText(), /No clinician has checked this article/);

  await page.getByLabel('Town, or postal code').fill('Serzhong');
  await page.getByRole('button', { name: 'Show doctors' }).click();
  assert.match(await page.getByRole('status').innerText(), /^Nobody within 25 km of Serzhong/);
  await page.getByRole('link', { name: 'Kelzom Yarphel' }).click();
  assert.equal(await page.locator('h1').innerText(), 'Kelzom Yarphel, MBBS, MD');
  assert.match(await page.locator('main').innerText(), /Takes new patients \(as of/);
  await page.getByRole('link', { name: 'Demonstration Hospital Cloud Ridge' }).click();
  assert.equal(await page.locator('h1').innerText(), 'Demonstration Hospital Cloud Ridge');
  assert.match(await page.locator('main').innerText(), /This clinic is invented/);
  await page.getByRole('link', { name: 'Español' }).click();
  assert.match(await page.locator('main').innerText(), /Este centro es inventado/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  assert.deepEqual(elsewhere, []);
});

test('the contents of an article lead to its parts, and the skip link past the header', async (t) => {
  const { page } = await visit(t, browser, server, article);
  await page.keyboard.press('Tab');
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'Skip to the content',
  );
  const links = page.locator('.contents a');
  assert.ok((await links.count()) > 3);
  for (const target of await links.evaluateAll((all) =>
    all.map((link) => link.getAttribute('href')),
  )) {
    assert.equal(await page.locator(`h2${target}`).count(), 1, target);
  }
});

for (const language of ['en', 'es']) {
  test(`the handout of a blood patch fits one sheet of A4 (${language})`, async (t) => {
    const path = `${article}/print?lang=${language}`;
    const { page } = await visit(t, browser, server, path);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const text = pdf.toString('latin1');
    assert.equal(text.match(/\/Type\s*\/Page\b/g)?.length, 1);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text);
    assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], 'the sheet is no A4');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.how-to-print').isVisible(), false);
    assert.ok(await page.locator('.red-flags').isVisible());
  });
}

test('a real doctor is told to search engines, whatever the name, without a complaint', async (t) => {
  const name = '</script><script>alert(1)</script>';
  const printed = await server.caregraph(
    ...['partner', 'add', 'Desk', '--tier', 'standard', '--scopes', 'directory:write'],
  );
  const [key] = /cg_\S+/.exec(printed);
  const written = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      query: `mutation ($input: UpsertDoctorInput!) {
        upsertDoctor(input: $input) { doctor { slug demonstration } }
      }`,
      variables: { input: { slug: 'real-name', given: 'Real', family: name } },
    }),
  });
  const { data, errors } = await written.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.deepEqual(data.upsertDoctor.doctor, { slug: 'real-name', demonstration: false });

  const { page, problems, elsewhere } = await visit(t, browser, server, '/doctor/real-name');
  const record = await page.locator('script[type="application/ld+json"]').textContent();
  assert.equal(JSON.parse(record).familyName, name);
  assert.equal(await page.locator('script').count(), 1);
  assert.equal(await page.locator('h1').innerText(), `Real ${name}`);
  assert.deepEqual(problems, [], 'data is no script');
  assert.deepEqual(elsewhere, []);

  const index = await (await fetch(`${server.url}/sitemap.xml`)).text();
  const [, part] = /<loc>([^<]*\/sitemap\/doctor-[^<]*)<\/loc>/.exec(index);
  const listed = await (await fetch(part)).text();
  assert.deepEqual(
    [...listed.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address),
    [`${server.url}/doctor/real-name?lang=en`, `${server.url}/doctor/real-name?lang=es`],
  );
});
