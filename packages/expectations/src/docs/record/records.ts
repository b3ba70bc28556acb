import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parseExactJson } from '../../exact/json.ts';
import { readSuite } from '../../suite/read-suite.ts';
import type { Suite } from '../../suite/suite.ts';
import { UnreadableRecordError } from '../docs-errors.ts';
import type { ResultRecord } from './result-record.ts';

/** Where under the docs' folder the records lie: a folder per suite. */
export const RECORDS = 'records';

/** The file that holds the suite itself; no result's id is like it. */
export const SUITE_FILE = 'suite.json';

/** A suite with everything that is remembered of it, oldest result first. */
export interface Remembered {
  readonly suite: Suite | null;
  readonly records: readonly ResultRecord[];
}

const COUNT = { type: 'integer', minimum: 0 };

const RECORD_SCHEMA = {
  type: 'object',
  required: ['version', 'id', 'suite', 'runName', 'time', 'source', 'success', 'tally', 'outcomes'],
  properties: {
    version: { const: 1 },
    // Goes into links and file names.
    id: { type: 'string', pattern: '^[0-9TZ]+-[0-9a-f]+$' },
    suite: { type: 'string' },
    runName: { type: ['string', 'null'] },
    time: { type: 'string' },
    source: { type: 'string' },
    success: { type: 'boolean' },
    tally: {
      type: 'object',
      required: ['expectations', 'passed', 'errors', 'failed'],
      properties: {
        expectations: COUNT,
        passed: COUNT,
        errors: COUNT,
        failed: {
          type: 'object',
          required: ['critical', 'warning', 'info'],
          additionalProperties: COUNT,
        },
      },
    },
    outcomes: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['status', 'measure', 'isPercent'],
        properties: {
          status: { enum: ['passed', 'failed', 'error'] },
          measure: { type: ['number', 'null'] },
          isPercent: { type: 'boolean' },
        },
      },
    },
  },
};

type RecordCheck = (given: unknown) => given is ResultRecord;

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return parseExactJson(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableRecordError(path, reason, { cause });
  }
}

async function readRemembered(folder: string, isRecord: RecordCheck): Promise<Remembered> {
  let suite: Suite | null = null;
  const records: ResultRecord[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const given = await readJson(path);
    if (name === SUITE_FILE) suite = readSuite(given);
    else if (isRecord(given)) records.push(given);
    else throw new UnreadableRecordError(path, 'it is no record of version 1.');
  }
  return { suite, records };
}

/** Everything that the docs in `folder` remember, by the suites' slugs; throws UnreadableRecordError. */
export async function readRecords(folder: string): Promise<Map<string, Remembered>> {
  const isRecord: RecordCheck = new Ajv().compile<ResultRecord>(RECORD_SCHEMA);
  const remembered = new Map<string, Remembered>();
  for (const slug of await namesIn(join(folder, RECORDS))) {
    remembered.set(slug, await readRemembered(join(folder, RECORDS, slug), isRecord));
  }
  return remembered;
}
