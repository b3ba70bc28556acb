import { startChromium } from '@lf/test-doubles';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showRuns, type ShownRuns } from '../test/ui-place.ts';
import { Workplace } from '../test/workplace.ts';

/** Pictures for people to look at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../.reports/screenshots');
const AXE = fileURLToPath(import.meta.resolve('axe-core'));
/** WCAG 2.2: the least side of what is to be pressed, in CSS pixels. */
const LEAST_TARGET = 24;
const WAIT = { timeout: 300_000, interval: 500 };

let browser: Browser;
let place: Workplace;
let ui: ShownRuns;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await startChromium();
  place = await Workplace.open(null, { LF_ENDPOINT_PORT: '' });
  await place.write('small.json', JSON.stringify({ EPOCHS: 3, LSTM_DIMS: 8 }));
  await place.write('large.json', JSON.stringify({ EPOCHS: 5, LSTM_DIMS: 16 }));
  await place.write(
    'sweep.json',
    JSON.stringify([{ MODEL_CHOICE: 'VSKNN', NEIGHBOURS: [100, 500] }, { MODEL_CHOICE: 'MARKOV' }]),
  );
  for (const args of [
    ['intent', '--config', 'small.json', '--run-id', 'small', '--tag', 'nightly'],
    ['intent', '--config', 'large.json', '--run-id', 'large', '--force'],
    ['rec', '--sweep', 'sweep.json', '--run-id', 'sweep', '--tag', 'nightly'],
  ]) {
    const { code, stderr } = await place.lf(['run', ...args]);
    expect(code, stderr).toBe(0);
  }
  ui = await showRuns(place);
});
afterAll(async () => {
  await browser.close();
  expect(await ui.end()).toBe(0);
  await place.close();
});

/** Opens a page, and sees that nothing goes wrong and nobody but the server is asked for anything. */
async function withPage(
  path: string,
  context: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const opened = await browser.newContext(context);
  try {
    const page = await opened.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => wrong.push(message.text()));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== ui.origin && protocol !== 'data:') wrong.push(`asked ${request.url()}`);
    });
    await page.goto(ui.url);
    expect(page.url()).toBe(`${ui.origin}/`);
    await page.goto(`${ui.origin}${path}`);
    await use(page);
    expect(wrong).toEqual([]);
  } finally {
    await opened.close();
  }
}

const PAGES = {
  list: '/',
  run: '/runs/small',
  sweep: '/runs/sweep',
  compare: '/compare?run=small&run=large',
  lineage: '/lineage',
};

describe.each(Object.entries(PAGES))('the page %s', (name, path) => {
  it.each([
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
  ] as const)(
    'is for everybody at $width px, $colorScheme',
    async ({ width, height, colorScheme }) => {
      await withPage(path, { viewport: { width, height }, colorScheme }, async (page) => {
        await page.screenshot({
          path: join(PICTURES, `ui-${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(scrolled).toBeLessThanOrEqual(width);
        await page.locator('details').evaluateAll((all) => {
          for (const each of all) each.setAttribute('open', '');
        });
        await page.evaluate(await readFile(AXE, 'utf8'));
        const found = await page.evaluate(async () => {
          const { violations } = await axe.run();
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`,
          );
        });
        expect(found).toEqual([]);
        const sides = await page
          .locator('button:visible, summary:visible, input:visible, select:visible, nav a:visible')
          .evaluateAll((all) =>
            all.map((each) => {
              const { width: wide, height: high } = each.getBoundingClientRect();
              return Math.min(wide, high);
            }),
          );
        expect(Math.min(...sides)).toBeGreaterThanOrEqual(LEAST_TARGET);
      });
    },
  );
});

it('compares the runs that are chosen in the list', async () => {
  await withPage('/?flow=intent', {}, async (page) => {
    await page.getByLabel('Choose small').check();
    await page.getByLabel('Choose large').check();
    expect(await page.textContent('#chosen')).toBe('2 chosen');
    await page.getByRole('button', { name: 'Compare chosen runs' }).click();
    expect(await page.textContent('h1')).toBe('2 runs');
    expect(await page.locator('#curves-body svg[role=img]').count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator('#params-body tbody tr').count()).toBeGreaterThanOrEqual(2);
  });
});

it('keeps only the lines that cross the part of an axis that was dragged along', async () => {
  await withPage('/runs/sweep', { viewport: { width: 1280, height: 800 } }, async (page) => {
    expect(await page.locator('.trial').count()).toBe(3);
    const axis = page.locator('.parallel .hit').last();
    await axis.scrollIntoViewIfNeeded();
    const box = await axis.boundingBox();
    if (box === null) throw new Error('the axis is not to be seen');
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height * 0.25, { steps: 4 });
    await page.mouse.up();
    expect(await page.locator('.trial:not(.out)').count()).toBe(1);
    expect(await page.textContent('[data-brushed]')).toMatch(/^1 of 3: train_model\/\d$/);
    await page.mouse.click(x, box.y + box.height / 2);
    expect(await page.locator('.trial:not(.out)').count()).toBe(3);
  });
});

it('keeps a note and a pin', async () => {
  await withPage('/runs/small', {}, async (page) => {
    await page.getByRole('button', { name: 'Pin small' }).click();
    expect(await page.textContent('button[aria-pressed=true]')).toContain('Pinned');
    await page.locator('#note').fill('The small one.\n<b>Nothing</b> more.');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    expect(await page.inputValue('#note')).toBe('The small one.\n<b>Nothing</b> more.');
    await page.goto(`${ui.origin}/?pinned=yes`);
    expect(await page.locator('.runs tbody small').allTextContents()).toEqual(['The small one.']);
  });
});

it('follows a run while it goes on, stops it, and resumes it', async () => {
  await withPage('/?q=live', {}, async (page) => {
    expect(await page.textContent('#count')).toContain('0 of');
    const run = place.start(
      ['run', 'intent', '--config', 'small.json', '--run-id', 'live', '--force', '--plain'],
      { LF_SYNTHETIC_EVENTS: '60000' },
    );
    const ended = new Promise((resolve) => run.once('exit', resolve));
    // Nobody reloads the page
    await page.getByRole('link', { name: 'live', exact: true }).waitFor(WAIT);
    await page.getByRole('link', { name: 'live', exact: true }).click();
    await page.locator('#steps-body .chip', { hasText: 'running' }).first().waitFor(WAIT);
    await page.getByRole('button', { name: 'Stop' }).click();
    await ended;
    await page.getByRole('button', { name: 'Resume' }).waitFor(WAIT);
    await page.getByRole('button', { name: 'Resume' }).click({ timeout: WAIT.timeout });
    await expect
      .poll(() => page.locator('#actions .chip').first().textContent(), WAIT)
      .toBe('completed');
    expect(await page.locator('#metrics-body svg[role=img]').count()).toBeGreaterThan(0);
  });
});
