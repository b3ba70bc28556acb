import type { Browser } from 'playwright-core';
import { startChromium } from '@lf/test-doubles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyBundle } from '../test/tiny-bundle.ts';
import { barriers } from './barriers.ts';
import { startOver, withPlayground } from './playground.ts';

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
      await startOver(page);
      const sessions = ['view', 'view,add', 'view,add,detail'];
      for (const session of sessions) {
        await page
          .getByRole('button', { name: session.split(',').at(-1) ?? '', exact: true })
          .click();
        const expected = percent(await predict(url, session));
        await expect.poll(() => page.textContent('#probability strong')).toBe(expected);
      }
      expect(await page.locator('.chart circle').count()).toBe(3);
      await page.getByText('After each event, as a table').click();
      const cells = await page.locator('tbody td:nth-child(3)').allTextContents();
      expect(cells).toEqual(
        await Promise.all(sessions.map(async (session) => percent(await predict(url, session)))),
      );
    });
  });

  it('gives the request as a curl that answers what the page shows', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      await expect.poll(() => page.locator('.chart circle').count()).toBe(7);
      const request = (await page.textContent('#request')) ?? '';
      const asked = /^curl '(.+)'$/.exec(request)?.[1] ?? '';
      expect(asked.startsWith(`${url}/predict?session=add,detail,`)).toBe(true);
      expect(await page.textContent('#status')).toBe('status 200');
      const shown = JSON.parse((await page.textContent('#answer')) ?? '') as { prediction: number };
      const again = (await (await fetch(asked)).json()) as { prediction: number };
      expect(again.prediction).toBe(shown.prediction);
    });
  });

  it('is used by the keyboard alone: letters add, Backspace and Enter take out', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      await startOver(page);
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
        await startOver(page);
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
        expect(await page.textContent('.notice')).toContain('answers with its key alone');
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
      await startOver(page);
      await page.context().setOffline(true);
      await page.keyboard.press('v');
      await expect.poll(() => page.textContent('.notice.bad')).toContain('no_answer');
      await page.context().setOffline(false);
      await page.keyboard.press('a');
      await expect.poll(() => page.locator('.chart circle').count()).toBe(2);
      expect(await page.locator('.notice.bad').count()).toBe(0);
    });
  });

  it('opens with an example that begins with an add, and says what moved its prediction', async () => {
    await withPlayground(browser, bundle, async ({ page, url }) => {
      const effects = page.locator('#effects li');
      await effects.first().waitFor();
      const events = await page.locator('#events button').allTextContents();
      expect(events[0]).toBe('add');
      const whole = await predict(url, events.join(','));
      const [shown = ''] = await effects.allTextContents();
      const place = Number(/^\d+/.exec(shown)?.[0]) - 1;
      const without = await Promise.all(
        events.map((_, left) => predict(url, events.filter((__, at) => at !== left).join(','))),
      );
      const moved = without.map((probability) => whole - probability);
      const difference = moved[place] ?? NaN;
      expect(Math.abs(difference)).toBe(Math.max(...moved.map(Math.abs)));
      expect(shown).toContain(`${Math.abs(difference * 100).toFixed(1)} points`);
    });
  });

  it('draws base rate and threshold, and compares the answer with them', async () => {
    const judged = await tinyBundle({
      metrics: { rocAuc: 0.7412, baseRate: 0.129, threshold: 0.9 },
    });
    await withPlayground(browser, judged, async ({ page }) => {
      await page.locator('.chart circle.last').waitFor();
      expect(await page.locator('.chart .level-name').allTextContents()).toEqual([
        'base rate 12.9 %',
        'threshold 90.0 %',
      ]);
      const verdict = await page.textContent('#probability');
      expect(verdict).toMatch(/\d\.\d times the base rate of 12\.9 %.*below the threshold/);
      const line = await page.textContent('#origin');
      expect(line).toMatch(/^Model LSTM [0-9a-f]{12} · ROC-AUC 0\.741 on its test sessions/);
      expect(line).toMatch(/training data 0{12} · opened \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    });
  });

  it('shades what is out of scope and says why', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      await page.getByRole('button', { name: 'Just looking' }).click();
      await expect.poll(() => page.textContent('#probability')).toContain('No cart yet');
      expect(await page.locator('.chart .out-of-scope').count()).toBe(1);
      await page.getByText('After each event, as a table').click();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('a');
      await expect.poll(() => page.locator('#probability .notice').count()).toBe(0);
      expect(await page.locator('.chart .out-of-scope').count()).toBe(1);
      await page.keyboard.press('p');
      await expect.poll(() => page.textContent('#probability')).toContain('bought already');
      expect(await page.locator('.chart .out-of-scope').count()).toBe(2);
      expect(await page.locator('.chart .shade-name').allTextContents()).toEqual([
        'before the cart',
        'after the purchase',
      ]);
    });
  });

  it('goes on to the cart where the service refuses sessions without one', async () => {
    await withPlayground(
      browser,
      bundle,
      async ({ page, url }) => {
        await page.getByRole('button', { name: 'Cart at last' }).click();
        const expected = percent(await predict(url, 'view,detail,view,detail,add,detail'));
        await expect.poll(() => page.textContent('#probability strong')).toBe(expected);
        expect(await page.locator('.chart circle').count()).toBe(2);
        expect(await page.locator('tbody td:nth-child(3)').first().textContent()).toBe(
          'not answered',
        );
      },
      { env: { LF_API_OUT_OF_SCOPE: 'refuse' }, statuses: [200, 422] },
    );
  });

  it('teaches where there is nothing yet', async () => {
    await withPlayground(browser, bundle, async ({ page }) => {
      await startOver(page);
      expect(await page.textContent('.empty')).toContain('begin with that');
      expect(await page.textContent('.legend')).toContain('detail: the page of one product');
    });
  });
});
