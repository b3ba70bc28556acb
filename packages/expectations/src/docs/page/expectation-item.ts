import { exactJson } from '../../exact/json.ts';
import type { ExpectationResult } from '../../result/validation-result.ts';
import type { ExpectationConfig } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { markdown } from '../html/markdown.ts';
import { shortened, shownValue } from '../html/shown-value.ts';
import { severityOf, statusOf } from '../record/result-record.ts';
import type { Outcome } from '../record/result-record.ts';
import { sentenceOf } from '../words/describe-expectation.ts';
import { entriesOf } from '../words/words.ts';
import { severityChip, statusChip } from './chips.ts';
import { comparedBins } from './compared-bins.ts';
import { expectationHistory } from './expectation-history.ts';
import type { ExpectationHistory } from './expectation-history.ts';
import { failingExamples } from './failing-examples.ts';
import { foundWords } from './found.ts';
import { wordsMarkup } from './words-markup.ts';

/** The longest text of a suite's author that a page shows, in characters. */
const TEXT_CHARS = 1_000;

/** The longest note that a page shows, in characters. */
const NOTE_CHARS = 4_000;

/** The longest kwargs that a page shows, in characters. */
const KWARGS_CHARS = 2_000;

/** What of GX's `details` tells a reader more than the observed value does. */
const TOLD_DETAILS = ['mismatched', 'unexpected_rows', 'success_details'];

/** The sentence, after what the suite's author wrote, if anything. */
function told(config: ExpectationConfig): Html {
  const { description } = config;
  return html`${description !== undefined && html`${shortened(description, TEXT_CHARS)} `}${wordsMarkup(sentenceOf(config))}`;
}

/** What the suite's author noted, of 1.x or of 0.13: `{ format, content }` in the meta. */
function notesOf({ notes, meta }: ExpectationConfig): Html {
  const old = meta?.['notes'];
  const isFormatted = typeof old === 'object' && old !== null && 'content' in old;
  const content = isFormatted ? old.content : (notes ?? old);
  const isPlain = isFormatted && 'format' in old && old.format !== 'markdown';
  const written = [content, ...entriesOf(content)].filter((note) => typeof note === 'string');
  return html`${written.map((note) => {
    const text = shortened(note, NOTE_CHARS);
    return html`<div class="note soft">${isPlain ? html`<p>${text}</p>` : markdown(text)}</div>`;
  })}`;
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
  const failing = failingExamples(result.result, examples);
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
    ${notesOf(config)}${found.length > 0 && html`<p class="found soft">${wordsMarkup(found)}</p>`}${!result.success && evidence(result, examples)}
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
    ${notesOf(config)}${kwargsOf(config)}
    <p class="type"><span>${config.type}</span>${expectationHistory(history)}</p>
  </li> `;
}
