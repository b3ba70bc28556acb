import {
  cutSteps,
  readContext,
  unknownContext,
  type EncodedSequences,
  type SessionContext,
} from '@lf/contract';
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

/** Sessions as a model reads them. */
export interface AskedSessions {
  readonly encoded: EncodedSequences;
  /** Of the same rows; undefined where no instance tells any. */
  readonly context: SessionContext | undefined;
}

/**
 * Reads the sessions of a request's JSON. A row of zeros is masked wherever it stands, as by Keras's Masking:
 * it is left out. A long session is cut as in training.
 *
 * @param body parsed JSON, `{"instances": [instance, time, action]}`; an instance may be `{"x": [time, action], "context":
 *   {...}}` too, with facts of the session by their names
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
): AskedSessions {
  const { actions, maxEvents, limits } = of;
  const { events, contexts } = apart(body);
  const sessions = readInstances(events, limits).map((session, index) => {
    const steps = session.map((row, event) =>
      actionOf(row, actions, () => `instances[${index}][${event}]`),
    );
    return cutSteps(
      steps.filter((action) => action !== -1),
      maxEvents,
    );
  });
  const offsets = new Uint32Array(sessions.length + 1);
  sessions.forEach(({ length }, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + length;
  });
  const codes = new Uint8Array(offsets[sessions.length] ?? 0);
  sessions.forEach((session, row) => codes.set(session, offsets[row]));
  return { encoded: { offsets, codes }, context: contextOf(contexts) };
}

/** The body with the events of each instance alone, and the contexts that were beside them. */
function apart(body: unknown): { readonly events: unknown; readonly contexts: readonly unknown[] } {
  const instances =
    typeof body === 'object' && body !== null && 'instances' in body && body.instances;
  if (!Array.isArray(instances) || instances.every((each) => !isPair(each))) {
    return { events: body, contexts: [] };
  }
  const all: readonly unknown[] = instances;
  return {
    events: { instances: all.map((each) => (isPair(each) ? each.x : each)) },
    contexts: all.map((each) => (isPair(each) ? each.context : undefined)),
  };
}

function isPair(value: unknown): value is { readonly x: unknown; readonly context?: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'x');
}

function contextOf(contexts: readonly unknown[]): SessionContext | undefined {
  if (contexts.every((context) => context === undefined)) return undefined;
  const rows = contexts.map((context, index) => {
    const read = context === undefined ? unknownContext(1) : readContext(context);
    if (typeof read !== 'string') return read.facts;
    throw badRequest('context_invalid', `instances[${index}].context: ${read}.`);
  });
  const facts = new Float64Array(rows.reduce((sum, { length }) => sum + length, 0));
  rows.forEach((row, index) => facts.set(row, index * row.length));
  return { facts };
}
