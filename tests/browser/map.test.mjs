// The finder's map: there only where tiles are named, and then nothing but tiles comes from their host.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { start } from '../server.mjs';
import { assertAccessible, launch, narrow, tooSmall, tooWide, visit, wide } from './visit.mjs';

const asked = '/?what=psoriasis&where=Gelephu&km=100&lang=en';

/** One grey pixel. */
const tile = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AQAAygDJmcpdfgAAAABJRU5ErkJggg==',
  'base64',
);

let browser;
let tiles;
let host;
let server;
let requests = [];

before(async () => {
  tiles = createServer((request, response) => {
    requests.push({ path: request.url, headers: request.headers });
    response.writeHead(200, { 'content-type': 'image/png' }).end(tile);
  });
  await once(tiles.listen(0, '127.0.0.1'), 'listening');
  host = `http://127.0.0.1:${tiles.address().port}`;
  server = await start({
    flags: [
      ...['--map-tiles', `${host}/{z}/{x}/{y}.png`],
      ...['--map-attribution', '© Test <b>mappers</b>, https://example.org/copyright'],
    ],
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  tiles?.closeAllConnections();
  tiles?.close();
});

const policy = (response) => response.headers.get('content-security-policy');
const marks = (page) => page.locator('.map-pin');

for (const viewport of [wide, narrow]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the map is sound at ${viewport.width} px, ${colorScheme}`, async (t) => {
      requests = [];
      const options = { viewport, colorScheme, reducedMotion: 'reduce' };
      const { page, problems, elsewhere } = await visit(t, browser, server, asked, options);
      await marks(page).first().waitFor();
      await page.waitForLoadState('networkidle');

      assert.ok(requests.length > 0, 'no tile was asked for');
      for (const { path, headers } of requests) {
        assert.match(path, /^\/\d+\/\d+\/\d+\.png$/);
        // Who serves tiles does not learn what was looked for.
        assert.equal(headers.referer, `${server.url}/`);
        assert.equal(headers.cookie, undefined);
      }
      assert.ok(elsewhere.every((address) => address.startsWith(`${host}/`)), elsewhere.join());
      const shown = await page
        .locator('.map .leaflet-tile')
        .evaluateAll((all) => all.filter((one) => one.naturalWidth > 0).length);
      assert.ok(shown > 0, 'no tile is shown');
      assert.deepEqual(await covered(page), []);
      assert.deepEqual(await outside(page), []);
      for (const part of ['.map-middle', '.map-reach']) {
        const drawn = await page.locator(part).boundingBox();
        assert.ok(drawn && drawn.width > 5, `${part} cannot be seen`);
      }

      const attribution = page.locator('.map-attribution');
      assert.equal(
        await attribution.innerText(),
        '© Test <b>mappers</b>, example.org/copyright',
        'the attribution is text, and not markup',
      );
      assert.equal(
        await attribution.getByRole('link').getAttribute('href'),
        'https://example.org/copyright',
      );
      await assertAccessible(page, 'the map');
      assert.deepEqual(await tooWide(page), []);
      assert.deepEqual(await tooSmall(page), []);
      assert.ok((await page.evaluate(() => window.jumps)) < 0.05, 'parts jump');
      assert.deepEqual(problems, []);
    });
  }
}

test('the map has the numbers of the list and can be used by keyboard', async (t) => {
  const { page } = await visit(t, browser, server, asked, { reducedMotion: 'reduce' });
  await marks(page).first().waitFor();
  const labels = await marks(page).evaluateAll((all) =>
    all.map((mark) => mark.getAttribute('aria-label')),
  );
  const numbers = labels.flatMap((label) => label.split(':')[0].split(', ').map(Number));
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from(
      { length: await page.locator('ol.doctors > li').count() },
      (_, index) => index + 1,
    ),
  );
  const before = requests.length;
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForLoadState('networkidle');
  assert.ok(requests.length > before, 'no nearer tiles were asked for');
  await marks(page).last().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement.matches('ol.doctors h3 a')));
});

test('pictures of the tiles’ host are let in on the finder alone', async () => {
  const finder = policy(await fetch(server.url + asked));
  assert.match(finder, new RegExp(`img-src 'self' data: ${host};`));
  for (const path of ['/doctor/pemzin-dorlha', '/article/psoriasis', '/playground']) {
    const other = policy(await fetch(server.url + path));
    assert.ok(other.includes("default-src 'none'") && !other.includes(host), path);
  }
});

test('where no tile arrives the marks are still there', async (t) => {
  const { page, context } = await visit(t, browser, server, '/?lang=en');
  await context.route(`${host}/**`, (route) => route.abort());
  await page.goto(server.url + asked);
  await marks(page).last().waitFor();
  await marks(page).last().click();
  assert.ok(await page.evaluate(() => document.activeElement.matches('ol.doctors h3 a')));
});

test('without tiles named there is a sketch, and nothing of the map is loaded', async (t) => {
  const plain = await start();
  t.after(plain.stop);
  const opened = policy(await fetch(plain.url + asked));
  assert.match(opened, /img-src 'self' data:;/);
  const loaded = [];
  const { page, elsewhere } = await visit(t, browser, plain, asked, {
    before: (page) => page.on('request', (request) => loaded.push(request.url())),
  });
  await page.locator('.sketch svg').waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.locator('.map').count(), 0);
  assert.deepEqual(
    loaded.filter((address) => /\/assets\/Map-/.test(address)),
    [],
  );
  assert.deepEqual(elsewhere, []);
});

/** Marks whose numbers stand on each other. */
function covered(page) {
  return marks(page).evaluateAll((all) => {
    const boxes = all.map((mark) => mark.getBoundingClientRect());
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
        )
        .map((b) => `${a.left},${a.top} and ${b.left},${b.top}`),
    );
  });
}

/** Marks that the frame of the map cuts off. */
function outside(page) {
  return page.locator('.map').evaluate((map) => {
    const frame = map.getBoundingClientRect();
    return [...map.querySelectorAll('.map-pin, .leaflet-tooltip')]
      .filter((mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect();
        return (
          left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom
        );
      })
      .map((mark) => mark.textContent);
  });
}
