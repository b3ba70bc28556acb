import { join } from 'node:path';
import { build } from 'esbuild';

const PACKAGE = join(import.meta.dirname, '..');

/** What `npm run build:script` writes and a test holds to a fresh bundle. */
export const GENERATED_SCRIPT = join(PACKAGE, 'src/generated/live-script.ts');

/** Browsers of the last years. */
const BROWSERS = ['chrome110', 'firefox115', 'safari16.4'];

/** Puts the one script of the pages into a module, so that the package needs no build to show them. */
export async function bundleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PACKAGE, 'live/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: BROWSERS,
    charset: 'utf8',
    logLevel: 'silent',
  });
  const script = outputFiles[0]?.text.trim() ?? '';
  return (
    '// Bundled from live/ by `npm run build:script`; a test holds it to a fresh bundle.\n' +
    `export const LIVE_SCRIPT =\n  ${JSON.stringify(script)};\n`
  );
}
