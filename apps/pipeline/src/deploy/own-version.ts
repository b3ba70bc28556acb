import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_FOLDER } from '../settings/own-folder.ts';

/** The version of this package, for the manifest of a bundle. */
export function ownVersion(): string {
  const text = readFileSync(join(OWN_FOLDER, 'package.json'), 'utf8');
  const manifest: unknown = JSON.parse(text);
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
