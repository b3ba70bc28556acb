import { startChromium } from '@lf/test-doubles';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SITE } from '../src/repository.ts';
import { barriers, overflowPx, withBookPage } from './book-page.ts';
import { serveBook, type ServedBook } from './served-book.ts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
/** Pictures for people to look at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../.reports/screenshots');

/** Every page of our own, and one of each kind of the API reference: its 900 pages come from one template. */
const files = await readdir(SITE, { recursive: true }).catch(() => []);
const pages = files.filter((name) => name.endsWith('.html') && name !== '404.html').sort();
const kinds = new Map(
  pages.filter((name) => name.startsWith('api/')).map((name) => [name.split('/').at(-2), name]),
);
const walked = [...pages.filter((name) => !name.startsWith('api/')), ...kinds.values()].map(
  (name) => name.replace(/(index)?\.html$/, ''),
);

/** Whether the page's own ground is darker than a middle grey. */
function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const [red = 255] = (/\d+/.exec(ground) ?? []).map(Number);
    return red < 128;
  });
}

let browser: Browser;
let book: ServedBook;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  book = await serveBook();
  browser = await startChromium();
});
afterAll(async () => {
  await browser.close();
  await book.close();
});

it('has pages', () => {
  expect(walked.length).toBeGreaterThan(50);
});

describe.each(walked)('/%s', (name) => {
  it('fits, light and dark, and keeps nobody out', async () => {
    const context = { viewport: WIDE, colorScheme: 'light' } as const;
    await withBookPage(browser, `${book.url}/${name}`, context, async (page) => {
      await see(page, name, 'wide-light');
      expect(await barriers(page, name)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => isDark(page)).toBe(true);
      // Dark changes colours alone
      expect(await barriers(page, name, ['color-contrast'])).toEqual([]);
      await page.setViewportSize(NARROW);
      await see(page, name, 'narrow-dark');
      expect(await barriers(page, name)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      await expect.poll(() => isDark(page)).toBe(false);
      expect(await barriers(page, name, ['color-contrast'])).toEqual([]);
    });
  });
});

/** Keeps a picture, and holds the page to the width of the window. */
async function see(page: Page, name: string, how: string): Promise<void> {
  const file = `${name.replaceAll('/', '-') || 'index'}-${how}.png`;
  await page.screenshot({ path: join(PICTURES, file) });
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
}
