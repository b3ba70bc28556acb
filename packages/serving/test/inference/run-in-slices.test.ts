import { describe, expect, it } from 'vitest';
import { runInSlices } from '../../src/inference/run-in-slices.ts';

describe('a batch in slices', () => {
  it('is run once and whole, whatever its size', async () => {
    for (const [batch, most] of [
      [10, 4],
      [8, 4],
      [3, 4],
      [5, 0],
      [0, 4],
    ] as const) {
      const rows: number[] = [];
      await runInSlices(batch, most, (slice) => {
        for (let row = 0; row < slice.rows; row += 1) rows.push(slice.start + row);
        expect(slice.rows).toBeLessThanOrEqual(Math.max(1, most));
      });
      expect(rows).toEqual(Array.from({ length: batch }, (_, row) => row));
    }
  });

  it('lets others have a turn between any two of its parts', async () => {
    let turns = 0;
    const others = setInterval(() => undefined, 1);
    const count = () => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    const seen: number[] = [];
    await runInSlices(8, 2, () => {
      seen.push(turns);
    });
    clearImmediate(immediate);
    clearInterval(others);
    expect(new Set(seen).size).toBe(4);
  });
});
