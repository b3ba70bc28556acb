import { scaleLinear, scaleLog } from 'd3-scale';
import { html, type Content, type Html } from '../html/html.ts';
import { table } from '../parts/table.ts';
import { formatNumber, NONE } from '../words/format.ts';

/** What a trial has on an axis. */
export type AxisValue = string | number | boolean | null;

/** One that was tried: a run, or an item of a sweep. */
export interface Trial {
  readonly name: string;
  /** By axis; an axis that it has no value of leaves a gap. */
  readonly values: ReadonlyMap<string, AxisValue>;
}

export interface ParallelCoordinates {
  readonly title: string;
  readonly note?: string;
  /** From left to right; the last one is the aim, by which lines are coloured. */
  readonly axes: readonly string[];
  readonly trials: readonly Trial[];
  /** Leaves room for a script that keeps the lines that cross an axis where somebody drags along it. */
  readonly canBrush?: boolean;
}

const HEIGHT = 300;
const TOP = 34;
const BOTTOM = 22;
const SIDE = 56;
/** Names of axes are as wide. */
const LEAST_GAP = 118;
/** So many values of words are told apart on an axis. */
const MOST_WORDS = 12;
/** More lines than these are drawn fainter. */
const FEW = 40;
/** Greatest by least, from where an axis of positive numbers is logarithmic. */
const LOG_FROM = 1000;

/** The axes on which trials differ. */
export function differingAxes(trials: readonly Trial[]): readonly string[] {
  const names = new Set(trials.flatMap(({ values }) => [...values.keys()]));
  return [...names].filter((name) => {
    const known = trials.map(({ values }) => values.get(name)).filter((each) => each !== undefined);
    return new Set(known).size > 1;
  });
}

/** A line for each trial over axes next to each other: what is tried on the left, what came of it on the right. */
export function parallelCoordinates(of: ParallelCoordinates): Html {
  const { title, note, axes, trials, canBrush = false } = of;
  const width = Math.max(400, 2 * SIDE + (axes.length - 1) * LEAST_GAP);
  const xOf = (place: number) =>
    axes.length === 1 ? width / 2 : SIDE + (place * (width - 2 * SIDE)) / (axes.length - 1);
  const placed = axes.map((axis) => placedAxis(trials.map(({ values }) => values.get(axis))));
  const aim = placed.at(-1);
  const lines = trials.map(({ name, values }) => {
    const heights = axes.map((axis, place) => placed[place]?.at(values.get(axis)) ?? null);
    const rank = heights.at(-1) ?? null;
    return { name, heights, tone: rank === null || aim === undefined ? 5 : toneOf(rank) };
  });
  return html`<figure class="card">
    <figcaption>${title}${note !== undefined && html`<small>${note}</small>`}</figcaption>
    <div
      class="parallel"
      style="--least:${Math.round(width * 0.8)}px"
      tabindex="0"
      role="region"
      aria-label="${title}, drawing"
    >
      <svg
        viewBox="0 0 ${width} ${HEIGHT}"
        role="img"
        aria-label="${title}. ${trials.length} lines over ${axes.join(', ')}."
      >
        ${lines.map(({ name, heights, tone }) => html`<path class="trial s${tone} ${trials.length > FEW && 'many'}" data-heights="${heights.map((each) => (each === null ? '' : each.toFixed(4))).join(',')}" d="${pathOf(heights, xOf)}"><title>${name}</title></path>`)}
        ${axes.map((axis, place) => axisOf(axis, xOf(place), placed[place], canBrush ? place : null))}
      </svg>
    </div>
    ${canBrush && html`<p class="soft" data-brushed></p>`}
    <details class="data">
      <summary>Numbers</summary>
      ${table({
        caption: title,
        columns: [{ name: 'name' }, ...axes.map((name) => ({ name }))],
        rows: trials.map(({ name, values }) => ({
          cells: [name, ...axes.map((axis) => shown(values.get(axis)))],
        })),
      })}
    </details>
  </figure>`;
}

/** Of the share of the way up: the colours of the series, the best one in the first. */
function toneOf(share: number): number {
  return share >= 0.8 ? 0 : share >= 0.6 ? 2 : share >= 0.4 ? 4 : share >= 0.2 ? 1 : 3;
}

interface PlacedAxis {
  /** 0 at the bottom to 1 at the top; null where there is nothing to place. */
  at(value: AxisValue | undefined): number | null;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

function placedAxis(values: readonly (AxisValue | undefined)[]): PlacedAxis {
  const known = values.filter((value) => value !== undefined && value !== null);
  const numbers = known.filter((value) => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length === known.length && numbers.length > 0)
    return numericAxis(numbers as number[]);
  const words = [...new Set(known.map(String))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const at = (word: string) => {
    const place = words.indexOf(word);
    return place < 0 ? null : words.length === 1 ? 0.5 : place / (words.length - 1);
  };
  const step = Math.ceil(words.length / MOST_WORDS);
  return {
    at: (value) => (value === undefined || value === null ? null : at(String(value))),
    ticks: words
      .filter((_, place) => place % step === 0)
      .map((word) => ({ at: at(word) ?? 0, text: word })),
  };
}

function numericAxis(numbers: readonly number[]): PlacedAxis {
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const greatest = numbers.reduce((a, b) => Math.max(a, b));
  if (least === greatest) {
    return {
      at: (value) => (typeof value === 'number' ? 0.5 : null),
      ticks: [{ at: 0.5, text: formatNumber(least) }],
    };
  }
  const isLog = least > 0 && greatest / least >= LOG_FROM;
  const scale = (isLog ? scaleLog : scaleLinear)([least, greatest], [0, 1]);
  const ticks = isLog
    ? [least, Math.sqrt(least * greatest), greatest]
    : [least, ...scale.ticks(4).filter((tick) => tick > least && tick < greatest), greatest];
  const areWhole = numbers.every((each) => Number.isInteger(each));
  // Ends have the last word: a tick too near to one is left out
  const apart = ticks.filter(
    (tick, place) =>
      place === 0 ||
      place === ticks.length - 1 ||
      ((Number.isInteger(tick) || !areWhole) &&
        scale(tick) > LEAST_APART &&
        scale(tick) < 1 - LEAST_APART),
  );
  return {
    at: (value) => (typeof value === 'number' && Number.isFinite(value) ? scale(value) : null),
    ticks: apart.map((tick) => ({
      at: scale(tick),
      text: formatNumber(Number(tick.toPrecision(4))),
    })),
  };
}

const LEAST_APART = 0.07;

const yOf = (share: number) => HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);

function pathOf(heights: readonly (number | null)[], xOf: (place: number) => number): string {
  let isGap = true;
  return heights
    .map((height, place) => {
      if (height === null) {
        isGap = true;
        return '';
      }
      const command = `${isGap ? 'M' : 'L'}${xOf(place).toFixed(1)},${yOf(height).toFixed(1)}`;
      isGap = false;
      return command;
    })
    .join('');
}

/** `place`: its number, where it can be brushed. */
function axisOf(
  name: string,
  x: number,
  axis: PlacedAxis | undefined,
  place: number | null,
): Content {
  // The end of a path, `config.EPOCHS`, tells most
  const end = name.slice(name.lastIndexOf('.') + 1);
  const short = end.length > 18 ? `…${end.slice(-17)}` : end;
  const body = html` <text x="${x}" y="16" text-anchor="middle"
      ><title>${name}</title>${short}</text
    >
    <line class="zero" x1="${x}" x2="${x}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" />
    ${axis?.ticks.map(
      ({ at, text }) =>
        html`<text x="${x - 5}" y="${(yOf(at) + 4).toFixed(1)}" text-anchor="end">
          ${text.length > 10 ? `${text.slice(0, 9)}…` : text}
        </text>`,
    )}`;
  if (place === null) return html`<g>${body}</g>`;
  return html`<g data-axis="${place}">
    ${body}
    <rect
      class="hit"
      x="${x - 14}"
      y="${TOP - 6}"
      width="28"
      height="${HEIGHT - BOTTOM - TOP + 12}"
      data-top="${TOP}"
      data-bottom="${HEIGHT - BOTTOM}"
    />
  </g>`;
}

function shown(value: AxisValue | undefined): string {
  if (value === undefined || value === null) return NONE;
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
