import type { Model } from '../model.ts';
import { encodeIntentSession } from './encode.ts';
import { EXAMPLE, parseIntentSession } from './parse.ts';
import { readIntentPrediction } from './prediction.ts';

/** Will this session end in a purchase? */
export const intent: Model = {
  example: EXAMPLE,
  prepare(session, maxEvents) {
    const actions = parseIntentSession(session, maxEvents);
    return { instance: encodeIntentSession(actions), events: actions.length };
  },
  readPrediction: readIntentPrediction,
};
