import type { Browser } from 'playwright-core';
import { startChromium } from '@lf/test-doubles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeShowcase, SHOWCASE_PATH } from '@lf/serving';
import { knnFiles, SKUS, tinyRecBundle } from '../test/tiny-rec-bundle.ts';
import { startOver, withPlayground } from './playground.ts';

let browser: Browser;
let bundle: Uint8Array;
beforeAll(async () => {
  browser = await startChromium();
  bundle = await tinyRecBundle();
});
afterAll(() => browser.close());

interface Answer {
  readonly prediction: readonly string[];
  readonly scores: readonly number[];
}

describe('the playground of a rec model', () => {
  it('shows the next products with their scores, as /predict gives them', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      expect(await page.textContent('h1')).toBe('Which products come next?');
      await startOver(page);
      await page.getByRole('button', { name: 'sku-7', exact: true }).click();
      const answer = (await (await fetch(`${url}/predict?session=sku-7`)).json()) as Answer;
      const skus = page.locator('#ranking .sku');
      await expect.poll(() => skus.allTextContents()).toEqual(answer.prediction);
      expect(await page.textContent('#spoken')).toBe(`8 products, first ${answer.prediction[0]}.`);
      expect(await page.locator('#ranking .score').allTextContents()).toEqual(
        answer.scores.map((score) => score.toPrecision(4)),
      );
    });
  });

  it('goes on with a product of the ranking, by the keyboard too', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      const chosen = page.locator('#events button');
      await expect.poll(() => chosen.allTextContents()).toEqual(SKUS.slice(0, 3));
      const first = page.locator('#ranking button').first();
      const sku = await first.getAttribute('title');
      await first.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => chosen.allTextContents()).toEqual([...SKUS.slice(0, 3), sku]);
      await expect
        .poll(() => first.evaluate((button) => button === document.activeElement))
        .toBe(true);
    });
  });

  it('finds products by part of their SKU, also one that holds a comma', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      await startOver(page);
      await page.getByLabel('Find one of 12 products').fill('RED');
      await page.getByRole('button', { name: SKUS[3] ?? '', exact: true }).click();
      await expect.poll(() => page.locator('#ranking li').count()).toBeGreaterThan(0);
      expect(await page.locator('.notice').count()).toBe(0);
      expect(await page.textContent('#request')).toContain('session=sku-3%2C%20red');
    });
  });

  it('says when a product is not known, and when nothing is', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      await startOver(page);
      await page.getByLabel('Find one of').fill('<b>nothing</b>');
      await page.getByRole('button', { name: 'as typed' }).click();
      await expect.poll(() => page.textContent('.notice')).toContain('the most popular ones');
      expect(await page.locator('#ranking li').count()).toBe(10);
      await page.getByLabel('Find one of').fill('sku-5');
      await page.getByRole('button', { name: 'sku-5', exact: true }).click();
      await expect
        .poll(() => page.textContent('.notice'))
        .toBe('Not known, left out: <b>nothing</b>');
    });
  });

  it('has its products as soon as the key is typed', async () => {
    await withPlayground(
      browser,
      bundle,
      async ({ page }) => {
        expect(await page.textContent('#result .notice')).toContain('answers with its key alone');
        await page.getByLabel('Key of the service').fill('a-key-of-16-chars');
        await page.keyboard.press('Tab');
        await expect.poll(() => page.locator('#offered button').count()).toBe(12);
        await page.locator('#ranking li').first().waitFor();
      },
      { env: { LF_API_KEY: 'a-key-of-16-chars' } },
    );
  });

  it('tags the products of the session, and hides them by a switch', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      const skus = page.locator('#ranking .sku');
      const session = SKUS.slice(0, 3);
      await skus.first().waitFor();
      const tagged = page.locator('#ranking li', { has: page.locator('.tag') }).locator('.sku');
      const seen = await tagged.allTextContents();
      expect(seen.length).toBeGreaterThan(0);
      expect(session).toEqual(expect.arrayContaining(seen));
      await page.getByLabel('Hide those in the session').check();
      const query = `session=${session.join(',')}&exclude=seen`;
      const { prediction } = (await (await fetch(`${url}/predict?${query}`)).json()) as Answer;
      await expect.poll(() => skus.allTextContents()).toEqual(prediction);
      expect(await tagged.count()).toBe(0);
      expect(await page.textContent('#request')).toContain(query);
    });
  });

  it('says which product of the session each one owes its place to', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      const whys = page.locator('#ranking .why:visible');
      await whys.first().waitFor();
      const places = async (session: readonly string[]) => {
        const query = `session=${session.join(',')}&k=100&exclude=none`;
        return ((await (await fetch(`${url}/predict?${query}`)).json()) as Answer).prediction;
      };
      const session = SKUS.slice(0, 3);
      const [best = ''] = await places(session);
      const without = await Promise.all(
        session.map(async (left) => {
          const place = (await places(session.filter((sku) => sku !== left))).indexOf(best);
          return place === -1 ? Infinity : place;
        }),
      );
      const because = session[without.indexOf(Math.max(...without))] ?? '';
      const why = (await whys.first().textContent()) ?? '';
      expect(why).toContain(because === best ? 'in the session itself' : `Because of ${because}`);
      await startOver(page);
      expect(await page.textContent('#result .empty')).toContain('why it is there');
      await page.getByRole('button', { name: 'sku-7', exact: true }).click();
      await expect
        .poll(() => whys.first().textContent())
        .toBe('After sku-7, all that the session has.');
    });
  });

  it('clicks through real sessions, with what came next, and calls products by their names', async () => {
    const sessions = [
      { events: ['sku-1', 'sku-2'], next: 'sku-10' },
      { events: ['sku-5'], next: 'sku-6' },
    ];
    const products = new Map(
      SKUS.map((sku, item) => [
        sku,
        {
          name: `Product ${item}`,
          category: 'Shoes',
          price: `€ ${item}.50`,
          ...(item === 10 && { url: 'https://shop.example/sku-10' }),
        },
      ]),
    );
    const shown = await tinyRecBundle(
      {},
      {
        ...knnFiles(SKUS),
        [SHOWCASE_PATH]: serializeShowcase({ data: 'spring 2026', sessions, products }),
      },
    );
    await withPlayground(browser, shown, async ({ page }) => {
      const events = page.locator('#events button');
      await expect.poll(() => events.allTextContents()).toEqual(['Product 1', 'Product 2']);
      expect(await page.textContent('#real-session')).toBe(
        'Real session 1 of 2. What came next: Product 10.',
      );
      const next = page.locator('#ranking button[title="sku-10"]');
      await expect.poll(() => next.locator('.tag').allTextContents()).toEqual(['came next']);
      expect(await next.textContent()).toContain('Shoes, € 10.50');
      const links = page.locator('#ranking a.page');
      expect(await links.allTextContents()).toEqual(['Open Product 10 in the shop']);
      expect(await links.first().getAttribute('href')).toBe('https://shop.example/sku-10');
      expect(await page.textContent('#origin')).toContain('trained on spring 2026');
      await page.getByRole('button', { name: 'Next real session' }).click();
      await expect.poll(() => events.allTextContents()).toEqual(['Product 5']);
      await page.getByRole('button', { name: 'Next real session' }).click();
      await expect.poll(() => events.count()).toBe(2);
      await page.getByLabel('Find one of').fill('product 7');
      await page.getByRole('button', { name: 'Product 7', exact: true }).click();
      await expect.poll(() => events.allTextContents()).toContain('Product 7');
      // Changed by hand, it is nobody's session any more
      expect(await page.locator('#real-session').isHidden()).toBe(true);
    });
  });
});
