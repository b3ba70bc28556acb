import { intentScopeOf } from '@lf/contract';
import type { ScoreThreads } from '@lf/serving/batch';
import { Tally, type SessionScorer, type Unscored } from './session-scorer.ts';

/** Some ten thousand sessions a second and thread. */
const BATCH_EVENTS = 65_536;

/** The probability of a purchase, and whether the session is one that the model was trained on. */
export function intentScorer(threads: Pick<ScoreThreads, 'scoreIntent'>): SessionScorer {
  return {
    columns: {
      session_id_hash: 'text',
      events: 'count',
      prediction: 'number',
      scope: 'text',
      reason: 'text',
    },
    readsSkus: false,
    batchEvents: BATCH_EVENTS,
    async score({ ids, lengths, offsets, actions }) {
      const probabilities = await threads.scoreIntent({ offsets, actions });
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
