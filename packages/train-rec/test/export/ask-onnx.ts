import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TopItems } from '../../src/index.ts';

/** Rows of token ids, each padded with 0 to the longest, ranked by an ONNX file; items are indices again. */
export async function askOnnx(
  onnx: Uint8Array,
  rows: readonly (readonly number[])[],
): Promise<TopItems> {
  const time = Math.max(1, ...rows.map((row) => row.length));
  const ids = new Int32Array(rows.length * time);
  rows.forEach((row, place) => ids.set(row, place * time));
  const session = await InferenceSession.create(onnx, {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  const { items, scores } = await session.run({
    ids: new Tensor('int32', ids, [rows.length, time]),
  });
  await session.release();
  return {
    k: items!.dims[1]!,
    items: (items!.data as Int32Array).map((id) => (id < 0 ? id : id - 2)),
    scores: scores!.data as Float32Array,
  };
}
