import { cutSteps, type OneHotBatch } from '@lf/contract';
import type { InstanceLimits } from '../limits.ts';
import { badRequest, readInstances } from '../instances.ts';

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
 * it is left out, and its place filled at the end. A long session is cut as in training.
 *
 * @param body parsed JSON, `{"instances": [instance, time, action]}`
 * @param of.actions length of a one-hot row
 * @param of.maxEvents how many events between start and end the model reads
 * @throws InstancesError 400 or 413 that says where the request is wrong
 */
export function encodeSessions(
  body: unknown,
  of: {
    readonly actions: number;
    readonly maxEvents: number;
    readonly limits: InstanceLimits;
  },
): OneHotBatch {
  const { actions, maxEvents, limits } = of;
  const sessions = readInstances(body, limits).map((session, index) => {
    const steps = session.map((row, event) =>
      actionOf(row, actions, () => `instances[${index}][${event}]`),
    );
    return cutSteps(
      steps.filter((action) => action !== -1),
      maxEvents,
    );
  });
  const time = Math.max(1, ...sessions.map(({ length }) => length));
  const values = new Float32Array(sessions.length * time * actions);
  sessions.forEach((session, index) => {
    session.forEach((action, step) => {
      values[(index * time + step) * actions + action] = 1;
    });
  });
  return { values, batch: sessions.length, time };
}
