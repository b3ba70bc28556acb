import { startChromium } from '@lf/test-doubles';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../test/workplace.ts';

/** Pictures for people to look at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../.reports/screenshots');
const AXE = fileURLToPath(import.meta.resolve('axe-core'));
/** WCAG 2.2: the least side of what is to be pressed, in CSS pixels. */
const LEAST_TARGET = 24;

let browser: Browser;
let place: Workplace;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await startChromium();
  place = await Workplace.open(null, { LF_ENDPOINT_PORT: '' });
  await place.write('intent.json', JSON.stringify({ EPOCHS: 5, LSTM_DIMS: 8 }));
  await place.write(
    'sweep.json',
    JSON.stringify([{ MODEL_CHOICE: 'VSKNN' }, { MODEL_CHOICE: 'MARKOV' }]),
  );
  for (const args of [
    ['intent', '--config', 'intent.json'],
    ['rec', '--sweep', 'sweep.json'],
  ]) {
    const [flow = ''] = args;
    const { code, stderr } = await place.lf(['run', ...args, '--run-id', flow]);
    expect(code, stderr).toBe(0);
  }
});
afterAll(async () => {
  await browser.close();
  await place.close();
});

/** Opens the page of a run, and sees that nothing goes wrong and nobody is asked for anything. */
async function withPage(
  flow: string,
  context: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const opened = await browser.newContext(context);
  try {
    const page = await opened.newPage();
    const wrong: string[] = [];
    const address = pathToFileURL(join(place.folder, `.lf/runs/${flow}/${flow}/report.html`)).href;
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => wrong.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== address) wrong.push(`asked ${request.url()}`);
    });
    await page.goto(address);
    await use(page);
    expect(wrong).toEqual([]);
  } finally {
    await opened.close();
  }
}

describe.each(['intent', 'rec'])('the page of a run of %s', (flow) => {
  it.each([
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
  ] as const)(
    'is for everybody at $width px, $colorScheme',
    async ({ width, height, colorScheme }) => {
      await withPage(flow, { viewport: { width, height }, colorScheme }, async (page) => {
        await page.screenshot({
          path: join(PICTURES, `report-${flow}-${width}-${colorScheme}.png`),
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
          .locator('summary:visible, input:visible, nav a:visible')
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

  it('says the answer on the first screen of a phone', async () => {
    await withPage(flow, { viewport: { width: 390, height: 844 } }, async (page) => {
      const badge = await page.locator('.verdict .badge').boundingBox();
      expect((badge?.y ?? Infinity) + (badge?.height ?? 0)).toBeLessThan(844);
    });
  });

  it('is whole without scripts', async () => {
    await withPage(flow, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('svg[role=img]').count()).toBeGreaterThan(4);
      expect(await page.locator('input:visible').count()).toBe(0);
    });
  });
});

it('moves the threshold by keys, and what comes of it with it', async () => {
  await withPage('intent', {}, async (page) => {
    const called = page.locator('[data-slot=called]');
    await page.getByRole('slider', { name: 'Threshold' }).focus();
    await page.keyboard.press('Home');
    expect(await called.textContent()).toBe('100 %');
    await page.keyboard.press('End');
    expect(await called.textContent()).not.toBe('100 %');
    expect(await page.locator('[data-slot=label]').textContent()).toBe('threshold 1.000');
  });
});
