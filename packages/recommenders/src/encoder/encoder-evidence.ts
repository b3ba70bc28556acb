import { createTopK, type SessionEncoderWeights } from '@lf/kernels';
import { encodeSession } from './encode-session.ts';
import type { EncoderConfig } from './encoder-properties.ts';
import { unitRows } from './unit-rows.ts';

/** What a session encoder says of a session, for a model that weighs it beside other evidence. */
export interface EncoderEvidence {
  /**
   * Reads a session.
   *
   * @returns the items nearest to it
   */
  gather(known: Uint32Array): Iterable<number>;
  /** The logit of an item after the session that was read last. */
  logit(item: number): number;
  dispose(): void;
}

/** @param candidates how many of the nearest items `gather` gives */
export function encoderEvidence(
  weights: SessionEncoderWeights,
  { SCALE }: Pick<EncoderConfig, 'SCALE'>,
  candidates: number,
): EncoderEvidence {
  const size = weights.scorer.length;
  const units = unitRows(weights.embedding, size);
  const search = createTopK({ rows: units, size, threads: 1 });
  const count = Math.min(candidates, units.length / size);
  let session = encodeSession(new Uint32Array(0), weights);
  return {
    gather(known) {
      session = encodeSession(known, weights);
      return search.search(session.vector, count).rows;
    },
    logit(item) {
      let cosine = 0;
      for (let i = 0; i < size; i++) {
        cosine += (session.vector[i] ?? 0) * (units[item * size + i] ?? 0);
      }
      return SCALE * cosine + (session.repeats.get(item) ?? 0);
    },
    dispose: () => search.dispose(),
  };
}
