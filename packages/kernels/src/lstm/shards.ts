import { LstmInputError } from '../errors.ts';
import { orderByLength } from './length-order.ts';
import { type MemoryLayout, SHARD, SHARD_ROWS } from './memory-layout.ts';
import type { LabelledBatch, SequenceBatch } from './sequence-batch.ts';

/** The batch in the kernel's memory: rows sorted by length and cut into shards of SHARD_ROWS. */
export interface Shards {
  /** Writes `rows` rows of a batch, `from` the first. */
  write(batch: SequenceBatch, from: number, rows: number): void;
  /** Writes the labels of the batch that was written last. */
  writeLabels(batch: LabelledBatch): void;
  /** Mean binary cross-entropy of the batch that ran last. */
  loss(rows: number): number;
  /** Puts the probabilities of the batch that ran last in their rows' own order from `from` on. */
  readProbabilities(probabilities: Float32Array, from: number, rows: number): void;
}

/** Creates the views over `buffer`; every array is made here, none in a training step. */
export function createShards(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  sizes: { readonly actions: number; readonly maxBatch: number; readonly maxTime: number },
): Shards {
  const bytes = new Uint8Array(buffer);
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  const order = new Uint32Array(sizes.maxBatch);
  const starts = new Uint32Array(sizes.maxTime + 2);

  const blockOf = (place: number): number =>
    layout.shards + Math.floor(place / SHARD_ROWS) * layout.shardBytes;
  // Index among 32-bit words of a field's value for the row at `place` of the order.
  const wordAt = (field: number, place: number): number =>
    (blockOf(place) + field) / 4 + (place % SHARD_ROWS);

  return {
    write({ codes, lengths, time }, from, rows) {
      const part = from === 0 ? lengths : lengths.subarray(from);
      orderByLength(part, rows, time, order, starts);
      for (let first = 0; first < rows; first += SHARD_ROWS) {
        const block = blockOf(first);
        const rowCount = Math.min(SHARD_ROWS, rows - first);
        const steps = part[order[first] ?? 0] ?? 0;
        words[(block + SHARD.rowCount) / 4] = rowCount;
        // Any code will do past a row's end and for rows that are not there: nothing reads the result.
        bytes.fill(0, block + SHARD.codes, block + SHARD.codes + steps * SHARD_ROWS);
        for (let r = 0; r < rowCount; r++) {
          const row = order[first + r] ?? 0;
          const length = part[row] ?? 0;
          words[wordAt(SHARD.lengths, first + r)] = length;
          let source = (from + row) * time;
          let target = block + SHARD.codes + r;
          for (const end = source + length; source < end; source++, target += SHARD_ROWS) {
            const code = codes[source] ?? 0;
            if (code >= sizes.actions) throw wrongCode(source, time, code, sizes.actions);
            bytes[target] = code;
          }
        }
      }
    },

    writeLabels({ labels, batch }) {
      for (let place = 0; place < batch; place++) {
        floats[wordAt(SHARD.labels, place)] = labels[order[place] ?? 0] ?? 0;
      }
    },

    loss(rows) {
      let sum = 0;
      for (let place = 0; place < rows; place++) {
        const z = floats[wordAt(SHARD.logits, place)] ?? 0;
        const label = floats[wordAt(SHARD.labels, place)] ?? 0;
        // -y log p - (1 - y) log(1 - p) in terms of the logit, which never overflows.
        sum += Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
      }
      return sum / rows;
    },

    readProbabilities(probabilities, from, rows) {
      for (let place = 0; place < rows; place++) {
        const z = floats[wordAt(SHARD.logits, place)] ?? 0;
        probabilities[from + (order[place] ?? 0)] = 1 / (1 + Math.exp(-z));
      }
    },
  };
}

function wrongCode(index: number, time: number, code: number, actions: number): LstmInputError {
  const row = Math.floor(index / time);
  return new LstmInputError(
    `codes at row ${row}, time ${index % time}`,
    `0 to ${actions - 1} before the row's length`,
    `${code}`,
  );
}
