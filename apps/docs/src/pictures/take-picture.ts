import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DocsError } from '../errors.ts';
import { PICTURES, PICTURE_MAX_BYTES } from '../repository.ts';

/** CSS pixels: what a reader of GitHub's column sees at about its own size. */
const WIDTH = 1000;
/** Of WebP: letters stay sharp, and a screen of them stays far below the limit. */
const QUALITY = 80;

/** Opens an address and keeps what it shows as `<name>.webp`. */
export async function takePicture(
  browser: Browser,
  name: string,
  address: string,
  {
    height,
    prepare,
  }: {
    /** Of the picture; `page`: all of the page. */
    readonly height: number | 'page';
    readonly prepare?: (page: Page) => Promise<void>;
  },
): Promise<void> {
  const viewport = { width: WIDTH, height: height === 'page' ? 200 : height };
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(address);
  await prepare?.(page);
  if (height === 'page') {
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: WIDTH, height: whole });
  }
  // Playwright itself writes PNG and JPEG alone
  const devtools = await context.newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
  });
  const path = join(PICTURES, `${name}.webp`);
  writeFileSync(path, Buffer.from(data, 'base64'));
  await context.close();
  const { size } = statSync(path);
  if (size > PICTURE_MAX_BYTES) {
    throw new DocsError(
      'picture_too_large',
      `${path} has ${size} bytes; a picture may have ${PICTURE_MAX_BYTES}. Lower its height.`,
    );
  }
  process.stdout.write(`${path} ${size} bytes\n`);
}
