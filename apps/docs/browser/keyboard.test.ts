import { startChromium } from '@lf/test-doubles';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withBookPage } from './book-page.ts';
import { serveBook, type ServedBook } from './served-book.ts';

/** More presses of Tab than the longest way to a link of the side bar. */
const MOST_TABS = 120;

let browser: Browser;
let book: ServedBook;
beforeAll(async () => {
  book = await serveBook();
  browser = await startChromium();
});
afterAll(async () => {
  await browser.close();
  await book.close();
});

/** Opens the first page once its programs are there: keys before that are lost. */
async function withBook(
  context: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  await withBookPage(browser, book.url, context, async (page) => {
    await page.waitForLoadState('networkidle');
    await use(page);
  });
}

/** Presses Tab until the element that has the focus reads so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < MOST_TABS; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent.trim();
    });
    if (focused === name) return;
  }
  throw new Error(`${MOST_TABS} presses of Tab did not reach '${name}'.`);
}

it('is searched by the keyboard', async () => {
  await withBook({}, async (page) => {
    await page.keyboard.press('Control+k');
    const field = page.locator('#localsearch-input');
    await field.waitFor();
    await page.keyboard.type('gensim');
    await page.locator('#localsearch-list a').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).not.toBe(`${book.url}/`);
    await expect.poll(() => page.textContent('main')).toContain('gensim');
  });
});

it('closes its search by Escape', async () => {
  await withBook({}, async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('#localsearch-input').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#localsearch-input').count()).toBe(0);
  });
});

it('leads past the navigation, and to any page of the side bar', async () => {
  await withBookPage(
    browser,
    book.url,
    { viewport: { width: 1280, height: 800 } },
    async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe(
        'Skip to content',
      );
      await tabTo(page, 'Benchmarks');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.textContent('h1')).toContain('Benchmarks');
    },
  );
});

it('opens its menu on a phone, and goes on from there', async () => {
  await withBook({ viewport: { width: 390, height: 844 } }, async (page) => {
    await tabTo(page, 'Menu');
    await page.keyboard.press('Enter');
    await page.locator('.VPSidebar.open').waitFor();
    await tabTo(page, 'Benchmarks');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('h1')).toContain('Benchmarks');
    await expect.poll(() => page.locator('.VPSidebar.open').count()).toBe(0);
  });
});
