import { describe, expect, it } from 'vitest';
import { lineChart, type LineChart } from '../../src/index.ts';

const SQUARE: LineChart = {
  title: 'A line',
  x: { label: 'x', domain: [0, 1] },
  y: { label: 'y', domain: [0, 1] },
  series: [
    {
      name: 'own',
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
};

const pathOf = (markup: string) => /<path class="line s0" d="([^"]*)"/.exec(markup)?.[1];

describe('lineChart', () => {
  it('puts the ends of the domains at the ends of the drawing, y upwards', () => {
    expect(pathOf(lineChart(SQUARE).markup)).toBe('M46,196L388,12');
  });

  it('leaves a gap where a value is not finite', () => {
    const points = [
      [0, 0],
      [0.25, 0.5],
      [0.5, NaN],
      [0.75, 0.5],
      [1, 1],
    ] as const;
    const path = pathOf(lineChart({ ...SQUARE, series: [{ name: 'own', points }] }).markup);
    expect(path?.match(/M/g)).toHaveLength(2);
  });

  it('tells lines apart by more than their colour, in the drawing and in the legend', () => {
    const points = SQUARE.series[0]?.points ?? [];
    const { markup } = lineChart({
      ...SQUARE,
      series: [
        { name: 'a', points },
        { name: 'b', points },
      ],
    });
    expect(markup.match(/stroke-dasharray="7 4"/g)).toHaveLength(2);
  });

  it('says in words what it shows, and has its numbers in a table', () => {
    const { markup } = lineChart({ ...SQUARE, title: 'A <line>' });
    expect(markup).toContain('aria-label="A &lt;line&gt;. own: y 0 to 1"');
    expect(markup).toMatch(/<th scope="row"[^>]*>1<\/th>\s*<td[^>]*>1<\/td>/);
  });

  it('draws many points, of which the table has some and the last', () => {
    const points = Array.from({ length: 10_000 }, (_, at) => [at, at] as const);
    const { markup } = lineChart({
      ...SQUARE,
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ name: 'own', points }],
    });
    expect(markup.match(/<tr/g)?.length).toBeLessThan(70);
    expect(markup).toContain('9,999');
  });

  it.each([
    ['no point', []],
    ['one point', [[3, 7]]],
    [
      'points of one value',
      [
        [0, 5],
        [1, 5],
      ],
    ],
    ['no finite value', [[0, NaN]]],
  ] as const)('draws %s without a coordinate that is no number', (_, points) => {
    const { markup } = lineChart({
      ...SQUARE,
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ name: 'own', points }],
    });
    expect(markup).not.toMatch(/(?:d|x1|y1|x|y)="[^"]*(?:NaN|Infinity)/);
  });
});
