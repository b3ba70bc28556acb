import {
  ACTION_CODES,
  intentCodes,
  intentInstance,
  intentScopeOf,
  SHOPPER_ACTIONS,
  type IntentScope,
} from '@lf/contract';
import { actionDigits } from '../../request-log/logged-sessions.ts';
import type { Model, Prediction } from '../model.ts';
import type { IntentFacts } from './facts.ts';
import { EXAMPLE, parseIntentSession } from './parse.ts';
import { readIntentPrediction } from './prediction.ts';

/** The probability of a purchase, and what to make of it. */
export interface IntentPrediction extends Prediction, IntentFacts {
  readonly prediction: number;
  /** Whether the session is one that the model was trained on. */
  readonly scope: IntentScope;
}

/**
 * Will this session end in a purchase?
 *
 * @param maxEvents - how many events the model reads, the latest ones; all are sent where only the endpoint knows it
 * @param facts - of the model, told with each prediction
 */
export function createIntent(maxEvents = Infinity, facts: IntentFacts = {}): Model {
  return {
    kind: 'intent',
    actions: SHOPPER_ACTIONS,
    example: EXAMPLE,
    parameters: ['session'],
    prepare(written, maxSent) {
      const actions = parseIntentSession(written, maxSent).map((action) => ACTION_CODES[action]);
      const scope = intentScopeOf(actions);
      const codes = intentCodes(actions, maxEvents);
      return {
        events: actions.length,
        scope,
        codes,
        logged: ({ prediction }) => ({
          session: actionDigits(codes),
          ...(typeof prediction === 'number' && { p: prediction }),
        }),
        readPrediction: (answer): IntentPrediction | undefined => {
          const prediction = readIntentPrediction(answer);
          return prediction === undefined ? undefined : { prediction, scope, ...facts };
        },
      };
    },
    instanceOf: intentInstance,
  };
}
