import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalTracker, readTrackedRun, rocCurve, type RunTracker } from '../../src/index.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tracking-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (): RunTracker => openLocalTracker({ directory, runId: 'r1', clock: () => 5 });

describe('the local tracker keeps', () => {
  it('histograms, of values or ready ones', async () => {
    const tracker = open();
    tracker.histogram('weights', [0, 1, 1, 2]);
    tracker.histogram('weights', { edges: [0, 1], counts: [3] });
    await tracker.finish('completed');
    const { histograms } = await readTrackedRun(directory);
    expect(histograms['weights']?.[0]?.counts).toHaveLength(64);
    expect(histograms['weights']?.[1]).toEqual({ step: 1, atMs: 5, edges: [0, 1], counts: [3] });
  });

  it('images and tables as files, the same one once', async () => {
    const tracker = open();
    const rgba = new Uint8Array(4).fill(255);
    tracker.image('dot', { width: 1, height: 1, rgba }, 3);
    tracker.image('dot', { width: 1, height: 1, rgba }, 4);
    tracker.table('scores', {
      columns: ['sku', 'score'],
      rows: [
        ['a', 0.5],
        [null, Number.NaN],
      ],
    });
    await tracker.finish('completed');
    const { images, tables } = await readTrackedRun(directory);
    const [third, fourth] = images['dot'] ?? [];
    expect(third).toMatchObject({ step: 3 });
    expect(fourth).toEqual({ ...third, step: 4 });
    expect(await readFile(join(directory, third?.path ?? ''))).toHaveProperty('length', 70);
    const table = await readFile(join(directory, tables['scores']?.[0]?.path ?? ''), 'utf8');
    expect(JSON.parse(table)).toEqual({
      columns: ['sku', 'score'],
      data: [
        ['a', 0.5],
        [null, 'NaN'],
      ],
    });
  });

  it('curves and the log', async () => {
    const tracker = open();
    const curve = rocCurve({ labels: [0, 1], scores: [0.2, 0.8] }, 3);
    tracker.curve('roc', curve, 2);
    tracker.log('one\ntwo');
    tracker.log('odd', 'warning');
    await tracker.finish('completed');
    const { curves, log } = await readTrackedRun(directory);
    expect(curves['roc']).toEqual([{ ...curve, step: 2, atMs: 5 }]);
    expect(log).toEqual([
      { atMs: 5, level: 'info', message: 'one\ntwo' },
      { atMs: 5, level: 'warning', message: 'odd' },
    ]);
  });

  it('artifacts with digest and lineage', async () => {
    const tracker = open();
    const path = join(directory, 'model.bin');
    await writeFile(path, 'weights');
    tracker.artifact('data', 's3://b/d.parquet', {
      role: 'input',
      digest: 'sha256:ab',
      kind: 'dataset',
    });
    // `finish` waits for the file
    void tracker.file('model', path, { kind: 'model' });
    await tracker.finish('completed');
    const { artifacts } = await readTrackedRun(directory);
    expect(artifacts).toEqual([
      {
        name: 'data',
        uri: 's3://b/d.parquet',
        role: 'input',
        digest: 'sha256:ab',
        kind: 'dataset',
      },
      {
        name: 'model',
        uri: pathToFileURL(path).href,
        kind: 'model',
        digest: `sha256:${createHash('sha256').update('weights').digest('hex')}`,
        sizeBytes: 7,
        path,
      },
    ]);
  });

  it('what is well formed; the rest becomes a warning in the log, not an error', async () => {
    const tracker = open();
    tracker.image('gif', { png: Buffer.from('GIF89a') });
    tracker.table('short', { columns: ['a', 'b'], rows: [[1]] });
    await tracker.file('gone', join(directory, 'gone.bin'));
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    const run = await readTrackedRun(directory);
    expect(run.log.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringContaining('warning: the image gif: reading a picture: the bytes are no PNG'),
      expect.stringContaining('warning: the table short: reading a table: expected 2 cells (a, b)'),
      expect.stringContaining('warning: the artifact gone: ENOENT'),
    ]);
    expect(run).toMatchObject({ images: {}, tables: {}, artifacts: [] });
    expect(run.metrics['loss']).toHaveLength(1);
  });

  it('a log line up to a length', async () => {
    const tracker = open();
    tracker.log('x'.repeat(1e6));
    await tracker.finish('completed');
    expect((await readTrackedRun(directory)).log[0]?.message).toHaveLength(16_384);
  });
});
