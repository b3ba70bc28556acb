import type { RequestLimits } from '../../limits.ts';
import { badRequest, readInstances } from '../instances.ts';

/** One-hot sessions, padded by zero rows at the end to the longest. */
export interface SessionBatch {
  /** [batch, time, action] */
  readonly values: Float32Array;
  readonly batch: number;
  readonly time: number;
}

/** Position of the one 1 in a row, or -1 for a row of zeros, which is padding. */
function actionOf(row: unknown, actions: number, where: () => string): number {
  if (!Array.isArray(row) || row.length !== actions) {
    throw badRequest('event_invalid', `${where()}: expected a one-hot list of ${actions} numbers.`);
  }
  let action = -1;
  for (let position = 0; position < actions; position += 1) {
    const value: unknown = row[position];
    if (value === 0) continue;
    if (value !== 1 || action !== -1) {
      throw badRequest(
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
export function encodeSessions(
  body: unknown,
  { actions, limits }: { readonly actions: number; readonly limits: RequestLimits },
): SessionBatch {
  const { sessions, longest } = readInstances(body, limits);
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
