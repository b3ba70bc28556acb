import { ACTION_CODES, intentCodes, intentInstance, SHOPPER_ACTIONS } from '@lf/contract';
import type { Model } from '../model.ts';
import { EXAMPLE, parseIntentSession } from './parse.ts';
import { readIntentPrediction } from './prediction.ts';

/**
 * Will this session end in a purchase?
 *
 * @param maxEvents - how many events the model reads, the latest ones; all are sent where only the endpoint knows it
 */
export function createIntent(maxEvents = Infinity): Model {
  return {
    kind: 'intent',
    actions: SHOPPER_ACTIONS,
    example: EXAMPLE,
    prepare(written, maxSent) {
      const actions = parseIntentSession(written, maxSent);
      return {
        events: actions.length,
        codes: intentCodes(
          actions.map((action) => ACTION_CODES[action]),
          maxEvents,
        ),
        readPrediction: (answer) => {
          const prediction = readIntentPrediction(answer);
          return prediction === undefined ? undefined : { prediction };
        },
      };
    },
    instanceOf: intentInstance,
  };
}
