import type { SessionEncoderWeights } from '@lf/kernels';

/** A session in the space of the items. */
export interface EncodedSession {
  /** `[dimension]` of length 1; zeros for a session without items. */
  readonly vector: Float32Array;
  /** What adds to the logit of each of its items. */
  readonly repeats: ReadonlyMap<number, number>;
}

/**
 * The sum of a session's embeddings by the softmax of what each has to say.
 *
 * @param known items of the session, all of them with an embedding
 */
export function encodeSession(
  known: Uint32Array,
  { embedding, scorer, places, repeats }: SessionEncoderWeights,
): EncodedSession {
  const size = scorer.length;
  const read = known.subarray(-places.length);
  const says = Array.from(read, (item, index) => {
    let say = places[read.length - 1 - index] ?? 0;
    for (let i = 0; i < size; i++) say += (scorer[i] ?? 0) * (embedding[item * size + i] ?? 0);
    return say;
  });
  const loudest = Math.max(...says);
  const sum = new Float64Array(size);
  const bonus = new Map<number, number>();
  read.forEach((item, index) => {
    const weight = Math.exp((says[index] ?? 0) - loudest);
    for (let i = 0; i < size; i++) {
      sum[i] = (sum[i] ?? 0) + weight * (embedding[item * size + i] ?? 0);
    }
    bonus.set(item, repeats[read.length - 1 - index] ?? 0);
  });
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return { vector: Float32Array.from(sum, (value) => value / (length || 1)), repeats: bonus };
}
