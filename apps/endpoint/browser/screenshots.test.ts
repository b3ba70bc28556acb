import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startChromium } from '@lf/test-doubles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyBundle } from '../test/tiny-bundle.ts';
import { tinyRecBundle } from '../test/tiny-rec-bundle.ts';
import { withPlayground } from './playground.ts';

/** Pictures for people to look at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../.reports/screenshots');
/** WCAG 2.2: the least side of what is to be pressed, in CSS pixels. */
const LEAST_TARGET = 24;

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
  await mkdir(PICTURES, { recursive: true });
});
afterAll(() => browser.close());

describe.each([
  { model: 'intent', make: tinyBundle },
  { model: 'rec', make: tinyRecBundle },
])('the page of $model', ({ model, make }) => {
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
        await page.getByRole('button', { name: 'Example' }).click();
        const done = model === 'intent' ? '.chart circle.last' : '#ranking li';
        await page.locator(done).first().waitFor();
        await expect.poll(() => page.textContent('#status')).toBe('status 200');
        await page.screenshot({
          path: join(PICTURES, `${model}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
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
      },
      { context },
    );
  });
});
