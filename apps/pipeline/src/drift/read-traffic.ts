import type { OutcomeLine, RequestLine } from '@lf/serving';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { openDatastore } from '../datastore.ts';
import { NotJudgedError } from './drift-errors.ts';
import { parseTrafficLine } from './traffic-line.ts';

/** The newest requests that are compared: more say no more, and these fit into some hundred MB. */
const MAX_REQUESTS = 200_000;

/** What a log holds. */
export interface Traffic {
  /** The newest come last. */
  readonly requests: readonly RequestLine[];
  readonly outcomes: readonly OutcomeLine[];
  readonly files: number;
  /** Lines of ours that cannot be read: half of one, at the end of a file that a crash cut off. */
  readonly unreadable: number;
  /** Lines of something else. */
  readonly foreign: number;
  /** Whether there is more than was read. */
  readonly isCut: boolean;
}

/** A part of a log. */
interface Part {
  readonly name: string;
  readonly open: () => Promise<Readable>;
}

/**
 * Reads a log of the traffic, the newest files first.
 *
 * @param location a file, a folder, or `s3://<bucket>/<prefix>`
 * @param sinceMs lines before it are left out
 * @throws NotJudgedError if there is no such log
 */
export async function readTraffic(
  location: string,
  {
    sinceMs = -Infinity,
    maxRequests = MAX_REQUESTS,
  }: { sinceMs?: number; maxRequests?: number } = {},
): Promise<Traffic> {
  const parts = await partsOf(location);
  const requests: RequestLine[] = [];
  const outcomes: OutcomeLine[] = [];
  let unreadable = 0;
  let foreign = 0;
  let files = 0;
  for (const { open } of parts) {
    if (requests.length >= maxRequests) break;
    files += 1;
    for await (const text of createInterface({ input: await open(), crlfDelay: Infinity })) {
      if (text === '') continue;
      const line = parseTrafficLine(text);
      if (line === 'foreign') foreign += 1;
      else if (line === 'unreadable') unreadable += 1;
      else if (Date.parse(line.t) < sinceMs) continue;
      else if (line.lf === 'request') requests.push(line);
      else outcomes.push(line);
    }
  }
  const isCut = files < parts.length || requests.length > maxRequests;
  const ordered = requests.sort((a, b) => (a.t < b.t ? -1 : a.t > b.t ? 1 : 0));
  return { requests: ordered.slice(-maxRequests), outcomes, files, unreadable, foreign, isCut };
}

async function partsOf(location: string): Promise<readonly Part[]> {
  const parts = location.startsWith('s3://')
    ? await partsInS3(location)
    : await partsOnDisk(location);
  if (parts.length > 0) return parts;
  throw new NotJudgedError(
    'traffic_missing',
    `Reading the log of the traffic ${location}: expected files *.jsonl, found none. Start the endpoint with LF_REQUEST_LOG=${location}, and ask it.`,
  );
}

const newestFirst = (parts: readonly Part[]): readonly Part[] =>
  [...parts].sort((a, b) => (a.name < b.name ? 1 : -1));

async function partsOnDisk(location: string): Promise<readonly Part[]> {
  const found = await stat(location).catch(() => null);
  if (found === null) {
    throw new NotJudgedError(
      'traffic_missing',
      `Reading the log of the traffic ${location}: expected a folder or a file, there is none. LF_REQUEST_LOG of the endpoint says where it is.`,
    );
  }
  const part = (path: string): Part => ({
    name: basename(path),
    open: async () => createReadStream(path, 'utf8'),
  });
  if (!found.isDirectory()) return [part(location)];
  const names = await readdir(location, { recursive: true });
  return newestFirst(
    names.filter((name) => name.endsWith('.jsonl')).map((name) => part(join(location, name))),
  );
}

async function partsInS3(location: string): Promise<readonly Part[]> {
  const store = openDatastore(location);
  const parts: Part[] = [];
  for await (const key of store.list('')) {
    if (!key.endsWith('.jsonl')) continue;
    parts.push({
      name: basename(key),
      open: async () => Readable.from([Buffer.from(await store.get(key))]),
    });
  }
  return newestFirst(parts);
}
