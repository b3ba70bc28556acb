import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { html, type Content, type Html } from '../html/html.ts';
import { table } from '../parts/table.ts';
import { formatNumber } from '../words/format.ts';
import { axes, CHART, figure, rangeInWords } from './frame.ts';

/** Points of one line, in the order in which they are joined; a value that is not finite leaves a gap. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LineAxis {
  readonly label: string;
  /** Default: what the points need. */
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  /** Default `linear`. */
  readonly scale?: 'linear' | 'log';
}

export interface LineChart {
  readonly title: string;
  readonly note?: string;
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** The first ones are the most visible. */
  readonly series: readonly Series[];
  /** A dotted line to compare with, such as that of a model that guesses. */
  readonly guide?: readonly (readonly [x: number, y: number])[];
  /** Draws a mark at each point too: where there are few. */
  readonly hasMarks?: boolean;
}

/** Colour is not all that tells lines apart. */
const DASHES = ['', '7 4', '2 4', '10 3 2 3', '5 2', '1 3'];

/** As many rows as a reader looks through; more points are thinned out evenly. */
const MOST_TABLE_ROWS = 60;

/** Lines over a common axis. */
export function lineChart(chart: LineChart): Html {
  const { title, note, series, guide = [], hasMarks = false } = chart;
  const points = [...series.flatMap((each) => each.points), ...guide];
  const x = placed(
    chart.x,
    points.map(([value]) => value),
    [CHART.left, CHART.width - CHART.right],
  );
  const y = placed(
    chart.y,
    points.map(([, value]) => value),
    [CHART.height - CHART.bottom, CHART.top],
  );
  const path = line<readonly [number, number]>()
    .defined(([a, b]) => Number.isFinite(x.at(a)) && Number.isFinite(y.at(b)))
    .x(([a]) => x.at(a))
    .y(([, b]) => y.at(b))
    .digits(1);
  const formatY = chart.y.format ?? formatNumber;
  return figure({
    title,
    note,
    says: series
      .map(({ name, points: own }) => {
        const values = own.map(([, value]) => value);
        return `${name}: ${chart.y.label} ${rangeInWords(values, formatY)}`;
      })
      .join('; '),
    drawing: html`${axes({ label: chart.x.label, ticks: x.ticks }, { label: chart.y.label, ticks: y.ticks })}
    ${guide.length > 0 && html`<path class="guide" d="${path(guide)}" />`}
    ${series
      .map(
        (each, place) =>
          html`<path
              class="line s${place % DASHES.length}"
              d="${path(each.points)}"
              ${dash(place)}
            />${
              hasMarks &&
              each.points.map(
                ([a, b]) =>
                  Number.isFinite(y.at(b)) &&
                  html`<circle
                    class="s${place % DASHES.length}"
                    cx="${x.at(a).toFixed(1)}"
                    cy="${y.at(b).toFixed(1)}"
                    r="3.5"
                  />`,
              )
            }`,
      )
      .reverse()}`,
    legend: series.length > 1 && legendOf(series),
    numbers: numbersOf(chart),
  });
}

function dash(place: number): Content {
  const pattern = DASHES[place % DASHES.length];
  return pattern !== '' && html` stroke-dasharray="${pattern}"`;
}

function legendOf(series: readonly Series[]): Html {
  return html`<ul class="legend">
    ${series.map(
      ({ name }, place) =>
        html`<li>
          <svg viewBox="0 0 26 8" aria-hidden="true">
            <path class="line s${place % DASHES.length}" d="M1,4H25" ${dash(place)} /></svg
          >${name}
        </li>`,
    )}
  </ul>`;
}

interface PlacedAxis {
  at(value: number): number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const TICKS = 5;

/** Where values of an axis are on the drawing. */
function placed(
  { domain, scale = 'linear', format = formatNumber }: LineAxis,
  values: readonly number[],
  range: readonly [number, number],
): PlacedAxis {
  const finite = values.filter(
    (value) => Number.isFinite(value) && (scale === 'linear' || value > 0),
  );
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const ends =
    domain ??
    (finite.length === 0 ? [0, 1] : least === greatest ? around(least) : [least, greatest]);
  const made =
    scale === 'log' ? scaleLog([...ends], [...range]) : scaleLinear([...ends], [...range]);
  if (domain === undefined) made.nice(TICKS);
  const ticks = made
    .ticks(TICKS)
    .filter((tick) => scale === 'linear' || Number.isInteger(Math.log10(tick)));
  return {
    at: (value) => made(value),
    ticks: ticks.map((tick) => ({ at: made(tick), text: format(tick) })),
  };
}

/** A domain around the one value that there is. */
function around(value: number): readonly [number, number] {
  const room = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - room, value + room];
}

function numbersOf({ title, x, y, series }: LineChart): Html {
  const formatX = x.format ?? formatNumber;
  const formatY = y.format ?? formatNumber;
  const byX = new Map<number, (number | undefined)[]>();
  series.forEach(({ points }, place) => {
    for (const [at, value] of points) {
      const row = byX.get(at) ?? series.map(() => undefined);
      row[place] = value;
      byX.set(at, row);
    }
  });
  const rows = [...byX].sort(([a], [b]) => a - b);
  const step = Math.ceil(rows.length / MOST_TABLE_ROWS);
  return table({
    caption: title,
    columns: [
      { name: x.label, kind: 'number' },
      ...series.map(({ name }) => ({ name, kind: 'number' as const })),
    ],
    rows: rows
      .filter((_, place) => place % step === 0 || place === rows.length - 1)
      .map(([at, values]) => ({
        cells: [formatX(at), ...values.map((value) => (value === undefined ? '' : formatY(value)))],
      })),
  });
}
