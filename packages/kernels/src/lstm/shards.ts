import { LstmInputError } from '../errors.ts';
import { type MemoryLayout, rowsPerShard, SHARD } from './memory-layout.ts';
import { orderByPrefix, sharedEvents } from './prefix-order.ts';
import type { LabelledBatch, SequenceBatch } from './sequence-batch.ts';

/**
 * The batch in the kernel's memory: rows sorted by their beginnings and cut into shards of SHARD_ROWS at most,
 * each the tree of its rows' events.
 */
export interface Shards {
  /** Writes `rows` rows of a batch, `from` the first. */
  write(batch: SequenceBatch, from: number, rows: number): void;
  /** Writes labels and weights of the batch that was written last. */
  writeLabels(batch: LabelledBatch): void;
  /** Weighted sum of the binary cross-entropies of the batch that ran last. */
  loss(batch: LabelledBatch): number;
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
  const path = new Uint8Array(sizes.maxTime); // [level] the node of the row written last

  let shardRows = 1; // of the batch that was written last
  const blockOf = (place: number): number =>
    layout.shards + Math.floor(place / shardRows) * layout.shardBytes;
  // Index among 32-bit words of a field's value for the row at `place` of the order.
  const wordAt = (field: number, place: number): number =>
    (blockOf(place) + field) / 4 + (place % shardRows);

  /** Adds the nodes that a row does not share with the one before it. */
  const writeNodes = (block: number, batch: SequenceBatch, row: number, shared: number): void => {
    const { codes, lengths, time } = batch;
    const length = lengths[row] ?? 0;
    for (let level = shared; level < length; level++) {
      const code = codes[row * time + level] ?? 0;
      if (code >= sizes.actions) throw wrongCode(row, level, code, sizes.actions);
      const at = block + SHARD.levels + level * SHARD.levelBytes;
      const width = (at + SHARD.levelWidth) / 4;
      const node = words[width] ?? 0;
      words[width] = node + 1;
      bytes[at + SHARD.levelCodes + node] = code;
      bytes[at + SHARD.levelParents + node] = level === 0 ? 0 : (path[level - 1] ?? 0);
      path[level] = node;
    }
  };

  /** Writes the rows at `first` of the order and after it. */
  const writeShard = (
    batch: SequenceBatch,
    from: number,
    first: number,
    rowCount: number,
  ): void => {
    const block = blockOf(first);
    let levels = 0;
    for (let place = first; place < first + rowCount; place++) {
      levels = Math.max(levels, batch.lengths[from + (order[place] ?? 0)] ?? 0);
    }
    // Zeros also where a level is filled up to four nodes: any code and parent will do there.
    bytes.fill(0, block + SHARD.levels, block + SHARD.levels + levels * SHARD.levelBytes);
    words[(block + SHARD.rowCount) / 4] = rowCount;
    words[(block + SHARD.levelCount) / 4] = levels;
    for (let place = first; place < first + rowCount; place++) {
      const row = from + (order[place] ?? 0);
      const shared = place === first ? 0 : sharedEvents(batch, from + (order[place - 1] ?? 0), row);
      writeNodes(block, batch, row, shared);
      const length = batch.lengths[row] ?? 0;
      words[wordAt(SHARD.lengths, place)] = length;
      words[wordAt(SHARD.nodes, place)] = path[length - 1] ?? 0;
    }
  };

  return {
    write(batch, from, rows) {
      orderByPrefix(batch, from, rows, order);
      shardRows = rowsPerShard(rows);
      for (let first = 0; first < rows; first += shardRows) {
        writeShard(batch, from, first, Math.min(shardRows, rows - first));
      }
    },

    writeLabels({ labels, weights, batch }) {
      for (let place = 0; place < batch; place++) {
        const row = order[place] ?? 0;
        floats[wordAt(SHARD.labels, place)] = labels[row] ?? 0;
        floats[wordAt(SHARD.rowWeights, place)] = weights?.[row] ?? 1 / batch;
      }
    },

    loss({ weights, batch }) {
      let sum = 0;
      for (let place = 0; place < batch; place++) {
        const z = floats[wordAt(SHARD.logits, place)] ?? 0;
        const label = floats[wordAt(SHARD.labels, place)] ?? 0;
        // -y log p - (1 - y) log(1 - p) in terms of the logit, which never overflows.
        const loss = Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
        sum += loss * (weights?.[order[place] ?? 0] ?? 1);
      }
      return weights === undefined ? sum / batch : sum;
    },

    readProbabilities(probabilities, from, rows) {
      for (let place = 0; place < rows; place++) {
        const z = floats[wordAt(SHARD.logits, place)] ?? 0;
        probabilities[from + (order[place] ?? 0)] = 1 / (1 + Math.exp(-z));
      }
    },
  };
}

function wrongCode(row: number, time: number, code: number, actions: number): LstmInputError {
  return new LstmInputError(
    `codes at row ${row}, time ${time}`,
    `0 to ${actions - 1} before the row's length`,
    `${code}`,
  );
}
