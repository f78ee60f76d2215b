// How the tests look at a page: the real server, a real browser, and notes on what goes wrong.

import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const wide = { width: 1280, height: 800 };
// The narrowest width at which a page must still need no sideways scrolling (WCAG 2, 1.4.10).
export const narrow = { width: 320, height: 640 };

/** A browser with a new, empty profile. */
export function launch() {
  return chromium.launch({
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
}

/**
 * Opens a page and notes what goes wrong on it, what it asks of other hosts, and how far its
 * parts jump. `before` is called with the page before it goes anywhere.
 */
export async function visit(t, browser, server, path, { before, ...options } = {}) {
  const context = await browser.newContext({ viewport: wide, locale: 'en-GB', ...options });
  t.after(() => context.close());
  const problems = [];
  const elsewhere = [];
  await context.exposeFunction('reportViolation', (violation) => problems.push(violation));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.effectiveDirective} blocks ${event.blockedURI}`);
    });
    window.jumps = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
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
  before?.(page);
  await page.goto(server.url + path);
  return { page, problems, elsewhere, context };
}

/** Nothing that axe calls serious or critical. */
export async function assertAccessible(page, what, exclude = []) {
  let axe = new AxeBuilder({ page });
  for (const selector of exclude) axe = axe.exclude(selector);
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  assert.deepEqual(grave, [], what);
}

/** What sticks out of the viewport sideways and cannot be scrolled into it inside a smaller box. */
export function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    const isScrolled = (element) => {
      // The editor of the playground keeps lines in boxes that are far wider than what they show.
      if (element.closest('.monaco-editor, .monaco-aria-container')) return true;
      // A map goes on beyond the frame that it is seen through.
      if (element.closest('.leaflet-tile-pane, .leaflet-overlay-pane')) return true;
      // What is only read aloud is clipped, wherever it stands.
      if (element.closest('.visually-hidden')) return true;
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
      }
      return false;
    };
    for (const element of document.body.querySelectorAll('*')) {
      const { left, right, width } = element.getBoundingClientRect();
      const outside = width > 0 && (left < -1 || right > root.clientWidth + 1);
      if (
        outside &&
        element.checkVisibility({ visibilityProperty: true }) &&
        !isScrolled(element)
      ) {
        found.push(`${element.localName}.${element.className} from ${left} to ${right}`);
      }
    }
    return found;
  });
}

/** Text that is set in letters of less than 16 px. */
export function tooSmall(page) {
  return page.evaluate(() => {
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      if (!textContent.trim() || parentElement.closest('script, style, noscript')) continue;
      if (!parentElement.checkVisibility({ visibilityProperty: true })) continue;
      const size = parseFloat(getComputedStyle(parentElement).fontSize);
      if (size < 16) found.add(`${size} px: ${textContent.trim().slice(0, 40)}`);
    }
    return [...found];
  });
}
