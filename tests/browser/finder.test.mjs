// The finder as somebody who looks for a doctor meets it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from '../server.mjs';
import { assertAccessible, launch, narrow, tooSmall, tooWide, visit, wide } from './visit.mjs';

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

const heading = (page) => page.locator('#count');
const doctors = (page) => page.locator('ol.doctors > li');
const what = (page) => page.getByRole('combobox', { name: /^(What do you need|¿Qué necesita)\?$/ });
const where = (page) => page.getByRole('combobox', { name: /^(Where|¿Dónde)\?$/ });

test('from the start page to a doctor for a blood patch near Serzhong, by keyboard alone', async (t) => {
  const { page, problems, elsewhere } = await visit(t, browser, server, '/');
  await what(page).focus();
  await page.keyboard.type('spinal headache f');
  const options = page.getByRole('option');
  await options.first().waitFor();
  assert.equal(await what(page).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  const active = await what(page).getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`[id="${active}"]`).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await what(page).getAttribute('aria-expanded'), 'false');

  await what(page).fill('');
  await page.keyboard.type('blood pat');
  await options.filter({ hasText: 'Treatment' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await heading(page).waitFor();
  assert.match(page.url(), /need=procedure:epidural-blood-patch/);

  await where(page).focus();
  await page.keyboard.type('serzh');
  await options.filter({ hasText: 'Serzhong' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody within 25 km of Serzhong: showing up to 50 km away.').waitFor();

  assert.match(
    await heading(page).innerText(),
    /^2 doctors found for Epidural blood patch near Serzhong$/,
  );
  assert.match(page.url(), /where=Serzhong,\+Sarpang&place=/);
  assert.match(await page.title(), /Epidural blood patch near Serzhong/);
  const first = doctors(page).first();
  assert.match(await first.innerText(), /Kelzom Yarphel/);
  assert.match(await first.innerText(), /44 km away/);
  assert.match(await first.innerText(), /The doctor says so/);
  assert.match(await first.innerText(), /How often: unknown/i);
  assert.match(await doctors(page).nth(1).innerText(), /Languages: unknown/);
  assert.ok(await page.getByText(/these doctors, clinics and articles are invented/).isVisible());
  assert.ok(await page.getByText(/1 more doctor is within 50 km, across the border/).isVisible());
  assert.equal(
    await page.locator('#heard').innerText(),
    '2 doctors found for Epidural blood patch near Serzhong',
  );

  // The link goes with the answer, and the focus goes to what there is instead.
  await page.getByRole('link', { name: 'Look across the border' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^3 doctors/.test(document.querySelector('#count').textContent));
  await page.waitForFunction(() => document.activeElement?.id === 'count');
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

test('psoriasis in Spanish, with the article beside and its red flags on top', async (t) => {
  const { page, problems, elsewhere } = await visit(t, browser, server, '/?lang=es');
  await what(page).fill('psoriasis');
  await where(page).fill('Gelephu');
  await page.getByRole('button', { name: 'Buscar' }).click();
  await heading(page).waitFor();

  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  assert.match(
    await heading(page).innerText(),
    /^\d+ médicos? encontrados? para Psoriasis cerca de Gelephu$/i,
  );
  const article = page.locator('article.leaflet');
  assert.match(await article.getByRole('heading', { level: 2 }).innerText(), /^Psoriasis/);
  assert.match(await article.innerText(), /artículo de demostración/);
  assert.match(await article.innerText(), /Ningún profesional sanitario ha revisado este texto/);
  const flags = article.locator('.red-flags');
  assert.match(await flags.innerText(), /Cuándo pedir ayuda/);
  assert.ok((await flags.getByRole('listitem').count()) > 1);
  const top = async (part) => (await part.boundingBox()).y;
  assert.ok(
    (await top(flags)) < (await top(article.locator('> p').first())),
    'the red flags are not on top',
  );
  const checklist = article.getByRole('region', { name: 'Para su visita' });
  assert.ok((await checklist.getByRole('listitem').count()) > 3);
  assert.match(await checklist.innerText(), /Lleve[^]*Pregunte/);
  assert.ok((await top(checklist)) > (await top(flags)));
  const link = await article
    .getByRole('link', { name: 'Leer el artículo entero' })
    .getAttribute('href');
  assert.match(link, /^\/article\/psoriasis\?near=[\w-]+&lang=es$/);
  assert.equal((await page.request.get(server.url + link)).status(), 200);

  // The other language is one press away and keeps the question.
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: /doctors? found for Psoriasis near Gelephu/ }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere, []);
});

const widenings = {
  'to the region by its name': {
    // East of every clinic of Assam, and farther than 200 km from each.
    path: '/?what=blood+patch&at=26.75,94.22',
    en: 'Nobody near your position, not even within 200 km: showing all of Assam.',
    es: 'No hay nadie cerca de su posición, ni a menos de 200 km: se muestra todo Assam.',
    found: 1,
  },
  'to doctors who see patients by video': {
    path: '/?what=chronic+migraine&where=Guwahati',
    en: 'Nobody near Guwahati: showing doctors who see patients by video and are licensed in Assam.',
    es: 'No hay nadie cerca de Guwahati: se muestran médicos que atienden por vídeo y tienen licencia en Assam.',
    found: 1,
  },
};

for (const [name, { path, found, ...sentences }] of Object.entries(widenings)) {
  test(`a search that finds nobody near widens ${name}, and says so`, async (t) => {
    for (const [language, sentence] of Object.entries(sentences)) {
      const address = `${path}&lang=${language}`;
      const { page, problems, elsewhere } = await visit(t, browser, server, address);
      await page.getByText(sentence, { exact: true }).waitFor();
      assert.equal(await doctors(page).count(), found);
      if (name.includes('video')) {
        assert.match(await doctors(page).first().innerText(), /by video|por vídeo/i);
      }
      assert.deepEqual(problems, []);
      assert.deepEqual(elsewhere, []);
    }
  });
}

test('the language is the browser’s unless one is chosen', async (t) => {
  const { page } = await visit(t, browser, server, '/', { locale: 'es-MX' });
  await page
    .getByRole('heading', { name: 'Encuentre un médico que haga lo que necesita' })
    .waitFor();
});

test('every value of a filter finds as many as it says', async (t) => {
  const { page, problems } = await visit(
    t,
    browser,
    server,
    '/?what=psoriasis&where=Gelephu&km=100&lang=en',
  );
  await heading(page).waitFor();
  const before = await total(page);
  await page.locator('.more-filters > summary').click();
  const choices = page.locator('.filters label.choice:has(.count)');
  const labels = await choices.evaluateAll((elements) =>
    elements.map((element) => {
      const { name, value, type } = element.querySelector('input');
      return { name, value, type, count: Number(element.querySelector('.count').textContent) };
    }),
  );
  assert.ok(labels.length > 15, `only ${labels.length} values`);
  assert.ok(labels.some(({ value }) => value === 'UNKNOWN'));
  for (const { name, value, type, count } of labels) {
    const box = page.locator(`input[name="${name}"][value="${value}"]`);
    await box.check();
    await settled(page);
    assert.equal(await total(page), count, `${name} ${value}`);
    assert.equal(await doctors(page).count(), count);
    if (type === 'radio') await page.locator(`input[name="${name}"]`).first().check();
    else await box.uncheck();
    await settled(page);
    assert.equal(await total(page), before);
  }
  assert.deepEqual(problems, []);
});

test('a filter stands as a chip that takes it away, and whom it leaves out is said', async (t) => {
  const { page } = await visit(t, browser, server, '/?what=psoriasis&where=Gelephu&km=100&lang=en');
  await heading(page).waitFor();
  const before = await total(page);
  await page.getByRole('checkbox', { name: /^Takes new patients/ }).check();
  await settled(page);
  assert.ok((await total(page)) < before);
  assert.ok(
    await page.getByText(/left out only because nothing is known about: new patients/).isVisible(),
  );
  await page.getByRole('link', { name: 'Show them too' }).click();
  await settled(page);
  assert.ok(await page.getByRole('checkbox', { name: /^Nobody says/ }).isChecked());

  const set = page.getByRole('list', { name: 'Filters that are set' });
  await set.getByRole('link', { name: /Remove .*New patients: unknown/ }).click();
  await set.getByRole('link', { name: /Remove .*Takes new patients/ }).click();
  await settled(page);
  assert.equal(await total(page), before);
  assert.equal(await set.count(), 0);
});

test('why this order opens in place, and its parts add up to the score', async (t) => {
  const { page, problems } = await visit(
    t,
    browser,
    server,
    '/?what=psoriasis&where=Gelephu&km=100&language=ne&lang=en',
  );
  await heading(page).waitFor();
  const first = doctors(page).first();
  await first.getByText('Why this order').click();
  await first.getByText('Nobody can pay for a place.').waitFor();
  const number = (text) => Number(text.replaceAll(',', ''));
  const points = (await first.locator('.factor-points').allInnerTexts()).map(number);
  const sum = points.pop();
  assert.ok(points.length >= 6, points.join());
  assert.equal(
    points.reduce((a, b) => a + b),
    sum,
  );
  assert.match(
    await first.innerText(),
    new RegExp(`${sum.toLocaleString('en')} of 1,000,000 points`),
  );
  assert.match(await first.innerText(), /Rules of the order: version \d+/);
  // Each reason says who said so, or that it was reckoned, or that nothing is known.
  for (const source of await first.locator('.factor-source').allInnerTexts()) {
    assert.match(source, /^(Caregraph|Reckoned|unknown)/i);
    const [, value, weight] = /([\d,]+) × ([\d,]+)$/.exec(source);
    assert.ok(points.includes(number(value) * number(weight)), source);
  }
  assert.deepEqual(problems, []);
});

test('back and forward keep the question, the filters and what was shown', async (t) => {
  const { page, problems } = await visit(t, browser, server, '/?lang=en');
  await what(page).fill('psoriasis');
  await where(page).fill('Gelephu');
  await page.getByRole('button', { name: 'Search' }).click();
  await heading(page).waitFor();
  const first = await heading(page).innerText();
  await page.getByLabel('How far').selectOption('100');
  await settled(page);
  const second = await heading(page).innerText();
  assert.notEqual(second, first);
  await page.getByRole('checkbox', { name: /^English/ }).check();
  await settled(page);
  const third = await heading(page).innerText();
  await page.getByLabel('Order').selectOption('DISTANCE');
  await settled(page);
  const nearest = await doctors(page).allInnerTexts();
  const last = page.url();

  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) asked += 1;
  });
  await page.goBack();
  assert.equal(await page.getByLabel('Order').inputValue(), 'BEST');
  assert.equal(await heading(page).innerText(), third);
  await page.goBack();
  assert.equal(await heading(page).innerText(), second);
  assert.ok(!(await page.getByRole('checkbox', { name: /^English/ }).isChecked()));
  await page.goBack();
  assert.equal(await heading(page).innerText(), first);
  await page.goBack();
  await page
    .getByRole('heading', { level: 1, name: 'Find a doctor who does what you need' })
    .waitFor();
  assert.equal(await what(page).inputValue(), '');
  for (let steps = 0; steps < 4; steps += 1) await page.goForward();
  assert.equal(page.url(), last);
  assert.equal(await what(page).inputValue(), 'psoriasis');
  assert.ok(await page.getByRole('checkbox', { name: /^English/ }).isChecked());
  assert.deepEqual(await doctors(page).allInnerTexts(), nearest);
  assert.equal(asked, 0, 'the graph was asked again for what was known');

  // The address alone says it all, too.
  await page.reload();
  await heading(page).waitFor();
  assert.deepEqual(await doctors(page).allInnerTexts(), nearest);
  assert.deepEqual(problems, []);
});

test('more doctors are added below, and are still there after going back', async (t) => {
  const { page, problems } = await visit(t, browser, server, '/?where=Thimphu&lang=en');
  await heading(page).waitFor();
  assert.equal(await doctors(page).count(), 20);
  await page.getByRole('button', { name: 'Show more' }).click();
  await doctors(page).nth(39).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('#doctor-21'));
  const names = await doctors(page).locator('h3 a').allInnerTexts();
  assert.equal(new Set(names).size, 40);
  await page.getByLabel('Order').selectOption('NAME');
  await settled(page);
  await page.goBack();
  await doctors(page).nth(39).waitFor();
  assert.deepEqual(await doctors(page).locator('h3 a').allInnerTexts(), names);
  assert.deepEqual(problems, []);
});

test('where nobody is found, each way out finds as many as it says', async (t) => {
  const { page } = await visit(
    t,
    browser,
    server,
    '/?what=psoriasis&where=Gelephu&language=fr&gender=FEMALE&lang=en',
  );
  const ways = page.locator('.ways a');
  await ways.first().waitFor();
  const texts = await ways.allInnerTexts();
  assert.match(await page.locator('.state').innerText(), /does not mean that nobody does it/);
  for (const text of texts) {
    const [, count] = /\((\d+)\)$/.exec(text);
    await ways.filter({ hasText: text }).click();
    await page.waitForFunction(
      (found) => document.querySelectorAll('ol.doctors > li').length === found,
      Math.min(20, Number(count)),
    );
    assert.equal(await total(page), Number(count), text);
    await page.goBack();
    await ways.first().waitFor();
  }
});

test('a name that several places share asks which one is meant', async (t) => {
  const { page } = await visit(t, browser, server, '/?what=psoriasis&where=Gakiling&lang=en');
  await page.getByRole('heading', { name: 'Which Gakiling?' }).waitFor();
  await page.getByRole('link', { name: /^Gakiling, Haa, Bhutan/ }).click();
  await heading(page).waitFor();
  assert.match(page.url(), /where=Gakiling,\+Haa&place=/);
});

test('words, places and codes that are not known say what would help', async (t) => {
  const { page } = await visit(t, browser, server, '/?what=Kelzom+Yarphel&lang=en');
  await page.getByRole('heading', { name: 'We do not know what “Kelzom Yarphel” means' }).waitFor();
  const named = page.getByRole('link', { name: 'Kelzom Yarphel' });
  assert.match(await named.getAttribute('href'), /^\/doctor\/kelzom-yarphel\?lang=en$/);

  await page.goto(`${server.url}/?what=psoriasis&where=Gelefu&lang=en`);
  await page.getByRole('heading', { name: 'We do not know a place called “Gelefu”' }).waitFor();
  assert.ok(await page.getByRole('link', { name: /^Gelephu/ }).isVisible());

  await page.goto(`${server.url}/?what=psoriasis&where=99999,+US&lang=en`);
  await page.getByRole('heading', { name: 'We do not know the postal code “99999, US”' }).waitFor();

  // An id of another database is replaced by the words beside it.
  await page.goto(`${server.url}/?what=psoriasis&where=Gelephu&place=UGxhY2U6OTk5OTk5&lang=en`);
  await page.getByRole('heading', { name: /found for Psoriasis near Gelephu/ }).waitFor();
});

test('what does not work says so with the request’s number, and can be tried again', async (t) => {
  const { page, context } = await visit(t, browser, server, '/?lang=en');
  const broken = (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/json',
      headers: { 'x-request-id': 'b71' },
      body: '{"errors":[{"message":"internal","extensions":{"code":"INTERNAL","requestId":"b71"}}]}',
    });
  await page.route('**/graphql', broken);
  await what(page).fill('psoriasis');
  await page.getByRole('button', { name: 'Search' }).click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /name this number: b71/);
  await assertAccessible(page, 'a failure');
  await page.unroute('**/graphql', broken);
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading(page).waitFor();

  await context.setOffline(true);
  await page.getByLabel('Order').selectOption('NAME');
  await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
});

test('a position is rounded to a kilometre before it goes anywhere', async (t) => {
  const { page, problems } = await visit(t, browser, server, '/?what=psoriasis&lang=en', {
    permissions: ['geolocation'],
    geolocation: { latitude: 26.871234, longitude: 90.486789 },
  });
  await heading(page).waitFor();
  const sent = [];
  page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
  await page.getByRole('button', { name: 'Use my position' }).click();
  await page.getByRole('heading', { name: /near your position/ }).waitFor();
  await settled(page);
  assert.match(page.url(), /at=26.87,90.49/);
  assert.ok(sent.some((text) => text.includes('26.87')));
  assert.deepEqual(
    sent.filter((text) => /26\.871|90\.486/.test(text)),
    [],
  );
  assert.deepEqual(problems, []);
});

test('the sketch has the numbers of the list and can be used by keyboard', async (t) => {
  const { page } = await visit(t, browser, server, '/?what=psoriasis&where=Gelephu&km=100&lang=en');
  await heading(page).waitFor();
  const marks = page.locator('.sketch a');
  const labels = await marks.evaluateAll((all) =>
    all.map((mark) => mark.getAttribute('aria-label')),
  );
  const numbers = labels.flatMap((label) => label.split(':')[0].split(', ').map(Number));
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from({ length: await doctors(page).count() }, (_, index) => index + 1),
  );
  await marks.last().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement.matches('ol.doctors h3 a')));
});

const states = {
  start: '/?lang=en',
  found: '/?what=psoriasis&where=Gelephu&km=100&lang=en',
  widened: '/?what=blood+patch&where=Serzhong&lang=es',
  'by video': '/?what=chronic+migraine&where=Guwahati&lang=en',
  'in the region': '/?what=blood+patch&at=26.75,94.22&lang=es',
  filtered: '/?what=psoriasis&where=Gelephu&km=100&new=ACCEPTING&language=en&lang=en',
  nobody: '/?what=psoriasis&where=Gelephu&language=fr&lang=en',
  'not understood': '/?what=xyzzy+plugh&lang=es',
  'which place': '/?what=psoriasis&where=Gakiling&lang=en',
};

for (const viewport of [wide, narrow]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every state at ${viewport.width} px, ${colorScheme}, is accessible, fits, and jumps nowhere`, async (t) => {
      for (const [name, path] of Object.entries(states)) {
        const { page, problems, elsewhere, context } = await visit(t, browser, server, path, {
          viewport,
          colorScheme,
          reducedMotion: 'reduce',
        });
        await page.waitForLoadState('networkidle');
        if (name === 'found') await doctors(page).first().getByText('Why this order').click();
        if (name === 'found' && viewport === narrow) {
          await page.getByRole('button', { name: 'Filters' }).click();
        }
        await page.locator('main h2').first().waitFor();
        await assertAccessible(page, name);
        assert.deepEqual(await tooWide(page), [], name);
        assert.deepEqual(await tooSmall(page), [], name);
        assert.ok((await page.evaluate(() => window.jumps)) < 0.05, `${name}: parts jump`);
        assert.deepEqual(problems, [], name);
        assert.deepEqual(elsewhere, [], name);
        await context.close();
      }
    });
  }
}

test('on a slow line there is a skeleton first, and nothing jumps when the answer comes', async (t) => {
  const { page, context } = await visit(t, browser, server, '/playground-is-not-here', {
    viewport: narrow,
  });
  await context.route('**/graphql', async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue();
  });
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/?what=blood+patch&where=Serzhong&lang=en`);
    await page.locator('.skeleton').waitFor();
    await heading(page).waitFor();
    await page.waitForLoadState('networkidle');
    const jumps = await page.evaluate(() => window.jumps);
    t.diagnostic(`layout shift at ${viewport.width} px: ${jumps.toFixed(4)}`);
    assert.ok(jumps < 0.05, `${viewport.width} px: ${jumps}`);
  }
});

test('where only published documents are run, the finder works once its own are published', async (t) => {
  const strict = await start({ flags: ['--documents', 'anonymous=required'] });
  t.after(strict.stop);
  const address = '/?what=blood+patch&where=Serzhong&lang=en';
  const { page } = await visit(t, browser, strict, address);
  await page.getByRole('alert').waitFor();
  const file = new URL('../../web/dist/documents.json', import.meta.url);
  await strict.caregraph('documents', 'publish', fileURLToPath(file));
  // What is not known is looked for again after a second.
  await page.waitForTimeout(1_500);
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading(page).waitFor();
  assert.equal(await doctors(page).count(), 2);
});

test('the finder needs at most 100 KB of compressed script', async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const scripts = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script' || /\.m?js(\?|$)/.test(request.url()))
      scripts.push(request);
  });
  await page.goto(`${server.url}/?what=blood+patch&where=Serzhong&lang=en`);
  await doctors(page).first().waitFor();
  await page.waitForLoadState('networkidle');
  assert.ok(scripts.length > 0);
  let bytes = 0;
  for (const request of scripts) {
    const { responseBodySize } = await request.sizes();
    const response = await request.response();
    const packed = await response.headerValue('content-encoding');
    assert.ok(packed || responseBodySize < 1024, `${request.url()} is sent as it is`);
    assert.match(await response.headerValue('cache-control'), /immutable/);
    bytes += responseBodySize;
  }
  t.diagnostic(`${bytes} bytes of script`);
  assert.ok(bytes <= 100 * 1024, `${bytes} bytes`);
});

test('a first visit on a slow line shows results within five seconds', async (t) => {
  const context = await browser.newContext({ viewport: narrow });
  t.after(() => context.close());
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  // What Chromium's own tools call slow 4G.
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
  const categories = ['blink.user_timing', 'loading', 'devtools.timeline'];
  await browser.startTracing(page, { categories });
  await page.goto(`${server.url}/?what=blood+patch&where=Serzhong&lang=en`);
  await doctors(page).first().waitFor();
  await page.waitForLoadState('networkidle');
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());

  const began = traceEvents.find(
    ({ name, args }) =>
      name === 'navigationStart' && args.data?.documentLoaderURL?.startsWith(server.url),
  );
  const after = (event) => {
    const found = traceEvents.find(({ name, ts }) => name === event && ts >= began.ts);
    assert.ok(found, `the trace has no ${event}`);
    return Math.round((found.ts - began.ts) / 1000);
  };
  const [painted, shown] = [after('firstContentfulPaint'), after('results')];
  t.diagnostic(`first paint after ${painted} ms, results after ${shown} ms`);
  assert.ok(painted < 5_000 && shown < 5_000, `${painted} ms, ${shown} ms`);
});

/** How many the heading says were found. */
async function total(page) {
  const text = await heading(page).innerText();
  return text.startsWith('Nobody') ? 0 : Number(/^\d+/.exec(text)[0]);
}

/** Waits until the list is the answer to the question in the address. */
async function settled(page) {
  await page.waitForFunction(() => document.querySelector('.list[aria-busy="false"]') !== null);
}
