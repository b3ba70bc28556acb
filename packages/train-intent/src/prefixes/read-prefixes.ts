import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { LabelledSequences } from '@lf/dataset';
import { PrefixesFormatError } from '../errors.ts';
import { parsePrefixes } from './parse-prefixes.ts';

const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Reads a prefixes file, plain or gzipped.
 *
 * @param path of a .csv or .csv.gz
 * @throws PrefixesFormatError when the file cannot be read, or rows of it are wrong
 */
export async function readPrefixes(path: string): Promise<LabelledSequences> {
  let text: string;
  try {
    const bytes = await readFile(path);
    const isGzip = GZIP_MAGIC.every((byte, index) => bytes[index] === byte);
    text = new TextDecoder('utf-8', { fatal: true }).decode(isGzip ? gunzipSync(bytes) : bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PrefixesFormatError(path, [`expected a readable UTF-8 file: ${reason}`], 1, {
      cause: error,
    });
  }
  return parsePrefixes(text, path);
}
