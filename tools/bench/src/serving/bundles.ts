import {
  BUNDLE_PATHS,
  describeIntentModel,
  describeRecModel,
  packBundle,
  serializeVocabulary,
} from '@lf/contract';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as graph from '@lf/export';
import { exportIntentOnnx } from '@lf/train-intent';

const ACTIONS = 7;
const UNITS = 48;
/** The catalogue of the Coveo data has 57,483 items. */
const ITEMS = 60_000;
const DIMENSIONS = 48;
const BEST = 100;

/** Numbers in [-.2, .2) from a fixed seed (mulberry32): speed does not depend on them. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 - 0.5) * 0.4;
  });
}

/** The intent model's graph with 48 units, untrained. */
function intentOnnx(): Uint8Array {
  return exportIntentOnnx({
    units: UNITS,
    actions: ACTIONS,
    kernel: numbers(ACTIONS * 4 * UNITS, 1),
    recurrent: numbers(UNITS * 4 * UNITS, 2),
    bias: numbers(4 * UNITS, 3),
    dense: numbers(UNITS, 4),
    denseBias: numbers(1, 5),
  });
}

/** Nearest neighbours of a session's mean vector among 60,000 items: ids [batch, time] -> the 100 best; 0 and 1 are skipped. */
function recOnnx(): Uint8Array {
  const rows = ITEMS + 2; // [PAD] and [UNK] come first
  const table = graph.constant(numbers(rows * DIMENSIONS, 6), [rows, DIMENSIONS], 'vectors');
  const notSpecial = new Float32Array(rows);
  notSpecial.fill(-1e9, 0, 2);
  const ids = graph.input('ids', 'int32', ['batch', 'time']);
  const isItem = graph.cast(graph.greater(ids, graph.scalar(1, 'int32')), 'float32');
  const vectors = graph.multiply(graph.gather(table, ids), graph.insertAxis(isItem, 2));
  const count = graph.maximum(graph.sum(isItem, 1), graph.scalar(1, 'float32')); // [batch]
  const query = graph.divide(graph.sum(vectors, 1), graph.insertAxis(count, 1)); // [batch, 48]
  const products = graph.matMul(query, table, { transposesB: true }); // [batch, 60,002]
  const scores = graph.add(products, graph.constant(notSpecial, [1, rows], 'not_special'));
  const best = graph.topK(scores, BEST);
  return graph.encodeOnnx({
    name: 'neighbours',
    producer: '@lf/bench',
    description: 'The nearest items to the mean of a session',
    outputs: { items: best.indices, scores: best.values },
  });
}

const facts = {
  metrics: {},
  config: {},
  seed: 0,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
};

/** One model to be served by both: as our bundle, and as the bare ONNX file for the peer. */
export interface BenchModel {
  readonly bundle: string;
  readonly onnx: string;
  /** What one request asks. */
  readonly body: string;
}

/** A session of ten events. */
const EVENTS = [0, 5, 6, 5, 2, 6, 5, 6, 2, 1];

export async function writeIntentModel(folder: string): Promise<BenchModel> {
  const onnx = intentOnnx();
  const rows = EVENTS.map((action) =>
    Array.from({ length: ACTIONS }, (_, code) => Number(code === action)),
  );
  return write(folder, 'intent', {
    onnx,
    body: JSON.stringify({ instances: [rows] }),
    bundle: await packBundle({
      manifest: describeIntentModel(facts),
      files: { [BUNDLE_PATHS.onnx]: onnx },
    }),
  });
}

export async function writeRecModel(folder: string): Promise<BenchModel> {
  const onnx = recOnnx();
  const skus = Array.from({ length: ITEMS }, (_, item) => `sku-${item}`);
  return write(folder, 'rec', {
    onnx,
    body: JSON.stringify({ instances: [[5, 912, 77, 30_111, 8]] }),
    bundle: await packBundle({
      manifest: describeRecModel(facts, { k: BEST }),
      files: { [BUNDLE_PATHS.onnx]: onnx, [BUNDLE_PATHS.vocabulary]: serializeVocabulary(skus) },
    }),
  });
}

async function write(
  folder: string,
  name: string,
  { onnx, bundle, body }: { onnx: Uint8Array; bundle: Uint8Array; body: string },
): Promise<BenchModel> {
  await mkdir(folder, { recursive: true });
  const paths = {
    bundle: join(folder, `${name}.tar.gz`),
    onnx: join(folder, `${name}.onnx`),
    body,
  };
  await writeFile(paths.bundle, bundle);
  await writeFile(paths.onnx, onnx);
  return paths;
}
