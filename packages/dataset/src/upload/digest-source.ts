import { createHash } from 'node:crypto';
import { TextSurvey } from './csv/text-survey.ts';
import type { TextFindings } from './csv/text-survey.ts';
import type { Source } from './probe-source.ts';
import { readFileBytes } from './unpack/read-file.ts';
import { readSource } from './unpack/read-source.ts';

/** What one reading of a source tells. */
export interface SourceFindings extends TextFindings {
  /** Of the file as it is on disk, in hex. */
  readonly sha256: string;
}

/**
 * Reads a source once: SHA-256 of its bytes, the proof that what is packed is whole, and a look at its text.
 *
 * DuckDB reads a truncated or damaged gzip file without a word, so its checksums are verified here.
 *
 * @param onText hears the unpacked bytes.
 * @throws CorruptSourceError, SourceNotFoundError, UnreadableSourceError.
 */
export async function surveySource(
  source: Source,
  onText?: (bytes: Uint8Array) => Promise<void>,
): Promise<SourceFindings> {
  const hash = createHash('sha256');
  const survey = new TextSurvey();
  // A zip archive is read from its end: its digest takes a reading of its own
  const isZip = source.packing.some(({ kind }) => kind === 'zip');
  const onFileBytes = isZip ? undefined : (bytes: Uint8Array) => void hash.update(bytes);
  for await (const bytes of readSource(source, onFileBytes)) {
    if (source.format === 'csv') survey.add(bytes);
    await onText?.(bytes);
  }
  if (isZip) for await (const bytes of readFileBytes(source)) hash.update(bytes);
  return { ...survey.end(), sha256: hash.digest('hex') };
}

/**
 * SHA-256 of a source as it is on disk, in hex.
 *
 * @throws SourceNotFoundError, UnreadableSourceError.
 */
export async function digestSource(source: Source): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readFileBytes(source)) hash.update(bytes);
  return hash.digest('hex');
}
