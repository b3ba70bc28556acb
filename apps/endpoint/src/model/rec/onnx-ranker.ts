import { floatsOf, integersOf, openOnnxSession } from '../onnx-session.ts';
import type { RecContract } from './contract.ts';
import type { Ranker } from './recommendations.ts';

/** Sessions times items of one run: their scores take 16 MiB, however many sessions a request has. */
const MAX_SCORES_A_RUN = 2 ** 22;

/**
 * Ranks by a bundle's `model.onnx`.
 *
 * @param itemCount how many items the vocabulary has
 * @throws ModelRefusedError
 */
export async function openOnnxRanker(
  bytes: Uint8Array,
  { input, items, scores, k }: RecContract,
  itemCount: number,
): Promise<Ranker> {
  const session = await openOnnxSession(bytes, { input, outputs: [items, scores] });
  const { Tensor } = await import('onnxruntime-node');
  const sessionsARun = Math.max(1, Math.floor(MAX_SCORES_A_RUN / itemCount));
  return {
    async rank({ ids, batch, time }) {
      const ranked = {
        k,
        items: new Int32Array(batch * k),
        scores: new Float32Array(batch * k),
      };
      for (let start = 0; start < batch; start += sessionsARun) {
        const rows = Math.min(sessionsARun, batch - start);
        const tensor = new Tensor('int32', ids.subarray(start * time, (start + rows) * time), [
          rows,
          time,
        ]);
        const outputs = await session.run({ [input]: tensor }, [items, scores]);
        ranked.items.set(integersOf(outputs, items, rows * k), start * k);
        ranked.scores.set(floatsOf(outputs, scores, rows * k), start * k);
      }
      return ranked;
    },
    close: () => session.release(),
  };
}
