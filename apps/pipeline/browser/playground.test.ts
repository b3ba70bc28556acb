import { startChromium } from '@lf/test-doubles';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { showcaseIn } from '../test/showcase-in.ts';
import { Workplace } from '../test/workplace.ts';

let browser: Browser;
let place: Workplace;
beforeAll(async () => {
  browser = await startChromium();
  place = await Workplace.open(null, {
    LF_ENDPOINT_PORT: '',
    LF_PRODUCT_URL: 'https://shop.example/p/{sku}',
  });
  await place.lf(['shop', '--out', 'shop', '--events', '6000']);
  const catalogue = await readFile(join(place.folder, 'shop/sku_to_content.csv'), 'utf8');
  const [header = '', ...lines] = catalogue.trimEnd().split('\n');
  const named = lines.map((line, row) => `${line},Product ${row}`);
  await place.write('shop/sku_to_content.csv', [`${header},product_name`, ...named, ''].join('\n'));
  await place.write('intent.json', JSON.stringify({ EPOCHS: 3, LSTM_DIMS: 8 }));
});
afterAll(async () => {
  await browser.close();
  await place.close();
});

/** Runs a flow and opens the playground of the model that it serves. */
async function withPlaygroundOf(
  args: readonly string[],
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { code, stdout, stderr } = await place.lf(['run', ...args, '--json']);
  expect(code, stderr).toBe(0);
  const { served } = JSON.parse(stdout) as { readonly served: { readonly url: string } };
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  await page.goto(new URL('/', served.url).href);
  await use(page);
  await page.close();
  expect(wrong).toEqual([]);
}

it('calls the products of a shop by their names, and clicks through its sessions', async () => {
  const args = ['rec', '--model', 'VSKNN', '--data', 'shop', '--run-id', 'named'];
  await withPlaygroundOf(args, async (page) => {
    const { sessions, products } = await showcaseIn(
      join(place.folder, '.lf/models/rec/named/model.tar.gz'),
    );
    const nameOf = (sku: string) => products.get(sku)?.name ?? sku;
    const [first, second] = sessions;
    const link = page.locator('#ranking a.page').first();
    const linked = await link.getAttribute('href');
    expect(linked).toMatch(/^https:\/\/shop\.example\/p\/\w+$/);
    expect([...products.values()].map(({ url }) => url)).toContain(linked);
    const shown = page.locator('#events button');
    for (const session of [first, second]) {
      const names = session?.events.map(nameOf) ?? [];
      expect(names.join()).toMatch(/^Product \d+(,Product \d+)*$/);
      await expect.poll(() => shown.allTextContents()).toEqual(names);
      const place = session === first ? 1 : 2;
      expect(await page.textContent('#real-session')).toBe(
        `Real session ${place} of ${sessions.length}. What came next: ${nameOf(session?.next ?? '')}.`,
      );
      await page.getByRole('button', { name: 'Next real session' }).click();
    }
    const ranked = page.locator('#ranking .sku');
    await ranked.first().waitFor();
    for (const name of await ranked.allTextContents()) expect(name).toMatch(/^Product \d+$/);
  });
});

it('clicks through sessions with an add, and says whether a purchase came', async () => {
  await withPlaygroundOf(['intent', '--config', 'intent.json', '--data', 'shop'], async (page) => {
    const shown = page.locator('#events button');
    const seen: string[] = [];
    for (const number of [1, 2]) {
      await page.getByRole('button', { name: 'Next real session' }).click();
      const note = new RegExp(
        `^Real session ${number} of \\d+\\. What came next: (no )?purchase\\.$`,
      );
      await expect.poll(() => page.textContent('#real-session')).toMatch(note);
      const events = await shown.allTextContents();
      expect(events.length).toBeGreaterThan(2);
      expect(events).toContain('add');
      expect(events).not.toContain('purchase');
      seen.push((await page.textContent('#real-session')) ?? '');
    }
    expect(seen.map((note) => note.includes('no purchase'))).toEqual([true, false]);
  });
});
