import { expect, it } from 'vitest';
import { barChart } from '../../src/index.ts';

const chart = (values: readonly number[]) =>
  barChart({
    title: 'Bars',
    xLabel: 'size',
    yLabel: 'how many',
    bars: values.map((value, place) => ({ label: String(place), value })),
  }).markup;

it('draws bars as high as their values', () => {
  const heights = [...chart([40, 20, 0]).matchAll(/ height="([\d.]+)"/g)].map(([, high]) =>
    Number(high),
  );
  expect(heights).toEqual([184, 92, 0]);
});

it('labels only as many bars as there is room for', () => {
  const few = chart([1, 2]).match(/text-anchor="middle"/g) ?? [];
  const many = chart(Array.from({ length: 200 }, () => 1)).match(/text-anchor="middle"/g) ?? [];
  expect(few).toHaveLength(3);
  expect(many.length).toBeLessThan(30);
});

it('draws nothing but axes where there are no bars', () => {
  expect(chart([])).not.toMatch(/NaN|Infinity|<rect/);
});
