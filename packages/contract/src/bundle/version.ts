import { createHash } from 'node:crypto';
import type { BundleManifest } from './manifest.ts';

/** 48 bits of SHA-256: two of a million versions share it once in 500 tries. */
const HEX_DIGITS = 12;

/**
 * A short name for exactly this model: it changes with any file, number or setting in the bundle,
 * and is the same for an archive and for the folder it unpacks to.
 */
export function bundleVersion(manifest: BundleManifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex').slice(0, HEX_DIGITS);
}
