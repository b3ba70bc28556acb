import { RequestError } from '../errors.ts';
import type { RequestLimits } from '../limits.ts';

/** One-hot sessions, padded by zero rows at the end to the longest. */
export interface SessionBatch {
  /** [batch, time, action] */
  readonly values: Float32Array;
  readonly batch: number;
  readonly time: number;
}

const bad = (code: string, message: string) => new RequestError(400, code, message);
const tooLarge = (code: string, message: string) => new RequestError(413, code, message);

function requireInstances(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null || !('instances' in body)) {
    throw bad('instances_missing', 'Expected a JSON object {"instances": [...]}.');
  }
  const { instances } = body;
  if (!Array.isArray(instances) || instances.length === 0) {
    throw bad('instances_invalid', '"instances": expected a list of at least one instance.');
  }
  return instances;
}

function requireSessions(
  instances: readonly unknown[],
  { maxInstances, maxEvents, maxPaddedEvents }: RequestLimits,
): { readonly sessions: readonly (readonly unknown[])[]; readonly longest: number } {
  if (instances.length > maxInstances) {
    throw tooLarge(
      'too_many_instances',
      `"instances": expected at most ${maxInstances}, got ${instances.length}. Split the request.`,
    );
  }
  let longest = 0;
  const sessions = instances.map((session: unknown, index): readonly unknown[] => {
    if (!Array.isArray(session) || session.length === 0) {
      throw bad('instance_invalid', `instances[${index}]: expected a list of at least one event.`);
    }
    if (session.length > maxEvents) {
      throw tooLarge(
        'instance_too_long',
        `instances[${index}]: expected at most ${maxEvents} events, got ${session.length}. Send the latest ones.`,
      );
    }
    longest = Math.max(longest, session.length);
    return session;
  });
  if (sessions.length * longest > maxPaddedEvents) {
    throw tooLarge(
      'batch_too_large',
      `"instances": ${sessions.length} instances times ${longest} events (the longest) exceed ${maxPaddedEvents}. Split the request.`,
    );
  }
  return { sessions, longest };
}

/** Position of the one 1 in a row, or -1 for a row of zeros, which is padding. */
function actionOf(row: unknown, actions: number, where: () => string): number {
  if (!Array.isArray(row) || row.length !== actions) {
    throw bad('event_invalid', `${where()}: expected a one-hot list of ${actions} numbers.`);
  }
  let action = -1;
  for (let position = 0; position < actions; position += 1) {
    const value: unknown = row[position];
    if (value === 0) continue;
    if (value !== 1 || action !== -1) {
      throw bad(
        'event_invalid',
        `${where()}: expected ${actions} numbers, all 0 but at most one 1.`,
      );
    }
    action = position;
  }
  return action;
}

/**
 * Turns a request's JSON into a tensor. A row of zeros is masked wherever it stands, as by Keras's Masking:
 * it is left out, and its place filled at the end.
 *
 * @param body parsed JSON, `{"instances": [instance, time, action]}`
 * @param actions length of a one-hot row
 * @throws RequestError 400 or 413 that says where the request is wrong
 */
export function encodeInstances(
  body: unknown,
  { actions, limits }: { readonly actions: number; readonly limits: RequestLimits },
): SessionBatch {
  const { sessions, longest } = requireSessions(requireInstances(body), limits);
  const values = new Float32Array(sessions.length * longest * actions);
  sessions.forEach((session, index) => {
    let length = 0;
    session.forEach((row, event) => {
      const action = actionOf(row, actions, () => `instances[${index}][${event}]`);
      if (action === -1) return;
      values[(index * longest + length) * actions + action] = 1;
      length += 1;
    });
  });
  return { values, batch: sessions.length, time: longest };
}
