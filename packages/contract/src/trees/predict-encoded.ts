import { unknownContext, type SessionContext } from '../context/session-context.ts';
import { sessionFeatures } from '../context/session-features.ts';
import { rowCount, type EncodedSequences } from '../session/action-sequences.ts';
import { eventsOf } from '../session/latest-events.ts';
import { predictTrees, type TreeModel } from './tree-model.ts';

/**
 * What trees say of sessions as an intent model gets them.
 *
 * @param encoded codes 0..6, cut as the model reads them
 * @param context of the same rows; nothing is known unless given
 * @returns [row] probabilities
 */
export function predictEncoded(
  model: TreeModel,
  encoded: EncodedSequences,
  context: SessionContext = unknownContext(rowCount(encoded)),
): Float32Array {
  return predictTrees(model, sessionFeatures(eventsOf(encoded), context));
}
