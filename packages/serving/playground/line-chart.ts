import { svg } from './elements.ts';

/** In CSS pixels. */
const LEAST_WIDTH = 260;
const NAME_WIDTH = 58;
const HEIGHT = 250;
const LEFT = 44;
const RIGHT = 22;
const TOP = 12;
const BOTTOM = 30;
/** Past so many points their marks would touch. */
const MOST_MARKS = 60;

/** A probability after so many events. */
export interface Point {
  readonly event: string;
  /** In [0, 1]. */
  readonly probability: number;
}

/**
 * Draws how the probability moved: events from left to right, 0 to 100 % from bottom to top.
 *
 * @param room in CSS pixels: text keeps its size, so a narrow drawing names fewer events
 */
export function lineChart(points: readonly Point[], room: number): SVGSVGElement {
  const width = Math.max(room, LEAST_WIDTH);
  const steps = Math.max(points.length - 1, 1);
  const x = (place: number) => LEFT + ((width - LEFT - RIGHT) * place) / steps;
  const y = (probability: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - probability);
  const corners = points.map(({ probability }, place) => `${x(place)},${y(probability)}`);
  const last = points.at(-1);
  const chart = svg('svg', {
    class: 'chart',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    'aria-label':
      last === undefined
        ? 'No prediction yet'
        : `Purchase probability after each of ${points.length} events, now ${percent(last.probability)}`,
  });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    chart.append(
      svg('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(share), y2: y(share) }),
      svg('text', { x: LEFT - 8, y: y(share) + 4, 'text-anchor': 'end' }, `${share * 100} %`),
    );
  }
  if (points.length > 1) {
    const base = `${x(points.length - 1)},${y(0)} ${x(0)},${y(0)}`;
    chart.append(
      svg('polygon', { class: 'area', points: `${corners.join(' ')} ${base}` }),
      svg('polyline', { class: 'path', points: corners.join(' ') }),
    );
  }
  if (points.length <= MOST_MARKS) chart.append(...points.map(mark));
  // As many names as fit beside each other
  const every = Math.ceil((points.length * NAME_WIDTH) / (width - LEFT));
  chart.append(
    ...points.flatMap(({ event }, place) =>
      place % every === 0
        ? [svg('text', { x: x(place), y: HEIGHT - 8, 'text-anchor': 'middle' }, event)]
        : [],
    ),
  );
  return chart;

  function mark({ event, probability }: Point, place: number): SVGElement {
    const isLast = place === points.length - 1;
    return svg(
      'circle',
      { cx: x(place), cy: y(probability), r: 5, class: isLast ? 'last' : '' },
      svg('title', {}, `${place + 1}. ${event}: ${percent(probability)}`),
    );
  }
}

/** 0.1234 as "12.3 %". */
export function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}
