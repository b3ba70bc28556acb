import { sigmoidPair } from '../activations';
import { tile, transposedTile } from '../product';
import { JOB, job } from '../tasks';
import { cellBackward, cellForward } from './cell';
import {
  ACTIONS,
  GRADIENTS,
  LABELS,
  LENGTHS,
  LEVEL_BYTES,
  LEVEL_CODES,
  LEVEL_COUNT,
  LEVEL_PARENTS,
  LEVEL_WIDTH,
  LEVELS,
  LOGITS,
  NODES,
  PACKED,
  parameterCount,
  ROW_COUNT,
  ROW_WEIGHTS,
  SHARD_BYTES,
  SHARD_ROWS,
  SHARDS,
  UNITS,
  WEIGHTS,
} from './layout';

const R: usize = SHARD_ROWS as usize;

// Scratch of one thread, float32: zeros [R, U], parents' hidden [R, U], two each of dHidden [R, U] and
// dCell [R, U], dLogit [R], then one block a level: gates [R, G], cell [R, U], tanhCell [R, U],
// hidden [R, U].
function stepBytes(units: usize): usize {
  return 7 * R * units * 4;
}

function firstStep(units: usize, scratch: usize): usize {
  return scratch + 6 * R * units * 4 + R * 4;
}

function levelAt(shard: usize, time: usize): usize {
  return shard + LEVELS + time * LEVEL_BYTES;
}

function widthOf(level: usize): usize {
  return load<u32>(level + LEVEL_WIDTH) as usize;
}

function parentOf(level: usize, node: usize): usize {
  return load<u8>(level + LEVEL_PARENTS + node) as usize;
}

// Index of a row's last node in its level if that is level `time`, else -1.
function endsAt(shard: usize, row: usize, time: usize): i32 {
  if (load<u32>(shard + LENGTHS + (row << 2)) != (time as u32) + 1) return -1;
  return load<i32>(shard + NODES + (row << 2));
}

// to[node] = the hidden state of its parent, for all nodes of a level up to a multiple of four.
function gatherHidden(units: usize, level: usize, previousHidden: usize, to: usize): void {
  const unitBytes = units << 2;
  const width = (widthOf(level) + 3) & ~3;
  for (let node: usize = 0; node < width; node++) {
    const from = previousHidden + parentOf(level, node) * unitBytes;
    for (let at: usize = 0; at < unitBytes; at += 32) {
      v128.store(to + at, v128.load(from + at));
      v128.store(to + at, v128.load(from + at, 16), 16);
    }
    to += unitBytes;
  }
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

// z = table[code] + parent's hidden x recurrent, then the cell, for all nodes of a level.
function stepForward(
  units: usize,
  level: usize,
  scratch: usize,
  previous: usize, // the block of the level before, 0 at the first one
  step: usize,
): void {
  const unitBytes = units << 2;
  const gateBytes = units << 4;
  const table = job(PACKED);
  const panels = table + job(ACTIONS) * gateBytes;
  const parentHidden = scratch + R * unitBytes;
  const depth: usize = previous == 0 ? 0 : units;
  const previousCell = previous == 0 ? scratch : previous + R * gateBytes;
  if (previous != 0) {
    gatherHidden(units, level, previousCell + 2 * R * unitBytes, parentHidden);
  }
  const cell = step + R * gateBytes;
  const tanhCell = cell + R * unitBytes;
  const hidden = tanhCell + R * unitBytes;
  const panelBytes = units << 5;
  const codes = level + LEVEL_CODES;
  const width = widthOf(level);
  for (let block: usize = 0; block < units; block += 8) {
    for (let node: usize = 0; node < width; node += 4) {
      const start0 = table + load<u8>(codes + node) * gateBytes;
      const start1 = table + load<u8>(codes + node, 1) * gateBytes;
      const start2 = table + load<u8>(codes + node, 2) * gateBytes;
      const start3 = table + load<u8>(codes + node, 3) * gateBytes;
      const end = (block + 8) << 4;
      for (let column = block << 4; column < end; column += 32) {
        tile(
          parentHidden + node * unitBytes,
          unitBytes,
          panels + (column >> 5) * panelBytes,
          depth,
          start0 + column,
          start1 + column,
          start2 + column,
          start3 + column,
          step + node * gateBytes + column,
          gateBytes,
        );
      }
      for (let n = node; n < node + 4; n++) {
        const at = n * unitBytes + (block << 2);
        cellForward(
          step + n * gateBytes + (block << 4),
          previousCell + parentOf(level, n) * unitBytes + (block << 2),
          cell + at,
          tanhCell + at,
          hidden + at,
        );
      }
    }
  }
}

// Logits of a shard. Two blocks take turns when only the logits are wanted.
function forward(shard: usize, scratch: usize, keepsSteps: bool): void {
  const units = job(UNITS);
  const unitBytes = units << 2;
  const dense = job(WEIGHTS) + (job(ACTIONS) + units + 1) * (units << 4);
  const first = firstStep(units, scratch);
  const bytes = stepBytes(units);
  const hiddenAt: usize = 6 * R * unitBytes;
  const rows = load<u32>(shard + ROW_COUNT) as usize;
  const levels = load<u32>(shard + LEVEL_COUNT) as usize;
  for (let row: usize = 0; row < rows; row++) {
    if (load<u32>(shard + LENGTHS + (row << 2)) == 0) {
      store<f32>(shard + LOGITS + (row << 2), logit(units, dense, scratch)); // no event: hidden is zero
    }
  }
  let previous: usize = 0;
  for (let time: usize = 0; time < levels; time++) {
    const step = first + (keepsSteps ? time : time & 1) * bytes;
    stepForward(units, levelAt(shard, time), scratch, previous, step);
    for (let row: usize = 0; row < rows; row++) {
      const node = endsAt(shard, row, time);
      if (node < 0) continue;
      const hidden = step + hiddenAt + (node as usize) * unitBytes;
      store<f32>(shard + LOGITS + (row << 2), logit(units, dense, hidden));
    }
    previous = step;
  }
}

export function predictShard(shardIndex: usize, scratch: usize): void {
  forward(job(SHARDS) + shardIndex * job(SHARD_BYTES), scratch, false);
}

// A row's share of its last node's dHidden, and of the dense layer's gradient.
function startBackward(
  units: usize,
  dLogit: f32,
  dense: usize,
  dDense: usize,
  hidden: usize,
  dHidden: usize,
): void {
  for (let at: usize = 0; at < units << 2; at += 16) {
    const own = f32x4.mul(f32x4.splat(dLogit), v128.load(dense + at));
    v128.store(dHidden + at, f32x4.add(v128.load(dHidden + at), own));
    const share = f32x4.mul(f32x4.splat(dLogit), v128.load(hidden + at));
    v128.store(dDense + at, f32x4.add(v128.load(dDense + at), share));
  }
}

function addTo(total: usize, values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(total + at, f32x4.add(v128.load(total + at), v128.load(values + at)));
  }
}

// Logits of a shard and its gradients of the weighted sum of losses.
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
  const parentHidden = zeros + R * unitBytes;
  let dHidden = parentHidden + R * unitBytes;
  let dHiddenBefore = dHidden + R * unitBytes;
  let dCell = dHiddenBefore + R * unitBytes;
  let dCellBefore = dCell + R * unitBytes;
  const dLogits = dCellBefore + R * unitBytes;
  const rows = load<u32>(shard + ROW_COUNT) as usize;
  for (let at: usize = 0; at < R * 4; at += 32) {
    sigmoidPair(shard + LOGITS + at, dLogits + at);
  }
  let dDenseBias: f32 = 0;
  for (let row: usize = 0; row < rows; row++) {
    const at = dLogits + (row << 2);
    const error = load<f32>(at) - load<f32>(shard + LABELS + (row << 2));
    const dLogit = error * load<f32>(shard + ROW_WEIGHTS + (row << 2));
    store<f32>(at, dLogit);
    dDenseBias += dLogit;
  }
  store<f32>(dDense + unitBytes, dDenseBias);

  const bytes = stepBytes(units);
  const first = firstStep(units, scratch);
  const levels = load<u32>(shard + LEVEL_COUNT) as usize;
  memory.fill(dHidden, 0, R * unitBytes);
  memory.fill(dCell, 0, R * unitBytes);
  for (let time = levels; time-- > 0;) {
    const level = levelAt(shard, time);
    const width = widthOf(level);
    const step = first + time * bytes;
    const previous = step - bytes;
    const tanhCell = step + R * gateBytes + R * unitBytes;
    const hidden = tanhCell + R * unitBytes;
    for (let row: usize = 0; row < rows; row++) {
      const node = endsAt(shard, row, time);
      if (node < 0) continue;
      const at = (node as usize) * unitBytes;
      const dLogit = load<f32>(dLogits + (row << 2));
      startBackward(units, dLogit, dense, dDense, hidden + at, dHidden + at);
    }
    const previousCell = time == 0 ? zeros : previous + R * gateBytes;
    for (let node: usize = 0; node < width; node++) {
      const gates = step + node * gateBytes;
      const at = node * unitBytes;
      const parentCell = previousCell + parentOf(level, node) * unitBytes;
      for (let block: usize = 0; block < unitBytes; block += 32) {
        cellBackward(
          gates + (block << 2),
          parentCell + block,
          tanhCell + at + block,
          dHidden + at + block,
          dCell + at + block,
        );
      }
      addTo(dKernel + load<u8>(level + LEVEL_CODES + node) * gateBytes, gates, gateBytes);
    }
    if (time == 0) break;
    gatherHidden(units, level, previous + R * gateBytes + 2 * R * unitBytes, parentHidden);
    for (let column: usize = 0; column < gateBytes; column += 32) {
      for (let unit: usize = 0; unit < units; unit += 4) {
        transposedTile(
          parentHidden + (unit << 2),
          unitBytes,
          step + column,
          gateBytes,
          width,
          dRecurrent + unit * gateBytes + column,
          gateBytes,
        );
      }
    }
    for (let block: usize = 0; block < unitBytes; block += 32) {
      for (let node: usize = 0; node < width; node += 4) {
        tile(
          step + node * gateBytes,
          gateBytes,
          transposed + (block >> 2) * gateBytes,
          units << 2,
          zeros,
          zeros,
          zeros,
          zeros,
          dHidden + node * unitBytes + block,
          unitBytes,
        );
      }
    }
    // What the children of a node hand to it is summed in their order.
    const widthBefore = widthOf(levelAt(shard, time - 1));
    memory.fill(dHiddenBefore, 0, widthBefore * unitBytes);
    memory.fill(dCellBefore, 0, widthBefore * unitBytes);
    for (let node: usize = 0; node < width; node++) {
      const from = node * unitBytes;
      const to = parentOf(level, node) * unitBytes;
      addTo(dHiddenBefore + to, dHidden + from, unitBytes);
      addTo(dCellBefore + to, dCell + from, unitBytes);
    }
    const usedHidden = dHidden;
    dHidden = dHiddenBefore;
    dHiddenBefore = usedHidden;
    const usedCell = dCell;
    dCell = dCellBefore;
    dCellBefore = usedCell;
  }
  // Every node reads one row of the kernel, so the bias' gradient is the sum of the kernel's.
  for (let action: usize = 0; action < actions; action++) {
    addTo(dBias, dKernel + action * gateBytes, gateBytes);
  }
}
