import { describe, expect, it } from 'vitest';
import { UnreadableSourceError } from '../../src/index.ts';
import { profileColumns } from '../../src/docs/profile/profile-columns.ts';

/** The profile of one column in memory. */
async function profileOf(values: readonly unknown[]) {
  const { columns } = await profileColumns({ columns: { held: values } });
  return columns[0]!;
}

describe('the profile of a column', () => {
  it('has a bin for each whole number where there are few', async () => {
    const profile = await profileOf([1, 1, 2, 4, null]);
    expect(profile).toMatchObject({ missing: 1, distinct: 3, isDistinctExact: true, mean: 2 });
    expect(profile).toMatchObject({ min: '1', max: '4' });
    expect(profile.histogram).toEqual({ from: 1, to: 5, counts: [2, 1, 0, 1] });
    expect(profile.topValues).toEqual([{ value: '1', count: 2 }]);
  });

  it('counts every row once in bins of equal width', async () => {
    const { histogram } = await profileOf(Array.from({ length: 2_400 }, (_, at) => at / 10));
    expect(histogram?.counts).toHaveLength(24);
    expect(histogram?.counts.reduce((sum, rows) => sum + rows)).toBe(2_400);
    expect(
      Math.max(...(histogram?.counts ?? [])) - Math.min(...(histogram?.counts ?? [])),
    ).toBeLessThan(3);
  });

  it('passes over NaN and infinities, and bears the widest range', async () => {
    const profile = await profileOf([1.7e308, -1.7e308, Number.NaN, Infinity, 0.5]);
    expect(profile.missing).toBe(1);
    expect(profile.histogram?.counts.reduce((sum, rows) => sum + rows)).toBe(3);
    expect(profile.histogram?.counts.at(-1)).toBe(1);
  });

  it('draws dates in milliseconds', async () => {
    const { histogram, min } = await profileOf([new Date(-86_400_000), new Date(0)]);
    expect(histogram).toMatchObject({ from: -86_400_000, to: 0 });
    expect(min).toBe('1969-12-31 00:00:00');
  });

  it('keeps a long text short', async () => {
    const long = 'x'.repeat(1_000_000);
    const { topValues, max } = await profileOf([long, long, 'a']);
    expect(topValues[0]).toEqual({ value: `${'x'.repeat(100)}… (1000000 characters)`, count: 2 });
    expect(max?.length).toBeLessThan(150);
  });

  it('bears columns without rows or values, nested ones and hostile names', async () => {
    expect(await profileColumns({ columns: { empty: [] } })).toMatchObject({ rows: 0 });
    const name = `"'; DROP TABLE batch; --`;
    const { rows, columns } = await profileColumns({
      columns: { [name]: ["it's", "it's"], none: [null, null], nested: [{ a: 1 }, { a: 1 }] },
    });
    expect(rows).toBe(2);
    expect(columns.map(({ topValues }) => topValues[0]?.value)).toEqual([
      "it's",
      undefined,
      '{"a":1}',
    ]);
    expect(columns[1]).toMatchObject({ missing: 2, distinct: 0, histogram: null });
  });

  it('reads wide tables in parts', async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 401 }, (_, at) => [`c${at}`, [at, at]]),
    );
    const profile = await profileColumns({ columns });
    expect(profile.columns.map(({ min }) => min)).toEqual(
      Array.from({ length: 401 }, (_, at) => String(at)),
    );
  });

  it('says so when the data cannot be read', async () => {
    await expect(profileColumns({ parquet: 'no-such.parquet' })).rejects.toThrow(
      UnreadableSourceError,
    );
  });
});
