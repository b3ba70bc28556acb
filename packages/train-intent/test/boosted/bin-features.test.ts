import { randomStream } from '@lf/kernels';
import { expect, it } from 'vitest';
import { binFeatures, fitBins } from '../../src/boosted/bin-features.ts';

it('gives each of few values a bin of its own, and unknown ones the first', () => {
  const column = Float64Array.from([3, NaN, 1, 2, 3, 1]);
  const edges = fitBins(column, 1, 255);
  expect(edges).toEqual([Float64Array.from([1.5, 2.5])]);
  expect([...binFeatures(column, edges)]).toEqual([3, 0, 1, 2, 3, 1]);
});

it('has no edge in a column of one value or of none', () => {
  expect(fitBins(Float64Array.from([7, NaN, 7, NaN]), 2, 255)).toEqual([
    new Float64Array(0),
    new Float64Array(0),
  ]);
});

it('puts about equally many rows into each bin, in the order of the values', () => {
  const random = randomStream(3, 0);
  const column = Float64Array.from({ length: 10_000 }, () => random() ** 4);
  const [edges = new Float64Array(0)] = fitBins(column, 1, 10);
  expect([...edges]).toEqual([...edges].sort((a, b) => a - b));
  expect(new Set(edges).size).toBe(9);
  const bins = binFeatures(column, [edges]);
  const sizes = Array.from({ length: 10 }, (_, bin) => bins.filter((of) => of === bin + 1).length);
  for (const size of sizes) expect(Math.abs(size - 1_000)).toBeLessThan(3);
  const byValue = [...column.keys()].sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
  const inOrder = byValue.map((row) => bins[row] ?? 0);
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
});

it('lets values of many rows keep a bin, and never more than 255', () => {
  const column = Float64Array.from({ length: 5_000 }, (_, row) => (row < 4_000 ? 0 : row));
  const [edges = new Float64Array(0)] = fitBins(column, 1, 255);
  expect(edges[0]).toBe(2_000);
  expect(edges.length).toBeLessThanOrEqual(254);
});

it('bins values that the training has not seen beside their neighbours', () => {
  const edges = fitBins(Float64Array.from([1, 2, 3]), 1, 255);
  expect([...binFeatures(Float64Array.from([-9, 1.5, 1.6, 99, NaN]), edges)]).toEqual([
    1, 1, 2, 3, 0,
  ]);
});
