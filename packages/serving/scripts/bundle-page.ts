import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const APP = join(import.meta.dirname, '..');

/** What `npm run build:page` writes and a test holds to a fresh bundle. */
export const GENERATED_PAGE = join(APP, 'src/generated/playground-page.ts');

/** Browsers of the last years; a person's laptop is enough, a museum piece is not served. */
const BROWSERS = ['chrome110', 'firefox115', 'safari16.4'];

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(APP, 'playground', file)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: BROWSERS,
    charset: 'utf8',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text.trim() ?? '';
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

/**
 * Puts the playground's page, style and script into one module.
 *
 * The page may run this script, wear this style and ask this service, and nothing else: its policy says so by their
 * hashes.
 */
export async function bundlePage(): Promise<string> {
  const [page, style, script] = await Promise.all([
    readFile(join(APP, 'playground/page.html'), 'utf8'),
    bundle('style.css'),
    bundle('main.ts'),
  ]);
  if (script.includes('</script')) throw new Error('The script ends the element that holds it.');
  const html = page
    .replaceAll(/>\n\s+</g, '><')
    .replace(/\s*\/\*style\*\/\s*/, () => style)
    .replace(/\s*\/\*script\*\/\s*/, () => script);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return (
    '// Bundled from playground/ by `npm run build:page`; a test holds it to a fresh bundle.\n' +
    `export const PLAYGROUND_PAGE =\n  ${JSON.stringify(html)};\n` +
    `export const PLAYGROUND_POLICY =\n  ${JSON.stringify(policy)};\n`
  );
}
