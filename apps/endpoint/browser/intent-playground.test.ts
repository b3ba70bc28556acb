import type { Browser } from 'playwright-core';
import { startChromium } from '@lf/test-doubles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyBundle } from '../test/tiny-bundle.ts';
import { withPlayground } from './playground.ts';

let browser: Browser;
let bundle: Uint8Array;
beforeAll(async () => {
  browser = await startChromium();
  bundle = await tinyBundle();
});
afterAll(() => browser.close());

async function predict(url: string, session: string): Promise<number> {
  const response = await fetch(`${url}/predict?session=${session}`);
  return ((await response.json()) as { prediction: number }).prediction;
}

const percent = (probability: number) => `${(probability * 100).toFixed(1)} %`;

describe('the playground of an intent model', () => {
  it('shows the probability after each clicked event, as /predict gives it', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      expect(await page.textContent('h1')).toBe('Will this session end in a purchase?');
      const sessions = ['view', 'view,add', 'view,add,detail'];
      for (const session of sessions) {
        await page
          .getByRole('button', { name: session.split(',').at(-1) ?? '', exact: true })
          .click();
        const expected = percent(await predict(url, session));
        await expect.poll(() => page.textContent('#probability strong')).toBe(expected);
      }
      expect(await page.locator('.chart circle').count()).toBe(3);
      await page.getByText('The same as a table').click();
      const cells = await page.locator('tbody td:nth-child(3)').allTextContents();
      expect(cells).toEqual(
        await Promise.all(sessions.map(async (session) => percent(await predict(url, session)))),
      );
    });
  });

  it('gives the request as a curl that answers what the page shows', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      await page.getByRole('button', { name: 'Example' }).click();
      await expect.poll(() => page.locator('.chart circle').count()).toBe(8);
      const request = (await page.textContent('#request')) ?? '';
      const asked = /^curl '(.+)'$/.exec(request)?.[1] ?? '';
      expect(asked.startsWith(`${url}/predict?session=view,detail,`)).toBe(true);
      expect(await page.textContent('#status')).toBe('status 200');
      const shown = JSON.parse((await page.textContent('#answer')) ?? '') as { prediction: number };
      const again = (await (await fetch(asked)).json()) as { prediction: number };
      expect(again.prediction).toBe(shown.prediction);
    });
  });

  it('is used by the keyboard alone: letters add, Backspace and Enter take out', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      for (const key of ['v', 'a', 'd', 'Backspace']) await page.keyboard.press(key);
      const events = page.locator('#events button');
      await expect.poll(() => events.allTextContents()).toEqual(['view', 'add']);
      await page.getByRole('button', { name: 'Take out event 1, view' }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => events.allTextContents()).toEqual(['add']);
      // The place in the page is kept, not lost with the button
      expect(await events.first().evaluate((button) => button === document.activeElement)).toBe(
        true,
      );
      const expected = percent(await predict(url, 'add'));
      await expect.poll(() => page.textContent('#probability strong')).toBe(expected);
    });
  });

  it('lets the oldest event go past the longest session', async () => {
    await withPlayground(
      browser,
      bundle,
      async ({ page, url }) => {
        for (const key of ['a', 'v', 'd', 'r']) await page.keyboard.press(key);
        const expected = percent(await predict(url, 'view,detail,remove'));
        await expect.poll(() => page.textContent('#probability strong')).toBe(expected);
        expect(await page.locator('.chart circle').count()).toBe(3);
      },
      { env: { LF_API_MAX_EVENTS: '3' } },
    );
  });

  it('asks for the key, sends it, and shows it neither in the curl nor in the page', async () => {
    const key = 'a-key-of-16-chars';
    await withPlayground(
      browser,
      bundle,
      async ({ page }) => {
        await page.keyboard.press('v');
        await expect.poll(() => page.locator('.notice.bad').count()).toBe(1);
        await page.getByLabel('Key of the service').fill(key);
        await page.keyboard.press('Tab');
        await expect.poll(() => page.textContent('#status')).toBe('status 200');
        expect(await page.textContent('#request')).toContain('-H "x-api-key: $LF_API_KEY"');
        expect(await page.content()).not.toContain(key);
      },
      { env: { LF_API_KEY: key }, statuses: [200, 401] },
    );
  });

  it('says that the service is gone, and goes on when it is back', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      await page.context().setOffline(true);
      await page.keyboard.press('v');
      await expect.poll(() => page.textContent('.notice.bad')).toContain('no_answer');
      await page.context().setOffline(false);
      await page.keyboard.press('a');
      await expect.poll(() => page.locator('.chart circle').count()).toBe(2);
      expect(await page.locator('.notice.bad').count()).toBe(0);
    });
  });
});
