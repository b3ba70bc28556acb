import { sigmoidPair } from '../activations';
import { tile, transposedTile } from '../product';
import { JOB, job } from '../tasks';
import { cellBackward, cellForward } from './cell';
import {
  ACTIONS,
  CODES,
  GRADIENTS,
  INVERSE_BATCH,
  LABELS,
  LENGTHS,
  LOGITS,
  PACKED,
  parameterCount,
  ROW_COUNT,
  SHARD_BYTES,
  SHARD_ROWS,
  SHARDS,
  UNITS,
  WEIGHTS,
} from './layout';

const R: usize = SHARD_ROWS as usize;

// Scratch of one thread, float32: zeros [R, U], dHidden [R, U], dCell [R, U], dLogit [R], then one
// block a step: gates [R, G], cell [R, U], tanhCell [R, U], hidden [R, U].
function stepBytes(units: usize): usize {
  return 7 * R * units * 4;
}

function firstStep(units: usize, scratch: usize): usize {
  return scratch + 3 * R * units * 4 + R * 4;
}

function lengthOf(shard: usize, row: usize): usize {
  return load<u32>(shard + LENGTHS + (row << 2));
}

// How many of the first `rows` rows are longer than `time`.
function activeRows(shard: usize, rows: usize, time: usize): usize {
  while (rows > 0 && lengthOf(shard, rows - 1) <= time) rows--;
  return rows;
}

function logit(units: usize, dense: usize, hidden: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < units << 2; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(hidden + at), v128.load(dense + at)));
  }
  const bias = load<f32>(dense + (units << 2));
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)) +
    bias
  );
}

// z = table[code] + hidden' x recurrent, then the cell, for all rows of a step.
function stepForward(
  units: usize,
  rows: usize,
  codes: usize,
  zeros: usize,
  previous: usize, // the step's block before, 0 at the first step
  step: usize,
): void {
  const unitBytes = units << 2;
  const gateBytes = units << 4;
  const table = job(PACKED);
  const panels = table + job(ACTIONS) * gateBytes;
  const depth: usize = previous == 0 ? 0 : units;
  const previousCell = previous == 0 ? zeros : previous + R * gateBytes;
  const previousHidden = previousCell + 2 * R * unitBytes;
  const cell = step + R * gateBytes;
  const tanhCell = cell + R * unitBytes;
  const hidden = tanhCell + R * unitBytes;
  const panelBytes = units << 5;
  for (let block: usize = 0; block < units; block += 8) {
    for (let row: usize = 0; row < rows; row += 4) {
      const start0 = table + load<u8>(codes + row) * gateBytes;
      const start1 = table + load<u8>(codes + row, 1) * gateBytes;
      const start2 = table + load<u8>(codes + row, 2) * gateBytes;
      const start3 = table + load<u8>(codes + row, 3) * gateBytes;
      const end = (block + 8) << 4;
      for (let column = block << 4; column < end; column += 32) {
        tile(
          previousHidden + row * unitBytes,
          unitBytes,
          panels + (column >> 5) * panelBytes,
          depth,
          start0 + column,
          start1 + column,
          start2 + column,
          start3 + column,
          step + row * gateBytes + column,
          gateBytes,
        );
      }
      for (let r = row; r < row + 4; r++) {
        const at = r * unitBytes + (block << 2);
        cellForward(
          step + r * gateBytes + (block << 4),
          previousCell + at,
          cell + at,
          tanhCell + at,
          hidden + at,
        );
      }
    }
  }
}

// Logits of a shard. `strideBytes` = 0 mod 2 steps are kept when only the logits are wanted.
function forward(shard: usize, scratch: usize, keepsSteps: bool): void {
  const units = job(UNITS);
  const dense = job(WEIGHTS) + (job(ACTIONS) + units + 1) * (units << 4);
  const first = firstStep(units, scratch);
  const bytes = stepBytes(units);
  const hiddenAt: usize = 6 * R * units * 4;
  const rows = load<u32>(shard + ROW_COUNT) as usize;
  let active = activeRows(shard, rows, 0);
  for (let row = active; row < rows; row++) {
    store<f32>(shard + LOGITS + (row << 2), logit(units, dense, scratch)); // no event: hidden is zero
  }
  let previous: usize = 0;
  for (let time: usize = 0; active > 0; time++) {
    const step = first + (keepsSteps ? time : time & 1) * bytes;
    stepForward(units, active, shard + CODES + time * R, scratch, previous, step);
    const longer = activeRows(shard, active, time + 1);
    for (let row = longer; row < active; row++) {
      const hidden = step + hiddenAt + row * (units << 2);
      store<f32>(shard + LOGITS + (row << 2), logit(units, dense, hidden));
    }
    active = longer;
    previous = step;
  }
}

export function predictShard(shardIndex: usize, scratch: usize): void {
  forward(job(SHARDS) + shardIndex * job(SHARD_BYTES), scratch, false);
}

// dHidden of a row at its last step, and the dense layer's share of the gradient.
function startBackward(
  units: usize,
  dLogit: f32,
  dense: usize,
  dDense: usize,
  hidden: usize,
  dHidden: usize,
  dCell: usize,
): void {
  for (let at: usize = 0; at < units << 2; at += 16) {
    v128.store(dHidden + at, f32x4.mul(f32x4.splat(dLogit), v128.load(dense + at)));
    v128.store(dCell + at, f32x4.splat(0));
    const share = f32x4.mul(f32x4.splat(dLogit), v128.load(hidden + at));
    v128.store(dDense + at, f32x4.add(v128.load(dDense + at), share));
  }
}

function addTo(total: usize, values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(total + at, f32x4.add(v128.load(total + at), v128.load(values + at)));
  }
}

// Logits of a shard and its gradients of (sum of losses) / batch.
export function trainShard(shardIndex: usize, scratch: usize): void {
  const shard = job(SHARDS) + shardIndex * job(SHARD_BYTES);
  const units = job(UNITS);
  const actions = job(ACTIONS);
  const unitBytes = units << 2;
  const gateBytes = units << 4;
  const gradientBytes = parameterCount(units, actions) << 2;
  const dense = job(WEIGHTS) + (actions + units + 1) * gateBytes;
  const transposed = job(PACKED) + (actions + units) * gateBytes;
  const dKernel = job(GRADIENTS) + shardIndex * gradientBytes;
  const dRecurrent = dKernel + actions * gateBytes;
  const dBias = dRecurrent + units * gateBytes;
  const dDense = dBias + gateBytes;
  memory.fill(dKernel, 0, gradientBytes);
  forward(shard, scratch, true);

  const zeros = scratch;
  const dHidden = zeros + R * unitBytes;
  const dCell = dHidden + R * unitBytes;
  const dLogits = dCell + R * unitBytes;
  const rows = load<u32>(shard + ROW_COUNT) as usize;
  const inverseBatch = load<f32>(JOB + INVERSE_BATCH);
  for (let at: usize = 0; at < R * 4; at += 32) {
    sigmoidPair(shard + LOGITS + at, dLogits + at);
  }
  let dDenseBias: f32 = 0;
  for (let row: usize = 0; row < rows; row++) {
    const at = dLogits + (row << 2);
    const dLogit = (load<f32>(at) - load<f32>(shard + LABELS + (row << 2))) * inverseBatch;
    store<f32>(at, dLogit);
    dDenseBias += dLogit;
  }
  store<f32>(dDense + unitBytes, dDenseBias);

  const bytes = stepBytes(units);
  const first = firstStep(units, scratch);
  let active: usize = 0;
  for (let time = lengthOf(shard, 0); time-- > 0;) {
    const step = first + time * bytes;
    const previous = step - bytes;
    const tanhCell = step + R * gateBytes + R * unitBytes;
    const hidden = tanhCell + R * unitBytes;
    while (active < rows && lengthOf(shard, active) > time) {
      const at = active * unitBytes;
      startBackward(
        units,
        load<f32>(dLogits + (active << 2)),
        dense,
        dDense,
        hidden + at,
        dHidden + at,
        dCell + at,
      );
      active++;
    }
    const previousCell = time == 0 ? zeros : previous + R * gateBytes;
    for (let row: usize = 0; row < active; row++) {
      const gates = step + row * gateBytes;
      const at = row * unitBytes;
      for (let block: usize = 0; block < unitBytes; block += 32) {
        cellBackward(
          gates + (block << 2),
          previousCell + at + block,
          tanhCell + at + block,
          dHidden + at + block,
          dCell + at + block,
        );
      }
      addTo(dKernel + load<u8>(shard + CODES + time * R + row) * gateBytes, gates, gateBytes);
    }
    if (time == 0) break;
    const previousHidden = previous + R * gateBytes + 2 * R * unitBytes;
    for (let column: usize = 0; column < gateBytes; column += 32) {
      for (let unit: usize = 0; unit < units; unit += 4) {
        transposedTile(
          previousHidden + (unit << 2),
          unitBytes,
          step + column,
          gateBytes,
          active,
          dRecurrent + unit * gateBytes + column,
          gateBytes,
        );
      }
    }
    for (let block: usize = 0; block < unitBytes; block += 32) {
      for (let row: usize = 0; row < active; row += 4) {
        tile(
          step + row * gateBytes,
          gateBytes,
          transposed + (block >> 2) * gateBytes,
          units << 2,
          zeros,
          zeros,
          zeros,
          zeros,
          dHidden + row * unitBytes + block,
          unitBytes,
        );
      }
    }
  }
  // Every step reads one row of the kernel, so the bias' gradient is the sum of the kernel's.
  for (let action: usize = 0; action < actions; action++) {
    addTo(dBias, dKernel + action * gateBytes, gateBytes);
  }
}
