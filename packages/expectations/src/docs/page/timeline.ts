import { SEVERITIES } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count } from '../html/shown-value.ts';
import type { ResultRecord, Tally } from '../record/result-record.ts';
import { shownTime } from './shown-time.ts';

/** How many results a timeline shows: what fits a phone with bars that a finger can hit. */
const SHOWN_RESULTS = 40;

/** How wide a result is drawn where there is room: a finger can hit it. */
const SLOT_PX = 26;

const SLOT = 10;
const BAR = 8;
const HEIGHT = 72;
/** The height of a result with nothing to show, and the least of one with a failure. */
const STUB = 5;

const failures = ({ expectations, passed }: Tally): number => expectations - passed;

function bars({ tally }: ResultRecord, x: number, most: number): readonly Html[] {
  const failed = failures(tally);
  const rect = (y: number, height: number, status: string) =>
    html`<rect
      class="t-${status}"
      x="${x}"
      y="${round(y)}"
      width="${BAR}"
      height="${round(height)}"
    />`;
  if (failed === 0) return [rect(HEIGHT - STUB, STUB, 'passed')];
  const scale = (HEIGHT - STUB) / most;
  let y = HEIGHT;
  return SEVERITIES.filter((severity) => tally.failed[severity] > 0).map((severity, at) => {
    const height = tally.failed[severity] * scale + (at === 0 ? STUB : 0);
    y -= height;
    return rect(y, height, severity);
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** What a bar says when it is pointed at. */
function titleOf({ time, tally, runName }: ResultRecord): string {
  const failed = failures(tally);
  const verdict =
    failed === 0 ? 'all passed' : `${count(failed)} of ${count(tally.expectations)} failed`;
  return [shownTime(time), runName, verdict].filter((part) => part !== null).join(', ');
}

/**
 * How many expectations failed in each of the latest results, oldest first, as bars that lead to the
 * results. A table of the same results stands beside it, so that screen readers pass the drawing over.
 */
export function timeline(
  records: readonly ResultRecord[],
  hrefOf: (record: ResultRecord) => string,
): Html {
  const shown = records.slice(-SHOWN_RESULTS);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return html``;
  const most = Math.max(1, ...shown.map(({ tally }) => failures(tally)));
  const width = shown.length * SLOT;
  const drawn = shown.map(
    (record, at) =>
      html`<a href="${hrefOf(record)}" tabindex="-1"
        ><title>${titleOf(record)}</title
        ><rect
          x="${at * SLOT}"
          y="0"
          width="${SLOT}"
          height="${HEIGHT}"
          fill="transparent"
        />${bars(record, at * SLOT, most)}</a
      >`,
  );
  const failing = shown.filter(({ tally }) => failures(tally) > 0).length;
  const span =
    shown.length === 1
      ? shownTime(first.time)
      : `${shownTime(first.time)} to ${shownTime(last.time)}`;
  const verdict =
    failing === 0
      ? 'no expectation failed'
      : `${count(failing)} of ${shown.length} results with failures, at most ${count(most)} at once`;
  return html`<figure>
    <svg
      class="timeline"
      width="${shown.length * SLOT_PX}"
      viewBox="0 0 ${width} ${HEIGHT}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${drawn}
    </svg>
    <figcaption>${span}: ${verdict}.</figcaption>
  </figure>`;
}
