import type { IdBatch } from '@lf/contract';

/** The best items of each session, best first. */
export interface Recommendations {
  readonly k: number;
  /** [batch, k] token ids; -1 where a session has fewer than k */
  readonly items: Int32Array;
  /** [batch, k] */
  readonly scores: Float32Array;
}

/** One way to rank: ONNX Runtime, or a recommender of ours. */
export interface Ranker {
  rank(batch: IdBatch): Promise<Recommendations>;
  close(): Promise<void>;
}

/** As TensorFlow Serving writes two outputs: `{"items": [..], "scores": [..]}` for each session. */
export function toPredictions({ k, items, scores }: Recommendations): readonly unknown[] {
  return Array.from({ length: items.length / k }, (_, session) => {
    const [start, end] = [session * k, (session + 1) * k];
    const row = items.subarray(start, end);
    const missing = row.indexOf(-1);
    const found = missing === -1 ? k : missing;
    return {
      items: Array.from(row.subarray(0, found)),
      scores: Array.from(scores.subarray(start, start + found)),
    };
  });
}
