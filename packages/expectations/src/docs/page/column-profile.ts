import { isEpochMs, withTimes } from '../../epoch-times.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count, shortened, shownNumber, shownPercent, shownValue } from '../html/shown-value.ts';
import type { ColumnProfile, Histogram } from '../profile/data-profile.ts';
import { shownTime } from './shown-time.ts';

const WIDTH = 300;
const HEIGHT = 84;

/** Beside a histogram, frequent values are worth their place from this share of the rows on. */
const LEAST_SHARE = 0.02;

const NUMBERS: readonly ColumnProfile['kind'][] = ['integer', 'decimal', 'float'];

const isEpoch = ({ name, kind }: ColumnProfile): boolean =>
  isEpochMs(name) && NUMBERS.includes(kind);

const isTime = (column: ColumnProfile): boolean =>
  column.kind === 'date' || column.kind === 'timestamp' || isEpoch(column);

/** A number of the profile, as the values of its column read. */
const ofColumn = (value: number, column: ColumnProfile): string =>
  isEpoch(column) ? shownValue(withTimes(value, column.name)) : shownNumber(value);

/** The same of a value as a text. */
const textOfColumn = (value: string, column: ColumnProfile): string =>
  isEpoch(column) && Number.isFinite(Number(value)) ? ofColumn(Number(value), column) : value;

/** An edge of a bin as its column's values read; times are cut to the day. */
function shownEdge(edge: number, column: ColumnProfile): string {
  if (!isTime(column)) return shownNumber(edge);
  return shownTime(new Date(edge).toISOString()).slice(0, 'YYYY-MM-DD'.length);
}

/** Times outside what a Date holds (± 8.64e15 ms) have no edge to show. */
function hasEdges({ from, to }: Histogram, column: ColumnProfile): boolean {
  return !isTime(column) || Math.max(Math.abs(from), Math.abs(to)) <= 8.64e15;
}

function histogram(bins: Histogram, column: ColumnProfile): Html | null {
  const { from, to, counts } = bins;
  if (!hasEdges(bins, column)) return null;
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  // Divided first: the range of a column may be more than a number holds.
  const edge = (at: number) =>
    shownEdge(from * (1 - at / counts.length) + to * (at / counts.length), column);
  const drawn = counts.map((rows, at) => {
    const height = rows === 0 ? 0 : Math.max(1.5, (rows / most) * (HEIGHT - 2));
    return html`<rect
      x="${tenth(at * step)}"
      y="${tenth(HEIGHT - height)}"
      width="${tenth(step - 1)}"
      height="${tenth(height)}"
      ><title>${edge(at)} to ${edge(at + 1)}: ${count(rows)} rows</title></rect
    >`;
  });
  const peak = counts.indexOf(most);
  const label = `Histogram of ${counts.length} bins; most rows, ${count(most)}, lie between ${edge(peak)} and ${edge(peak + 1)}`;
  return html`<figure>
    <svg
      class="bars"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${label}"
    >
      ${drawn}
    </svg>
    <div class="ends"><span>${edge(0)}</span><span>${edge(counts.length)}</span></div>
  </figure>`;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function topValues(column: ColumnProfile, rows: number): Html | null {
  const { topValues: values, histogram: bins } = column;
  const most = values[0]?.count ?? 0;
  if (most === 0 || (bins !== null && most < rows * LEAST_SHARE)) return null;
  return html`<div>
    <span class="soft">Most frequent values</span>
    <ol class="top-values">
      ${values.map(
        ({ value, count: held }) =>
          html`<li style="--w:${tenth((held / most) * 100)}%">
            <code>${textOfColumn(value, column)}</code
            ><span>${count(held)} (${shownPercent((held / rows) * 100)})</span>
          </li>`,
      )}
    </ol>
  </div>`;
}

/** Exact integers have no end. */
const cut = (value: string | null, column: ColumnProfile): string | null =>
  value === null ? null : shortened(textOfColumn(value, column));

const term = (name: string, value: string | null): Html | null =>
  value === null
    ? null
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;

/** What the data of one column looked like: key numbers, a histogram, frequent values. */
export function columnProfile(column: ColumnProfile, rows: number): Html {
  const { missing, distinct, min, max, mean, stdev } = column;
  const share = rows === 0 ? '' : ` (${shownPercent((missing / rows) * 100)})`;
  return html`<div class="profile">
    <dl>
      ${term('Type', column.type)}${term('Missing', `${count(missing)} of ${count(rows)}${share}`)}${term('Distinct', `${column.isDistinctExact ? '' : 'about '}${count(distinct)}`)}${term('Least', cut(min, column))}${term('Greatest', cut(max, column))}${term('Mean', mean === null ? null : ofColumn(mean, column))}${term('Deviation', stdev === null ? null : shownNumber(stdev))}
    </dl>
    ${column.histogram !== null && histogram(column.histogram, column)}${topValues(column, rows)}
  </div>`;
}
