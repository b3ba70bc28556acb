import {
  predictTrees,
  sessionFeatures,
  type ActionSequences,
  type SessionContext,
  type TreeModel,
} from '@lf/contract';

/**
 * How likely a purchase is to follow each row.
 *
 * @param context of the same rows
 * @returns [row] probabilities
 */
export function predictIntentTrees(
  model: TreeModel,
  sequences: ActionSequences,
  context: SessionContext,
): Float32Array {
  return predictTrees(model, sessionFeatures(sequences, context));
}
