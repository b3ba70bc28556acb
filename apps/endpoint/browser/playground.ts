import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { RunningProgram } from '../test/running-program.ts';

/** A served playground, open in a browser. */
export interface OpenPlayground {
  readonly page: Page;
  /** Of the endpoint. */
  readonly url: string;
}

/** Takes the example away that the page opens with. */
export async function startOver(page: Page): Promise<void> {
  await page.locator('#events button').first().waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.locator('.empty').first().waitFor();
}

/**
 * Serves a bundle by the real program and opens its page; afterwards nothing may have gone wrong in the browser: no
 * error, nothing refused by the page's own policy, no request to anybody but the endpoint.
 */
export async function withPlayground(
  browser: Browser,
  bundle: Uint8Array,
  use: (playground: OpenPlayground) => Promise<void>,
  {
    env = {},
    context = {},
    statuses = [200],
  }: {
    readonly env?: NodeJS.ProcessEnv;
    readonly context?: BrowserContextOptions;
    /** That answers may have. */
    readonly statuses?: readonly number[];
  } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-browser-'));
  const path = join(folder, 'model.tar.gz');
  await writeFile(path, bundle);
  const program = new RunningProgram(['--bundle', path, '--port', '0', '--public-api'], env);
  const opened = await browser.newContext(context);
  try {
    const { url } = await program.ready();
    const page = await opened.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => {
      // Chromium writes down each answer that is not 2xx as well
      if (message.text().startsWith('Failed to load resource')) return;
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
        wrong.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      if (!response.url().startsWith('data:') && !statuses.includes(response.status()))
        wrong.push(`${response.status()} of ${response.url()}`);
    });
    await page.goto(url);
    await use({ page, url });
    expect(wrong).toEqual([]);
  } finally {
    await opened.close();
    program.child.kill('SIGTERM');
    await program.exit;
    await rm(folder, { recursive: true, force: true });
  }
}
