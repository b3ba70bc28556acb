import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startChromium } from '@lf/test-doubles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyBundle } from '../test/tiny-bundle.ts';
import { serializeShowcase, SHOWCASE_PATH, type Showcase } from '@lf/serving';
import { knnFiles, SKUS, tinyRecBundle } from '../test/tiny-rec-bundle.ts';
import { barriers } from './barriers.ts';
import { withPlayground } from './playground.ts';

/** Pictures for people to look at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../.reports/screenshots');
/** WCAG 2.2: the least side of what is to be pressed, in CSS pixels. */
const LEAST_TARGET = 24;

/** Some products have names, some hashes, as the data sets give them. */
const SHOWN: Showcase = {
  data: 'a shop that was made up',
  trained: '2026-11-30',
  sessions: [{ events: ['sku-0', 'sku-1', 'sku-2'], next: 'sku-11' }],
  products: new Map([
    ['sku-0', { name: 'Trail running shoe', category: 'Shoes', price: '€ 119' }],
    ['sku-1', { name: 'Merino sock', category: 'Socks', price: '€ 19' }],
    ['sku-2', { name: 'Reflective lace', category: 'Accessories', price: '€ 7' }],
    ['sku-10', { category: 'Shoes' }],
    ['sku-11', { name: 'Waterproof jacket for long days in the mountains', price: '€ 249' }],
  ]),
};

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
  await mkdir(PICTURES, { recursive: true });
});
afterAll(() => browser.close());

describe.each([
  {
    model: 'intent',
    make: () =>
      tinyBundle({ metrics: { rocAuc: 0.7412, f1: 0.512, baseRate: 0.129, threshold: 0.31 } }),
    answer: '#probability strong',
    explained: '#effects li',
  },
  {
    model: 'rec',
    make: () =>
      tinyRecBundle(
        { metrics: { hr20: 0.342, mrr20: 0.121 }, config: { MODEL_CHOICE: 'KNN' } },
        { ...knnFiles(SKUS), [SHOWCASE_PATH]: serializeShowcase(SHOWN) },
      ),
    answer: '#ranking li',
    explained: '.why:not([hidden])',
  },
])('the page of $model', ({ model, make, answer, explained }) => {
  it.each([
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
  ] as const)('fits $width px, $colorScheme', async ({ width, height, colorScheme }) => {
    const context = { viewport: { width, height }, colorScheme };
    await withPlayground(
      browser,
      await make(),
      async ({ page }) => {
        // The example is there without a click, and so is its explanation
        await page.locator(explained).first().waitFor();
        expect(await page.textContent('#status')).toBe('status 200');
        await page.screenshot({
          path: join(PICTURES, `${model}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        const box = await page.locator(answer).first().boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(height);
        const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(scrolled).toBeLessThanOrEqual(width);
        const sides = await page
          .locator('button:visible, input:visible, summary:visible')
          .evaluateAll((all) =>
            all.map((each) => {
              const { width: wide, height: high } = each.getBoundingClientRect();
              return Math.min(wide, high);
            }),
          );
        expect(Math.min(...sides)).toBeGreaterThanOrEqual(LEAST_TARGET);
        expect(await barriers(page)).toEqual([]);
        await page.getByRole('button', { name: 'Clear' }).click();
        expect(await barriers(page)).toEqual([]);
        await page.screenshot({
          path: join(PICTURES, `${model}-${width}-${colorScheme}-empty.png`),
        });
      },
      { context },
    );
  });
});
