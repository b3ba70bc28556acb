import type { CheckpointAction, CheckpointEvent } from './call-actions.ts';
import { addressOf, postJson } from './post-json.ts';
import { summaryOf } from './summary.ts';

/** Where a webhook is, and what it is told. */
export interface WebhookOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it may take to answer, in milliseconds (10,000). */
  readonly timeoutMs?: number;
  /** Whether failing values of the data are told too (false). */
  readonly withValues?: boolean;
  /** What is sent as JSON, in place of a `CheckSummary`. */
  readonly body?: (event: CheckpointEvent) => unknown;
}

/**
 * An action that posts what a check found to an address, as JSON: a `CheckSummary`, or `body`. It throws ActionError
 * where no answer of success (2xx) comes in time; redirections are not followed. Throws ActionError unless
 * the address is https or http.
 */
export function sendWebhook({
  url,
  headers = {},
  timeoutMs,
  withValues,
  body = (event) => summaryOf(event, withValues),
}: WebhookOptions): CheckpointAction {
  addressOf(url, 'webhook');
  return async function webhook(event) {
    await postJson({ url, headers, timeoutMs, what: 'webhook' }, body(event));
  };
}
