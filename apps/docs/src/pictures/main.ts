/** Makes the pictures of the book and of the READMEs anew, from a real run: `npm run pictures -w apps/docs`. */
import { startChromium } from '@lf/test-doubles';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeDataDocs } from './data-docs.ts';
import { runIntent } from './intent-run.ts';
import { takePicture } from './take-picture.ts';
import { terminalPage } from './terminal-page.ts';
import { PICTURES } from '../repository.ts';

const folder = await mkdtemp(join(tmpdir(), 'lf-pictures-'));
await mkdir(PICTURES, { recursive: true });
const browser = await startChromium();
try {
  const docs = await writeDataDocs(folder);
  const run = await runIntent(folder);
  try {
    await takePicture(browser, 'run-report', pathToFileURL(run.report).href, { height: 940 });
    await takePicture(browser, 'playground', run.endpointUrl, {
      height: 900,
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Example' }).click();
        await page.locator('.chart circle.last').waitFor();
        await page.getByText('status 200').waitFor();
      },
    });
    await takePicture(browser, 'data-docs', pathToFileURL(docs).href, { height: 900 });
    await takePicture(browser, 'terminal', terminalPage('lf run intent', run.printed), {
      height: 'page',
    });
  } finally {
    await run.stop();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
