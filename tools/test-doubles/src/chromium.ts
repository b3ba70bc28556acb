import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian, Ubuntu and Google's packages put it. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the Chromium of this machine, or the one that `LF_CHROMIUM` names. */
export async function startChromium(): Promise<Browser> {
  const named = process.env['LF_CHROMIUM'];
  const executablePath = named ?? PROGRAMS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      `No Chromium: looked for ${PROGRAMS.join(', ')}. Install one (apt-get install chromium) or set LF_CHROMIUM.`,
    );
  }
  // Its sandbox needs rights that a container's root does not have; the pages are our own
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}
