import {
  ACTION_CODES,
  intentCodes,
  intentInstance,
  intentScopeOf,
  tellContext,
  SHOPPER_ACTIONS,
  type ContextSource,
  type IntentScope,
} from '@lf/contract';
import { actionDigits } from '../../request-log/logged-sessions.ts';
import type { Model, Prediction } from '../model.ts';
import type { IntentFacts } from './facts.ts';
import { EXAMPLE, parseIntentSession } from './parse.ts';
import { readIntentPrediction } from './prediction.ts';
import { parseContext } from './written-context.ts';

/** The probability of a purchase, and what to make of it. */
export interface IntentPrediction extends Prediction, IntentFacts {
  readonly prediction: number;
  /** Whether the session is one that the model was trained on. */
  readonly scope: IntentScope;
  /** Where the caller told of times or products: what of it the model reads. */
  readonly context?: readonly ContextSource[];
}

/**
 * Will this session end in a purchase?
 *
 * @param maxEvents - how many events the model reads, the latest ones; all are sent where only the endpoint knows it
 * @param facts - of the model, told with each prediction
 * @param reads - what the model reads beside the actions; nothing where only the endpoint knows it
 */
export function createIntent(
  maxEvents = Infinity,
  facts: IntentFacts = {},
  reads: readonly ContextSource[] = [],
): Model {
  return {
    kind: 'intent',
    actions: SHOPPER_ACTIONS,
    example: EXAMPLE,
    parameters: ['session', 'times', 'skus'],
    prepare(written, maxSent, told = {}) {
      const actions = parseIntentSession(written, maxSent).map((action) => ACTION_CODES[action]);
      const scope = intentScopeOf(actions);
      const codes = intentCodes(actions, maxEvents);
      const known = parseContext(told, { actions, maxEvents, reads });
      return {
        events: actions.length,
        scope,
        codes,
        ...(known?.context && { context: known.context }),
        logged: ({ prediction }) => ({
          session: actionDigits(codes),
          ...(typeof prediction === 'number' && { p: prediction }),
        }),
        readPrediction: (answer): IntentPrediction | undefined => {
          const prediction = readIntentPrediction(answer);
          return prediction === undefined
            ? undefined
            : { prediction, scope, ...facts, ...(known && { context: known.sources }) };
        },
      };
    },
    instanceOf: (codes, context) => {
      const x = intentInstance(codes);
      return context === undefined ? x : { x, context: tellContext(context) };
    },
  };
}
