import type { Model } from '../model.ts';
import { ACTIONS } from './actions.ts';
import { encodeIntentSession } from './encode.ts';
import { EXAMPLE, parseIntentSession } from './parse.ts';
import { readIntentPrediction } from './prediction.ts';

/** Will this session end in a purchase? */
export const intent: Model = {
  kind: 'intent',
  actions: ACTIONS,
  example: EXAMPLE,
  prepare(written, maxEvents) {
    const actions = parseIntentSession(written, maxEvents);
    return {
      events: actions.length,
      instance: encodeIntentSession(actions),
      readPrediction: (answer) => {
        const prediction = readIntentPrediction(answer);
        return prediction === undefined ? undefined : { prediction };
      },
    };
  },
};
