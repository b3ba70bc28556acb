import {
  CONTEXT_FACTS,
  contextOfEvents,
  intentScopeOf,
  maxEventsOf,
  unknownContext,
  type BundleManifest,
  type SessionContext,
} from '@lf/contract';
import type { SessionBatch } from '@lf/dataset';
import type { ScoreThreads } from '@lf/serving/batch';
import { Tally, type SessionScorer, type Unscored } from './session-scorer.ts';

/** Some ten thousand sessions a second and thread. */
const BATCH_EVENTS = 65_536;

/**
 * The probability of a purchase, and whether the session is one that the model was trained on.
 *
 * @param manifest of the model: one that reads times and products is told those of the table
 */
export function intentScorer(
  threads: Pick<ScoreThreads, 'scoreIntent'>,
  manifest: BundleManifest,
): SessionScorer {
  const readsContext = manifest.context !== undefined;
  const maxEvents = maxEventsOf(manifest);
  return {
    columns: {
      session_id_hash: 'text',
      events: 'count',
      prediction: 'number',
      scope: 'text',
      reason: 'text',
    },
    readsSkus: readsContext,
    batchEvents: BATCH_EVENTS,
    async score(batch) {
      const { ids, lengths, offsets, actions } = batch;
      const context = readsContext ? contextOf(batch, maxEvents) : undefined;
      const probabilities = await threads.scoreIntent({ offsets, actions }, context);
      const unscored = new Tally<Unscored>();
      const notes = new Tally<string>();
      const predictions: (number | null)[] = [];
      const scopes: (string | null)[] = [];
      const reasons: (string | null)[] = [];
      ids.forEach((_, session) => {
        const own = actions.subarray(offsets[session], offsets[session + 1]);
        // Too many events are not handed on, and there is no session without events
        if (own.length === 0) {
          unscored.add('too_many_events');
          predictions.push(null);
          scopes.push(null);
          reasons.push('too_many_events');
          return;
        }
        const scope = intentScopeOf(own);
        notes.add(scope);
        predictions.push(probabilities[session] ?? NaN);
        scopes.push(scope);
        reasons.push(null);
      });
      return { rows: [ids, Array.from(lengths), predictions, scopes, reasons], unscored, notes };
    },
  };
}

/** What is known of each session at its end, from the events that the model reads, as `/predict` computes it. */
function contextOf(
  { ids, offsets, actions, timesMs, skus }: SessionBatch,
  maxEvents: number,
): SessionContext {
  const context = unknownContext(ids.length);
  ids.forEach((_, session) => {
    const to = offsets[session + 1] ?? 0;
    const from = Math.max(offsets[session] ?? 0, to - maxEvents);
    const { facts } = contextOfEvents({
      actions: actions.subarray(from, to),
      timesMs: timesMs.subarray(from, to),
      skus: skus.slice(from, to).map((sku) => sku?.trim() || null),
    });
    context.facts.set(facts, session * CONTEXT_FACTS.length);
  });
  return context;
}
