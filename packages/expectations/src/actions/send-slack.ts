import { cutShort } from '../shown.ts';
import type { CheckpointAction } from './call-actions.ts';
import { addressOf, postJson } from './post-json.ts';
import { summaryOf } from './summary.ts';
import type { CheckSummary } from './summary.ts';

/** Slack's address for messages, and what is told. */
export interface SlackOptions {
  /** An incoming webhook of Slack, or of a program that takes the same form. It is a secret: take it from the environment. */
  readonly url: string;
  /** How long it may take to answer, in milliseconds (10,000). */
  readonly timeoutMs?: number;
  /** Whether failing values of the data are told too (false). */
  readonly withValues?: boolean;
}

/** A message is for one glance. */
const SHOWN_FAILURES = 10;
const MOST_CHARACTERS = 3000;

/** The three signs that Slack's texts escape. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function headlineOf({ suite, source, success, error, statistics }: CheckSummary): string {
  const about = `suite ${suite}, ${source}`;
  if (error !== null) return `The check could not be made: ${about}`;
  const { evaluated_expectations: all, unsuccessful_expectations: failed } = statistics;
  return success
    ? `All ${all} expectation(s) hold: ${about}`
    : `${failed} of ${all} expectation(s) failed: ${about}`;
}

function messageOf(summary: CheckSummary): string {
  const { failures, error, statistics } = summary;
  const lines = failures
    .slice(0, SHOWN_FAILURES)
    .map(
      ({ type, subject, severity, text }) =>
        `• ${severity}: ${type} (${subject})${text === '' ? '' : `: ${text}`}`,
    );
  const more = statistics.unsuccessful_expectations - lines.length;
  const all = [
    headlineOf(summary),
    ...(error === null ? [] : [error]),
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return cutShort(plain(all.join('\n')), MOST_CHARACTERS);
}

/**
 * An action that writes what a check found to a channel of Slack. It throws ActionError where no answer of success comes
 * in time. Throws ActionError unless the address is https or http.
 */
export function sendSlack({ url, timeoutMs, withValues }: SlackOptions): CheckpointAction {
  addressOf(url, 'Slack message');
  return async function slack(event) {
    const text = messageOf(summaryOf(event, withValues));
    await postJson({ url, headers: {}, timeoutMs, what: 'Slack message' }, { text });
  };
}
