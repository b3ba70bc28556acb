import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count, shortened, shownNumber, shownPercent, shownValue } from '../html/shown-value.ts';
import { entriesOf } from '../words/words.ts';

/** How many bins are drawn; categories past that do not fit beside each other. */
const DRAWN_BINS = 40;

/** The longest name of a bin, in characters. */
const LABEL_CHARS = 40;

const BIN = 12;
const BAR = 5;
const HEIGHT = 84;

interface Bin {
  readonly label: string;
  /** Shares of their batch. */
  readonly reference: number;
  readonly observed: number;
}

function shares(counts: unknown): readonly number[] {
  const numbers = entriesOf(counts).map((each) => (typeof each === 'number' ? each : 0));
  const total = numbers.reduce((sum, each) => sum + each, 0);
  return numbers.map((each) => (total === 0 ? 0 : each / total));
}

/** Edges of bins are computed: their last digits tell nothing. */
function shownLabel(label: string): string {
  const rounded = label.replaceAll(/-?\d+\.\d{6,}(?![\d.e])/g, (edge) => shownNumber(Number(edge)));
  return shortened(rounded, LABEL_CHARS);
}

function binsOf(details: object): readonly Bin[] {
  const {
    bins,
    observed_counts: now,
    reference_counts: before,
  }: { bins?: unknown; observed_counts?: unknown; reference_counts?: unknown } = details;
  const [observed, reference] = [shares(now), shares(before)];
  return entriesOf(bins).map((label, at) => ({
    label: typeof label === 'string' ? shownLabel(label) : shownValue(label, LABEL_CHARS),
    reference: reference[at] ?? 0,
    observed: observed[at] ?? 0,
  }));
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** The bins of a drift test as pairs of bars: the reference batch beside this one. */
export function comparedBins(details: unknown): Html | null {
  if (typeof details !== 'object' || details === null) return null;
  const bins = binsOf(details);
  if (bins.length === 0) return null;
  const drawn = bins.slice(0, DRAWN_BINS);
  const most = Math.max(...drawn.flatMap(({ reference, observed }) => [reference, observed])) || 1;
  const bar = (x: number, share: number, kind: string) => {
    const height = (share / most) * (HEIGHT - 2);
    return html`<rect
      class="${kind}"
      x="${x}"
      y="${tenth(HEIGHT - height)}"
      width="${BAR}"
      height="${tenth(height)}"
    />`;
  };
  const pairs = drawn.map(
    ({ label, reference, observed }, at) =>
      html`<g
        ><title>
          ${label}: ${shownPercent(reference * 100)} before, ${shownPercent(observed * 100)} now</title
        >${bar(at * BIN, reference, 'before')}${bar(at * BIN + BAR, observed, 'now')}</g
      >`,
  );
  const [widest] = drawn.toSorted(
    (a, b) => Math.abs(b.observed - b.reference) - Math.abs(a.observed - a.reference),
  );
  const moved =
    widest === undefined
      ? ''
      : `Moved most: ${widest.label}, from ${shownPercent(widest.reference * 100)} to ${shownPercent(widest.observed * 100)} of the rows.`;
  const rest =
    bins.length > drawn.length
      ? ` The first ${count(drawn.length)} of ${count(bins.length)} bins.`
      : '';
  return html`<figure class="compared">
    <svg
      class="bars"
      viewBox="0 0 ${drawn.length * BIN} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Shares by bin, reference batch beside this one. ${moved}"
    >
      ${pairs}
    </svg>
    <figcaption>
      <span class="key before"></span> reference <span class="key now"></span> this batch.
      ${moved}${rest}
    </figcaption>
  </figure>`;
}
