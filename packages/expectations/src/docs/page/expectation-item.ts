import { exactJson } from '../../exact/json.ts';
import type { ExpectationResult } from '../../result/validation-result.ts';
import type { ExpectationConfig } from '../../suite/suite.ts';
import { notesOf } from '../../suite/notes.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { shortened, shownValue } from '../html/shown-value.ts';
import { severityOf, statusOf } from '../record/result-record.ts';
import type { Outcome } from '../record/result-record.ts';
import { sentenceOf } from '../words/describe-expectation.ts';
import { severityChip, statusChip } from './chips.ts';
import { comparedBins } from './compared-bins.ts';
import { expectationHistory } from './expectation-history.ts';
import type { ExpectationHistory } from './expectation-history.ts';
import { failingExamples } from './failing-examples.ts';
import { foundWords } from './found.ts';
import { notesMarkup } from './notes-markup.ts';
import { wordsMarkup } from './words-markup.ts';

/** The longest text of a suite's author that a page shows, in characters. */
const TEXT_CHARS = 1_000;

/** The longest kwargs that a page shows, in characters. */
const KWARGS_CHARS = 2_000;

/** What of GX's `details` tells a reader more than the observed value does. */
const TOLD_DETAILS = ['mismatched', 'unexpected_rows', 'success_details'];

/** The sentence, after what the suite's author wrote, if anything. */
function told(config: ExpectationConfig): Html {
  const { description } = config;
  return html`${description !== undefined && html`${shortened(description, TEXT_CHARS)} `}${wordsMarkup(sentenceOf(config))}`;
}

const kwargsOf = ({ kwargs }: ExpectationConfig): Html =>
  html`<details class="more">
    <summary>Kwargs</summary>
    <code>${shortened(exactJson(kwargs), KWARGS_CHARS)}</code>
  </details>`;

function detailsOf(details: unknown): Html | null {
  if (typeof details !== 'object' || details === null) return null;
  const entries = Object.entries(details).filter(([name]) => TOLD_DETAILS.includes(name));
  if (entries.length === 0) return null;
  return html`<p class="found soft">
    ${entries.map(
      ([name, held]) => html`${name.replaceAll('_', ' ')}: <code>${shownValue(held, 400)}</code> `,
    )}
  </p>`;
}

function evidence(result: ExpectationResult, examples: number): Html {
  const failing = failingExamples(result, examples);
  const { details } = result.result;
  return html`${detailsOf(details)}${comparedBins(details)}${
    failing !== null &&
    html`<details class="more" open>
      <summary>Examples</summary>
      ${failing}
    </details>`
  }${kwargsOf(result.expectation_config)}`;
}

/** One expectation of a result: how it ended, what it asks for, what was found. */
export function resultItem(
  result: ExpectationResult,
  history: ExpectationHistory,
  examples: number,
): Html {
  const { expectation_config: config } = result;
  const status = statusOf(result);
  const severity = severityOf(config);
  const isShown = !result.success || config.severity !== undefined;
  const found = foundWords(result);
  return html`<li
    class="x${!result.success && ` is-${severity}`}"
    data-s="${status}"
    data-v="${severity}"
    data-t="${config.type}"
  >
    <p class="say">${statusChip(status)}${isShown && severityChip(severity)}${told(config)}</p>
    ${notesMarkup(notesOf(config))}${found.length > 0 && html`<p class="found soft">${wordsMarkup(found)}</p>`}${!result.success && evidence(result, examples)}
    <p class="type"><span>${config.type}</span>${expectationHistory(history)}</p>
  </li> `;
}

/** One expectation of a suite: what it asks for, and what became of it lately. */
export function suiteItem(
  config: ExpectationConfig,
  latest: Outcome | null,
  history: ExpectationHistory,
): Html {
  const severity = severityOf(config);
  return html`<li
    class="x"
    data-s="${latest?.status ?? 'unknown'}"
    data-v="${severity}"
    data-t="${config.type}"
  >
    <p class="say">
      ${latest !== null && statusChip(latest.status)}${severityChip(severity)}${told(config)}
    </p>
    ${notesMarkup(notesOf(config))}${kwargsOf(config)}
    <p class="type"><span>${config.type}</span>${expectationHistory(history)}</p>
  </li> `;
}
