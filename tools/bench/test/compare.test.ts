import { describe, expect, it } from 'vitest';
import { compare, DifferentAnswerError } from '../src/run/compare.ts';
import { asMarkdown, asPage } from '../src/run/write.ts';
import { readRows, writeRows } from '../src/sides/labelled-rows.ts';
import type { Outcome } from '../src/stages/stage.ts';

const STAGE = {
  name: 'sort',
  about: 'rows in order',
  unit: 'rows',
  sides: [
    { name: 'ours', is: 'ours' },
    { name: 'peer', goal: 2 },
    { name: 'read', is: 'floor' },
  ],
} as const;

const outcome = (seconds: number, more: Partial<Outcome> = {}): Outcome => ({
  ...{ seconds, cpuSeconds: 2 * seconds, peakBytes: seconds * 2 ** 30, version: 'v1' },
  ...more,
});

describe('the comparison of a stage', () => {
  it('runs the sides in turns', () => {
    const turns: string[] = [];
    compare(STAGE, { rows: 10, runs: 2 }, (side, round) => {
      turns.push(`${side} ${round}`);
      return outcome(1);
    });
    expect(turns).toEqual(['ours 0', 'peer 0', 'read 0', 'ours 1', 'peer 1', 'read 1']);
  });

  it('pairs the runs of a round, so that a slow machine changes no ratio', () => {
    const slowness = [1, 10, 2];
    const base = { ours: 1, peer: 3, read: 0.5 };
    const { sides } = compare(STAGE, { rows: 10, runs: 3 }, (side, round) =>
      outcome(
        (slowness[round] ?? 1) *
          (side === 'peer' ? base.peer : side === 'read' ? base.read : base.ours),
      ),
    );
    expect(sides.map(({ side, timesOurs }) => [side, timesOurs])).toEqual([
      ['ours', { median: 1, least: 1, most: 1 }],
      ['peer', { median: 3, least: 3, most: 3 }],
      ['read', { median: 0.5, least: 0.5, most: 0.5 }],
    ]);
    expect(sides[0]?.seconds).toEqual({ median: 2, least: 1, most: 10 });
    expect(sides[0]?.peakBytes).toBe(10 * 2 ** 30);
  });

  it('refuses sides that did not do the same work; a floor tells no answer', () => {
    const of = (other: number) => () =>
      compare(STAGE, { rows: 10, runs: 1 }, (side) =>
        outcome(1, side === 'read' ? {} : { answer: side === 'peer' ? other : 10 }),
      );
    expect(of(10)).not.toThrow();
    expect(of(9)).toThrow(DifferentAnswerError);
    expect(of(9)).toThrow('sort: ours gives 10, peer gives 9; they did not do the same work');
  });
});

describe('what is written', () => {
  const comparison = (rows: number) =>
    compare(STAGE, { rows, runs: 1 }, (side) =>
      outcome(side === 'peer' ? 1.5 : 1, { quality: { loss: 0.51234 }, version: 'Peer <2>' }),
    );
  const machine = { processor: 'P', cores: 2, memoryGib: 24, node: '20.0.0', load: 3 };
  const result = { at: '2026-01-01', machine, comparisons: [comparison(1000), comparison(10_000)] };

  it('says whether a goal is reached, and that a busy machine was busy', () => {
    const text = asMarkdown(result);
    expect(text).toContain('## sort, 10,000 rows');
    expect(text).toContain(
      '| Peer <2> (peer) | 1.5 s | 3 s | 1.5 GiB | 1.5 (1.5 to 1.5) | 2: missed | loss 0.5123 |',
    );
    expect(text).toContain('| read (a floor) |');
    expect(text).toContain('It was busy (load 3.0)');
  });

  it('draws time by size where there are several', () => {
    const page = asPage(result);
    expect(page.match(/Time by rows/g)?.length).toBeGreaterThan(0);
    expect(page).toContain('Peer &lt;2&gt;');
    expect(page).not.toMatch(/(?:src|href)="http/);
  });
});

it('writes rows that are read as they were', () => {
  const rows = {
    offsets: Uint32Array.of(0, 2, 2, 5),
    actions: Uint8Array.of(2, 5, 6, 6, 3),
    labels: Uint8Array.of(1, 0, 1),
    cuts: new Uint8Array(3),
    groups: Uint32Array.of(0, 1, 2),
    startMs: new Float64Array(3),
  };
  expect(readRows(writeRows(rows))).toEqual(rows);
});
