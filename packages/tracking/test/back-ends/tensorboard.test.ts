import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTracker,
  syncTrackedRun,
  tensorBoardBackEnd,
  type RunTracker,
} from '../../src/index.ts';
import { crc32c, maskedCrc32c } from '../../src/back-ends/tensorboard/crc32c.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-tb-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const logdir = (): string => join(folder, 'logs');
const directory = (): string => join(folder, 'run');
const open = (): RunTracker =>
  openTracker({
    directory: directory(),
    runId: '../r1',
    experiment: 'intent',
    backEnds: [tensorBoardBackEnd({ logdir: logdir() })],
    sourceFolder: null,
    systemEveryMs: 0,
    endWithProcess: false,
  });

async function eventFile(): Promise<string> {
  const run = join(logdir(), 'intent', '__r1');
  const files = await readdir(run);
  expect(files).toHaveLength(1);
  return join(run, files[0] ?? '');
}

/** The data of each record; every checksum is compared. */
async function readRecords(): Promise<readonly string[]> {
  const bytes = await readFile(await eventFile());
  const records: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    records.push(data.toString('latin1'));
    at += 16 + length;
  }
  return records;
}

it('computes CRC-32C as RFC 3720 does', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

describe('the TensorBoard back end', () => {
  it('writes one event file a run, in a folder that no name leads out of', async () => {
    const tracker = open();
    tracker.params({ units: 48 });
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    const records = await readRecords();
    expect(records[0]).toContain('brain.Event:2');
    expect(
      records.map((data) => /loss|_hparams_\/session_(start|end)_info/.exec(data)?.[0]),
    ).toEqual([undefined, '_hparams_/session_start_info', 'loss', '_hparams_/session_end_info']);
  });

  it('goes on in the same file, and cuts off what a crash left half written', async () => {
    const first = open();
    first.metrics({ loss: 1 });
    await first.finish('failed');
    const before = await readRecords();
    await appendFile(await eventFile(), 'half a record');
    const second = open();
    second.metrics({ loss: 2 });
    await second.finish('completed');
    const after = await readRecords();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.filter((data) => data.includes('loss'))).toHaveLength(2);
  });

  it('writes the same file by a sync as live', async () => {
    const tracker = open();
    tracker.params({ units: 48 });
    for (let step = 0; step < 5000; step += 1) tracker.metrics({ loss: step }, step);
    tracker.table('scores', { columns: ['a|b'], rows: [[1]] });
    tracker.log('done');
    await tracker.finish('completed');
    const live = await readRecords();
    await rm(join(directory(), 'back-ends'), { recursive: true });
    await rm(logdir(), { recursive: true });
    await syncTrackedRun(directory(), [tensorBoardBackEnd({ logdir: logdir() })]);
    expect(await readRecords()).toEqual(live);
    expect(live.join('')).toContain('| a\\|b |');
  });

  it('goes on without a kept file that someone took away', async () => {
    const tracker = open();
    tracker.table('scores', { columns: ['a'], rows: [[1]] });
    tracker.image('dot', { width: 1, height: 1, rgba: new Uint8Array(4) });
    await rm(join(directory(), 'media'), { recursive: true });
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    const records = await readRecords();
    expect(records.filter((data) => /scores|dot|loss/.test(data))).toHaveLength(1);
  });
});
