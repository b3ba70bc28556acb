import { loadOnnxRuntime } from '../onnx-runtime.ts';
import { floatsOf, integersOf, openOnnxSession, releaseSession } from '../onnx-session.ts';
import { runInSlices } from '../run-in-slices.ts';
import { copyRows, shareRuns, sizeOf } from '../shared-runs.ts';
import type { IdBatch, RecBorders } from '@lf/contract';
import type { Ranker, Recommendations } from './recommendations.ts';

/** Sessions times items of one run: their scores take 4 MiB and 4 ms, however many sessions a request has. */
const MAX_SCORES_A_RUN = 2 ** 20;
/** Events of all sessions of one run, padding included. */
const MAX_STEPS_A_RUN = 4_096;

/** Over 60,000 items a session takes 1 ms alone, .4 ms among 4, .2 ms among 16. */
const MAX_SHARED_ROWS = 16;

/**
 * Ranks by a bundle's `model.onnx`.
 *
 * @param itemCount how many items the vocabulary has
 * @throws ModelRefusedError
 */
export async function openOnnxRanker(
  bytes: Uint8Array,
  { input, items, scores, k }: RecBorders,
  itemCount: number,
): Promise<Ranker> {
  const session = await openOnnxSession(bytes, { input, outputs: [items, scores] });
  const { Tensor } = await loadOnnxRuntime();
  const sessionsARun = Math.max(1, Math.floor(MAX_SCORES_A_RUN / itemCount));
  const rank = shareRuns<IdBatch, Recommendations>({
    maxRows: Math.min(MAX_SHARED_ROWS, sessionsARun),
    run: async ({ ids, batch, time }) => {
      const ranked = {
        k,
        items: new Int32Array(batch * k),
        scores: new Float32Array(batch * k),
      };
      const rowsASlice = Math.min(sessionsARun, Math.floor(MAX_STEPS_A_RUN / time));
      await runInSlices(batch, rowsASlice, async ({ start, rows }) => {
        const tensor = new Tensor('int32', ids.subarray(start * time, (start + rows) * time), [
          rows,
          time,
        ]);
        const outputs = await session.run({ [input]: tensor }, [items, scores]);
        ranked.items.set(integersOf(outputs, items, rows * k), start * k);
        ranked.scores.set(floatsOf(outputs, scores, rows * k), start * k);
      });
      return ranked;
    },
    merge: (parts) => {
      const { batch, time } = sizeOf(parts);
      const values = parts.map(({ ids, ...rows }) => ({ values: ids, ...rows }));
      const ids = copyRows(new Int32Array(batch * time), values, { longest: time, width: 1 });
      return { ids, batch, time };
    },
    rows: (ranked, start, end) => ({
      k,
      items: ranked.items.subarray(start * k, end * k),
      scores: ranked.scores.subarray(start * k, end * k),
    }),
  });
  return { rank, close: () => releaseSession(session) };
}
