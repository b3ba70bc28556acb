import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = await readFile(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');

/** Opens a page of the book; afterwards nothing may have gone wrong, and nobody but the book may have been asked. */
export async function withBookPage(
  browser: Browser,
  url: string,
  context: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const opened = await browser.newContext(context);
  try {
    const page = await opened.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:'))
        wrong.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()} of ${response.url()}`);
    });
    await page.goto(url);
    await use(page);
    expect(wrong).toEqual([]);
  } finally {
    await opened.close();
  }
}

/** What TypeDoc's own template breaks on every page of the API reference: links within a summary. */
const OF_TYPEDOC = ['nested-interactive'];

/** What axe finds that keeps people from using the page: each rule with the elements that break it. */
export async function barriers(
  page: Page,
  name: string,
  rules?: readonly string[],
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const allowed = name.startsWith('api/') ? OF_TYPEDOC : [];
  const found = await page.evaluate(
    async (runOnly) => {
      const { violations } = await axe.run(runOnly === null ? {} : { runOnly });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    rules === undefined ? null : [...rules],
  );
  return found.filter((line) => !allowed.some((rule) => line.startsWith(`${rule}:`)));
}

/** By how many pixels the page is wider than the window. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
