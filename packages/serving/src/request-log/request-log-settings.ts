import { SettingsError } from '../errors.ts';
import { shown } from '../shown.ts';
import { decimalOf, wholeNumberOf } from '../whole-number.ts';
import type { Environment } from '../settings.ts';

/** Where sampled requests, predictions and outcomes are kept. */
export type RequestLogPlace =
  /** A JSON line each on standard output, for CloudWatch and whoever else keeps what a container prints. */
  | { readonly kind: 'stdout' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

/** What is kept of the traffic, and where. */
export interface RequestLogSettings {
  readonly place: RequestLogPlace;
  /** Share of the requests that are kept, chosen by their ids. */
  readonly sampleRatio: number;
  /** What a folder may take. */
  readonly maxBytes: number;
}

/** The settings by which requests are logged. */
const REQUEST_LOG_NAMES = [
  'LF_REQUEST_LOG',
  'LF_REQUEST_LOG_SAMPLE',
  'LF_REQUEST_LOG_MAX_MB',
] as const;

const DEFAULT_SAMPLE_RATIO = 1;
/** A hundred thousand sessions of a shop, and more; small beside a container's disk. */
const DEFAULT_MAX_MB = 256;
const MOST_MB = 1_000_000;
const BYTES_OF_MB = 2 ** 20;

/** Bucket names by S3's own rules, then what every key begins with. */
const S3_ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^?#\s]*))?$/;

/**
 * Reads where requests are logged; an empty variable counts as not set.
 *
 * @returns undefined where nothing is logged
 * @throws SettingsError naming each wrong variable
 */
export function readRequestLogSettings(environment: Environment): RequestLogSettings | undefined {
  const [where = '', sample = '', maxMb = ''] = REQUEST_LOG_NAMES.map((name) => environment[name]);
  const problems: string[] = [];
  const place = placeOf(where);
  if (where !== '' && place === undefined) {
    problems.push(
      `LF_REQUEST_LOG: expected stdout, the path of a folder, or s3://<bucket>/<prefix>, got ${shown(where)}.`,
    );
  }
  const sampleRatio = sample === '' ? DEFAULT_SAMPLE_RATIO : (decimalOf(sample) ?? Number.NaN);
  if (!(sampleRatio > 0 && sampleRatio <= 1)) {
    problems.push(
      `LF_REQUEST_LOG_SAMPLE: expected a number above 0, at most 1, got ${shown(sample)}.`,
    );
  }
  const mb = maxMb === '' ? DEFAULT_MAX_MB : (wholeNumberOf(maxMb) ?? Number.NaN);
  if (!(mb >= 1 && mb <= MOST_MB)) {
    problems.push(
      `LF_REQUEST_LOG_MAX_MB: expected a whole number from 1 to ${MOST_MB}, got ${shown(maxMb)}.`,
    );
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return place && { place, sampleRatio, maxBytes: mb * BYTES_OF_MB };
}

function placeOf(where: string): RequestLogPlace | undefined {
  if (where === 'stdout') return { kind: 'stdout' };
  const [, bucket, prefix = ''] = S3_ADDRESS.exec(where) ?? [];
  if (bucket !== undefined) return { kind: 's3', bucket, prefix: prefix.replace(/\/+$/, '') };
  const isPath = where !== '' && !where.includes('\0') && !/^[a-z0-9]+:\/\//i.test(where);
  return isPath ? { kind: 'folder', path: where } : undefined;
}

/**
 * What a function of the cloud can keep: its process is frozen with its answer, so that what is not written by then may
 * be written an hour later or never. What it prints is kept.
 *
 * @throws SettingsError
 */
export function requirePrinted(settings: RequestLogSettings | undefined): void {
  if (settings === undefined || settings.place.kind === 'stdout') return;
  throw new SettingsError([
    'LF_REQUEST_LOG: expected stdout, since a Lambda is frozen after each answer and keeps what it prints alone. ' +
      'A folder or a bucket is for the endpoint.',
  ]);
}
