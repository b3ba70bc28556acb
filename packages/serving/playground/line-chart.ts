import type { IntentScope } from '@lf/contract';
import { svg } from './elements.ts';

/** In CSS pixels. */
const LEAST_WIDTH = 260;
const NAME_WIDTH = 58;
const HEIGHT = 220;
const LEFT = 44;
const RIGHT = 22;
const TOP = 12;
const BOTTOM = 30;
/** Room that the words on a line take, and above it. */
const WORD_HEIGHT = 14;
/** Past so many points their marks would touch. */
const MOST_MARKS = 60;

/** What is known after so many events. */
export interface Point {
  readonly event: string;
  /** In [0, 1]; undefined where the service answers no session of this scope. */
  readonly probability: number | undefined;
  readonly scope: IntentScope;
}

/** What a probability is compared with; both in [0, 1], where the model's bundle says it. */
export interface Levels {
  readonly baseRate?: number;
  readonly threshold?: number;
}

/** What the shaded parts of the drawing are called. */
const OUT_OF_SCOPE = { no_add_yet: 'before the cart', already_bought: 'after the purchase' };

/**
 * Draws how the probability moved: events from left to right, 0 to 100 % from bottom to top; what is out of the model's
 * scope is shaded, the base rate and the threshold are lines.
 *
 * @param room in CSS pixels: text keeps its size, so a narrow drawing names fewer events
 */
export function lineChart(points: readonly Point[], levels: Levels, room: number): SVGSVGElement {
  const width = Math.max(room, LEAST_WIDTH);
  const steps = Math.max(points.length - 1, 1);
  const right = width - RIGHT;
  const x = (place: number) => LEFT + ((right - LEFT) * place) / steps;
  const y = (probability: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - probability);
  const known = points.flatMap(({ probability, event }, place) =>
    probability === undefined ? [] : [{ probability, event, place }],
  );
  const corners = known.map(({ probability, place }) => `${x(place)},${y(probability)}`);
  const chart = svg('svg', {
    class: 'chart',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    'aria-label': describe(points, levels),
  });
  for (const scope of ['no_add_yet', 'already_bought'] as const) chart.append(...shade(scope));
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    chart.append(
      svg('line', { class: 'grid', x1: LEFT, x2: right, y1: y(share), y2: y(share) }),
      svg('text', { x: LEFT - 8, y: y(share) + 4, 'text-anchor': 'end' }, `${share * 100} %`),
    );
  }
  const [first, last] = [known[0], known.at(-1)];
  if (first !== undefined && last !== undefined && known.length > 1) {
    const base = `${x(last.place)},${y(0)} ${x(first.place)},${y(0)}`;
    chart.append(
      svg('polygon', { class: 'area', points: `${corners.join(' ')} ${base}` }),
      svg('polyline', { class: 'path', points: corners.join(' ') }),
    );
  }
  chart.append(...levelLines(), ...shadeName('no_add_yet'), ...shadeName('already_bought'));
  if (points.length <= MOST_MARKS) chart.append(...known.map(mark));
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

  /** Sessions go in and out of the scope once: the shaded events are one run. */
  function shade(scope: keyof typeof OUT_OF_SCOPE): readonly SVGElement[] {
    const from = points.findIndex((point) => point.scope === scope);
    if (from === -1) return [];
    const to = points.findLastIndex((point) => point.scope === scope);
    // Half a step further, so that a single event has a width
    const start = from === 0 ? LEFT : x(from - 0.5);
    const end = to === points.length - 1 ? right : x(to + 0.5);
    return [
      svg('rect', {
        class: 'out-of-scope',
        x: start,
        y: TOP,
        width: end - start,
        height: y(0) - TOP,
      }),
    ];
  }

  /** On top of the curve's area; towards the middle, since a single event's part is narrower than its name. */
  function shadeName(scope: keyof typeof OUT_OF_SCOPE): readonly SVGElement[] {
    if (!points.some((point) => point.scope === scope)) return [];
    const isAtStart = scope === 'no_add_yet';
    const place = isAtStart
      ? { x: LEFT + 6, 'text-anchor': 'start' }
      : { x: right - 6, 'text-anchor': 'end' };
    return [
      svg('text', { class: 'shade-name', ...place, y: TOP + WORD_HEIGHT }, OUT_OF_SCOPE[scope]),
    ];
  }

  function levelLines(): readonly SVGElement[] {
    const { baseRate, threshold } = levels;
    const isClose =
      baseRate !== undefined &&
      threshold !== undefined &&
      Math.abs(y(baseRate) - y(threshold)) < WORD_HEIGHT;
    return [
      ...levelLine('base rate', baseRate, -4),
      // Under its line where the other's words are above theirs
      ...levelLine('threshold', threshold, isClose ? WORD_HEIGHT : -4),
    ];
  }

  function levelLine(name: string, level: number | undefined, shift: number): SVGElement[] {
    if (level === undefined) return [];
    const height = y(level);
    return [
      svg('line', {
        class: `level ${name === 'threshold' ? 'threshold' : 'base-rate'}`,
        x1: LEFT,
        x2: right,
        y1: height,
        y2: height,
      }),
      svg(
        'text',
        { class: 'level-name', x: right, y: height + shift, 'text-anchor': 'end' },
        `${name} ${percent(level)}`,
      ),
    ];
  }

  function mark({ event, probability, place }: (typeof known)[number]): SVGElement {
    const isLast = place === points.length - 1;
    return svg(
      'circle',
      { cx: x(place), cy: y(probability), r: 5, class: isLast ? 'last' : '' },
      svg('title', {}, `${place + 1}. ${event}: ${percent(probability)}`),
    );
  }
}

function describe(points: readonly Point[], { baseRate }: Levels): string {
  const last = points.at(-1);
  if (last === undefined) return 'No prediction yet';
  const now = last.probability === undefined ? 'not answered' : percent(last.probability);
  const base = baseRate === undefined ? '' : `, base rate ${percent(baseRate)}`;
  return `Purchase probability after each of ${points.length} events, now ${now}${base}`;
}

/** 0.1234 as "12.3 %". */
export function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}

/** -0.0123 as "−1.2 points". */
export function inPoints(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} points`;
}
