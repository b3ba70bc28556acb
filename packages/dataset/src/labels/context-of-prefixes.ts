import { contextOfEvents, CONTEXT_FACTS, unknownContext, type SessionContext } from '@lf/contract';
import type { TimedSessions } from '../sessions/sessions.ts';
import type { LabelledSequences } from './labelled-sequences.ts';

/**
 * What is known of labelled prefixes beside their actions, each of its own events alone: nothing after a cut is read.
 *
 * @param prefixes rows of these sessions, as `labelPrefixes` gives them
 * @param maxEvents events of a row that a model reads, the latest ones: the context is of these
 * @returns the context of the rows, in their order
 */
export function contextOfPrefixes(
  sessions: TimedSessions,
  prefixes: Pick<LabelledSequences, 'offsets' | 'groups'>,
  maxEvents: number,
): SessionContext {
  const rows = prefixes.groups.length;
  const context = unknownContext(rows);
  for (let row = 0; row < rows; row++) {
    const first = sessions.offsets[prefixes.groups[row] ?? 0] ?? 0;
    const length = (prefixes.offsets[row + 1] ?? 0) - (prefixes.offsets[row] ?? 0);
    const from = first + Math.max(0, length - maxEvents);
    const to = first + length;
    const { facts } = contextOfEvents({
      actions: sessions.actions.subarray(from, to),
      timesMs: sessions.timesMs.subarray(from, to),
      skus: Array.from(sessions.products.subarray(from, to), (product) =>
        product === 0 ? null : String(product),
      ),
    });
    context.facts.set(facts, row * CONTEXT_FACTS.length);
  }
  return context;
}
