import {
  contextOfEvents,
  knownSources,
  type ContextSource,
  type SessionContext,
} from '@lf/contract';
import { ParameterError } from '../../errors.ts';
import { readList } from '../../parameters.ts';
import { parseTime, TIME_FORM } from './time.ts';

/** What a caller may tell of the events of a session, one entry each, as it was written. */
export interface WrittenContext {
  readonly times?: readonly string[];
  readonly skus?: readonly string[];
}

/**
 * `times` and `skus` of a query string.
 *
 * @throws ParameterError
 */
export function readWrittenContext(query: string): WrittenContext {
  const times = readList(query, 'times');
  const skus = readList(query, 'skus');
  return { ...(times && { times }), ...(skus && { skus }) };
}

/** A session's context, and what of it the model reads. */
export interface KnownContext {
  readonly sources: readonly ContextSource[];
  /** Undefined where the model reads none of it. */
  readonly context: SessionContext | undefined;
}

/**
 * Reads what a caller tells of a session. Of a long session, the events that the model reads count alone, as in training.
 *
 * @param of.actions codes of the whole session
 * @param of.reads what the model reads
 * @returns undefined where the caller tells nothing
 * @throws ParameterError where it is not of these events
 */
export function parseContext(
  { times, skus }: WrittenContext,
  of: {
    readonly actions: readonly number[];
    readonly maxEvents: number;
    readonly reads: readonly ContextSource[];
  },
): KnownContext | undefined {
  if (times === undefined && skus === undefined) return undefined;
  const { actions, maxEvents, reads } = of;
  const latest = <Value>(values: readonly Value[]) => values.slice(-maxEvents);
  const timesMs = times && parseTimes(times, actions.length);
  const products = skus && parseSkus(skus, actions.length);
  const context = contextOfEvents({
    actions: latest(actions),
    ...(timesMs && { timesMs: latest(timesMs) }),
    ...(products && { skus: latest(products) }),
  });
  const sources = knownSources(context).filter((source) => reads.includes(source));
  return { sources, context: sources.length === 0 ? undefined : context };
}

function parseTimes(written: readonly string[], events: number): readonly number[] {
  requireAll('times', written, events);
  const times = written.map((text, index) => {
    const ms = parseTime(text);
    if (ms !== undefined) return ms;
    throw new ParameterError('times', `${TIME_FORM}, for each event`, shown(text, index));
  });
  times.forEach((ms, index) => {
    if (index === 0 || ms >= (times[index - 1] ?? ms)) return;
    throw new ParameterError(
      'times',
      'in the order of the events, oldest first',
      `${shown(written[index] ?? '', index)} after ${shown(written[index - 1] ?? '', index - 1)}`,
    );
  });
  return times;
}

function parseSkus(written: readonly string[], events: number): readonly (string | null)[] {
  requireAll('skus', written, events);
  return written.map((text) => (text.trim() === '' ? null : text.trim()));
}

function requireAll(name: string, written: readonly string[], events: number): void {
  if (written.length === events) return;
  const kind = name === 'skus' ? 'one product an event, empty for none' : 'one an event';
  throw new ParameterError(
    name,
    `${kind}: ${events} separated by commas, as many as the session has events`,
    `${written.length}`,
  );
}

/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 40;

function shown(text: string, index: number): string {
  return `${text.slice(0, SHOWN_CHARACTERS)} (event ${index + 1})`;
}
