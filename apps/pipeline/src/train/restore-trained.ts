import type { StepContext } from '@lf/flow';
import { restoreRecommender, type Recommender } from '@lf/train-rec';
import type { TrainedCandidate } from './train-rec.ts';

/** The files of a trained model. */
export async function readTrainedFiles(
  { getBytes }: Pick<StepContext<unknown, unknown, unknown>, 'getBytes'>,
  { files }: TrainedCandidate,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = new Map<string, Uint8Array>();
  for (const [name, ref] of Object.entries(files)) read.set(name, await getBytes(ref));
  return read;
}

/** The recommender that a training left. */
export async function restoreTrained(
  context: Pick<StepContext<unknown, unknown, unknown>, 'getBytes'>,
  trained: TrainedCandidate,
): Promise<Recommender> {
  return restoreRecommender(await readTrainedFiles(context, trained));
}
