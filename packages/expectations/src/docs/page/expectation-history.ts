import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { shownNumber, shownPercent } from '../html/shown-value.ts';
import type { Outcome, ResultRecord } from '../record/result-record.ts';

/** How many results the history of one expectation reaches back. */
const HISTORY_RESULTS = 30;

/** The width of one result in a strip: a tick and a gap, as in the style's dash array. */
const TICK = 4;

const SPARK_WIDTH = 90;
const SPARK_HEIGHT = 22;

/** What became of one expectation in the latest results, oldest first; null where it was not checked. */
export type ExpectationHistory = readonly (Outcome | null)[];

/** The history of the expectation called `key`. */
export function historyOf(records: readonly ResultRecord[], key: string): ExpectationHistory {
  const history = records.slice(-HISTORY_RESULTS).map(({ outcomes }) => outcomes[key] ?? null);
  const start = history.findIndex((outcome) => outcome !== null);
  return start < 0 ? [] : history.slice(start);
}

const LETTERS = { passed: 'p', failed: 'f', error: 'e' } as const;

/** One line per status, with a dash per result: a thousand strips stay small. */
function strip(history: ExpectationHistory): Html {
  const lines = new Map<string, string>();
  let at = 0;
  while (at < history.length) {
    const letter = letterOf(history[at]);
    let end = at + 1;
    while (end < history.length && letterOf(history[end]) === letter) end += 1;
    lines.set(letter, `${lines.get(letter) ?? ''}M${at * TICK} 4.5h${(end - at) * TICK}`);
    at = end;
  }
  const width = history.length * TICK;
  return html`<svg class="strip" width="${width}" viewBox="0 0 ${width} 9" aria-hidden="true">
    ${[...lines].map(([letter, path]) => html`<path class="${letter}" d="${path}" />`)}
  </svg>`;
}

function letterOf(outcome: Outcome | null | undefined): string {
  return outcome === null || outcome === undefined ? 'o' : LETTERS[outcome.status];
}

/** The numbers behind the history as a line, where they differ. */
function spark(history: ExpectationHistory): Html | null {
  const measures = history.map((outcome) => outcome?.measure ?? null);
  const known = measures.filter((measure) => measure !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2 || least === most) return null;
  const isPercent = history.some((outcome) => outcome?.isPercent === true);
  const range = isPercent
    ? `${shownPercent(least)} to ${shownPercent(most)} failing`
    : `found ${shownNumber(least)} to ${shownNumber(most)}`;
  const step = SPARK_WIDTH / (measures.length - 1);
  const points = measures.flatMap((measure, at) => {
    if (measure === null) return [];
    // Halves first: the difference of two large numbers may be infinite.
    const share = (measure / 2 - least / 2) / (most / 2 - least / 2);
    return [`${Math.round(at * step)},${Math.round((1 - share) * SPARK_HEIGHT)}`];
  });
  return html`<svg class="spark" viewBox="0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}" aria-hidden="true">
      <polyline points="${points.join(' ')}" /></svg
    ><span>${range}</span>`;
}

/** The history of an expectation in one line; nothing where there is only one result. */
export function expectationHistory(history: ExpectationHistory): Html | null {
  if (history.length < 2) return null;
  const checked = history.filter((outcome) => outcome !== null);
  const failed = checked.filter(({ status }) => status !== 'passed').length;
  const verdict =
    failed === 0
      ? html`<span>passed ${checked.length} of ${checked.length} times</span>`
      : html`${strip(history)}<span>failed ${failed} of ${checked.length} times</span>`;
  return html`${verdict}${spark(history)}`;
}
