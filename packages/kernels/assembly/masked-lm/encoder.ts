import { attend, attendBackward } from './attention';
import { drop } from './dropout';
import { laneSum } from '../exponential';
import {
  attentionBias,
  BLOCK_PANELS,
  DENSE,
  DENSE_COUNT,
  DENSE_GRADIENTS,
  DIM,
  FF,
  FIRST_MASKED,
  FIRST_SESSION,
  FIRST_TOKEN,
  firstNorm,
  HEAD_PANELS,
  HEADS,
  HIDDEN,
  HIDDEN_GRADIENTS,
  HIDDEN_INVERSE,
  innerBias,
  innerKernel,
  INPUT,
  INPUT_DROPOUT,
  layerBytes,
  LAYERS,
  layerStateBytes,
  MASKED,
  MASKED_ROWS,
  mergeBias,
  mergeKernel,
  model,
  number,
  OFFSETS,
  outerBias,
  outerKernel,
  PACKED,
  POSITIONS,
  secondNorm,
  SESSIONS,
  SHARD_MASKED,
  SHARD_ROWS,
  SHARD_TOKENS,
  shardAt,
  shardResult,
  STATE,
  STATE_BYTES,
  TEMPERATURE,
  TIMES,
  TOKENS,
} from './layout';
import { packedBytes } from './pack';
import {
  addTo,
  kernelGradient,
  normalise,
  normaliseBackward,
  product,
  rectify,
  rectifyBackward,
} from './rows';

// What a layer keeps of a shard: x [R, D], qkv [R, 3D], heads' output [R, D], first unit [R, D], y [R, D],
// inner [R, F], second unit [R, D], inverse deviations 2 x [R], chances [R, H, T]. The next layer's x follows.
// A thread's scratch: zeros [W], then three of [R, W], W = max(3D, F), then slopes [T].

export function widest(d: usize, f: usize): usize {
  return max<usize>(3 * d, f);
}

function embed(shard: usize, x: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const table = model(INPUT);
  const first = load<u32>(shardAt(shard) + FIRST_TOKEN) as usize;
  const count = load<u32>(shardAt(shard) + SHARD_TOKENS) as usize;
  for (let row: usize = 0; row < count; row++) {
    const token = load<u32>(model(TOKENS) + ((first + row) << 2)) as usize;
    const time = load<u32>(model(POSITIONS) + ((first + row) << 2)) as usize;
    const from = table + (token >> 3) * (bytes << 3) + ((token & 7) << 2);
    const place = model(DENSE) + time * bytes;
    for (let i: usize = 0; i < d; i++) {
      store<f32>(x + (i << 2), load<f32>(from + (i << 5)) + load<f32>(place + (i << 2)));
    }
    x += bytes;
  }
}

// Hidden states of a shard's masked positions, and all that the way back needs.
export function encodeShard(shard: usize, scratch: usize): void {
  const d = model(DIM);
  const f = model(FF);
  const heads = model(HEADS);
  const times = model(TIMES);
  const capacity = model(SHARD_ROWS);
  const rowBytes = capacity * d * 4;
  const block = shardAt(shard);
  const rows = load<u32>(block + SHARD_TOKENS) as usize;
  const firstToken = load<u32>(block + FIRST_TOKEN) as usize;
  const firstSession = load<u32>(block + FIRST_SESSION) as usize;
  const sessions = load<u32>(block + SESSIONS) as usize;
  const zeros = scratch;
  const work = zeros + widest(d, f) * 4;
  let x = model(STATE) + shard * model(STATE_BYTES);
  let weights = model(DENSE) + times * d * 4;
  let packed = model(PACKED);
  embed(shard, x);
  if (model(INPUT_DROPOUT) != 0) drop(x, rows, firstToken, 0);
  for (let layer: usize = 0; layer < model(LAYERS); layer++) {
    const qkv = x + rowBytes;
    const merged = qkv + 3 * rowBytes;
    const unit1 = merged + rowBytes;
    const y = unit1 + rowBytes;
    const inner = y + rowBytes;
    const unit2 = inner + capacity * f * 4;
    const inverse1 = unit2 + rowBytes;
    const inverse2 = inverse1 + capacity * 4;
    const chances = inverse2 + capacity * 4;
    const next = chances + capacity * heads * times * 4;

    product(x, d, rows, packed, 3 * d, weights + attentionBias(d), 0, qkv);
    for (let s: usize = 0; s < sessions; s++) {
      const offsets = model(OFFSETS) + ((firstSession + s) << 2);
      const from = (load<u32>(offsets) as usize) - firstToken;
      const n = (load<u32>(offsets, 4) as usize) - firstToken - from;
      const at = from * heads * times * 4;
      attend(qkv + from * 3 * d * 4, n, d, heads, times, chances + at, merged + from * d * 4);
    }
    packed += 2 * 3 * d * d * 4;
    product(merged, d, rows, packed, d, weights + mergeBias(d), 0, work);
    packed += 2 * d * d * 4;
    drop(work, rows, firstToken, 1 + 2 * layer);
    normalise(x, work, weights + firstNorm(d), d, rows, unit1, inverse1, y);
    product(y, d, rows, packed, f, weights + innerBias(d, f), 0, inner);
    packed += 2 * d * f * 4;
    rectify(inner, rows * f * 4);
    product(inner, f, rows, packed, d, weights + outerBias(d, f), 0, work);
    packed += 2 * d * f * 4;
    drop(work, rows, firstToken, 2 + 2 * layer);
    normalise(y, work, weights + secondNorm(d, f), d, rows, unit2, inverse2, next);
    weights += layerBytes(d, f);
    x = next;
  }
  gatherMasked(block, x, d, firstToken);
}

function gatherMasked(block: usize, x: usize, d: usize, firstToken: usize): void {
  const bytes = d << 2;
  const temperature = number(TEMPERATURE);
  const first = load<u32>(block + FIRST_MASKED) as usize;
  const count = load<u32>(block + SHARD_MASKED) as usize;
  for (let m = first; m < first + count; m++) {
    const token = load<u32>(model(MASKED) + (m << 2)) as usize;
    const from = x + (token - firstToken) * bytes;
    const to = model(HIDDEN) + m * bytes;
    if (temperature == 0) {
      memory.copy(to, from, bytes);
      continue;
    }
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(from + at);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const inverse: f32 = 1 / sqrt<f32>(laneSum(squares) + 1e-12);
    store<f32>(model(HIDDEN_INVERSE) + (m << 2), inverse);
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(to + at, f32x4.mul(v128.load(from + at), f32x4.splat(inverse * temperature)));
    }
  }
}

// Gradients of the masked positions' hidden states, summed over the blocks of the head in their order.
function scatterMasked(block: usize, gradients: usize, d: usize, firstToken: usize): void {
  const bytes = d << 2;
  const temperature = number(TEMPERATURE);
  const blocks = (model(HEAD_PANELS) + BLOCK_PANELS - 1) / BLOCK_PANELS;
  const stride = model(MASKED_ROWS) * bytes;
  const first = load<u32>(block + FIRST_MASKED) as usize;
  const count = load<u32>(block + SHARD_MASKED) as usize;
  for (let m = first; m < first + count; m++) {
    const token = load<u32>(model(MASKED) + (m << 2)) as usize;
    const to = gradients + (token - firstToken) * bytes;
    for (let b: usize = 0; b < blocks; b++) {
      addTo(to, model(HIDDEN_GRADIENTS) + b * stride + m * bytes, bytes);
    }
    if (temperature == 0) continue;
    // Hidden is temperature x unit: what lies along the unit vector does not count.
    const hidden = model(HIDDEN) + m * bytes;
    let dots = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      dots = f32x4.add(dots, f32x4.mul(v128.load(to + at), v128.load(hidden + at)));
    }
    const along = f32x4.splat(laneSum(dots) / (temperature * temperature));
    const scale = f32x4.splat(load<f32>(model(HIDDEN_INVERSE) + (m << 2)) * temperature);
    for (let at: usize = 0; at < bytes; at += 16) {
      const across = f32x4.sub(v128.load(to + at), f32x4.mul(v128.load(hidden + at), along));
      v128.store(to + at, f32x4.mul(across, scale));
    }
  }
}

// The way back of `encodeShard`: the shard's gradients of the dense parameters and of its embeddings.
export function encodeShardBackward(shard: usize, scratch: usize): void {
  const d = model(DIM);
  const f = model(FF);
  const heads = model(HEADS);
  const times = model(TIMES);
  const capacity = model(SHARD_ROWS);
  const rowBytes = capacity * d * 4;
  const block = shardAt(shard);
  const rows = load<u32>(block + SHARD_TOKENS) as usize;
  const paddedRows = (rows + 3) & ~3;
  const firstToken = load<u32>(block + FIRST_TOKEN) as usize;
  const firstSession = load<u32>(block + FIRST_SESSION) as usize;
  const sessions = load<u32>(block + SESSIONS) as usize;
  const zeros = scratch;
  const width = widest(d, f) * 4;
  const dy = zeros + width;
  const dx = dy + capacity * width;
  const wide = dx + capacity * width;
  const slopes = wide + capacity * width;
  const stateBytes = layerStateBytes(d, f, capacity, heads * times);
  const dense = model(DENSE);
  const gradients = model(DENSE_GRADIENTS) + shard * model(DENSE_COUNT) * 4;
  memory.fill(gradients, 0, model(DENSE_COUNT) * 4);

  // dx holds the gradient of a layer's output, then of its input.
  memory.fill(dx, 0, paddedRows * d * 4);
  scatterMasked(block, dx, d, firstToken);
  for (let layer = model(LAYERS); layer-- > 0;) {
    const at = times * d * 4 + layer * layerBytes(d, f);
    const weights = dense + at;
    const dWeights = gradients + at;
    const packed = model(PACKED) + layer * packedBytes(d, f);
    const mergePacked = packed + 2 * 3 * d * d * 4;
    const innerPacked = mergePacked + 2 * d * d * 4;
    const outerPacked = innerPacked + 2 * d * f * 4;
    const x = model(STATE) + shard * model(STATE_BYTES) + layer * stateBytes;
    const qkv = x + rowBytes;
    const merged = qkv + 3 * rowBytes;
    const unit1 = merged + rowBytes;
    const y = unit1 + rowBytes;
    const inner = y + rowBytes;
    const unit2 = inner + capacity * f * 4;
    const inverse1 = unit2 + rowBytes;
    const inverse2 = inverse1 + capacity * 4;
    const chances = inverse2 + capacity * 4;

    const norm2 = secondNorm(d, f);
    normaliseBackward(dx, weights + norm2, d, rows, unit2, inverse2, dWeights + norm2);
    memory.copy(dy, dx, paddedRows * d * 4);
    drop(dx, rows, firstToken, 2 + 2 * layer);
    const outer = outerKernel(d, f);
    kernelGradient(inner, f, dx, d, rows, dWeights + outer, dWeights + outerBias(d, f));
    product(dx, d, rows, outerPacked + d * f * 4, f, zeros, 0, wide);
    rectifyBackward(wide, inner, rows * f * 4);
    kernelGradient(y, d, wide, f, rows, dWeights + innerKernel(d), dWeights + innerBias(d, f));
    product(wide, f, rows, innerPacked + d * f * 4, d, dy, d * 4, dy);

    const norm1 = firstNorm(d);
    normaliseBackward(dy, weights + norm1, d, rows, unit1, inverse1, dWeights + norm1);
    memory.copy(dx, dy, paddedRows * d * 4);
    drop(dy, rows, firstToken, 1 + 2 * layer);
    kernelGradient(merged, d, dy, d, rows, dWeights + mergeKernel(d), dWeights + mergeBias(d));
    // dMerged takes the place of y, which nobody reads again.
    product(dy, d, rows, mergePacked + d * d * 4, d, zeros, 0, y);
    memory.fill(wide, 0, paddedRows * 3 * d * 4);
    for (let s: usize = 0; s < sessions; s++) {
      const offsets = model(OFFSETS) + ((firstSession + s) << 2);
      const from = (load<u32>(offsets) as usize) - firstToken;
      const n = (load<u32>(offsets, 4) as usize) - firstToken - from;
      attendBackward(
        qkv + from * 3 * d * 4,
        n,
        d,
        heads,
        times,
        chances + from * heads * times * 4,
        y + from * d * 4,
        wide + from * 3 * d * 4,
        slopes,
      );
    }
    kernelGradient(x, d, wide, 3 * d, rows, dWeights, dWeights + attentionBias(d));
    product(wide, 3 * d, rows, packed + 3 * d * d * 4, d, dx, d * 4, dx);
  }
  if (model(INPUT_DROPOUT) != 0) drop(dx, rows, firstToken, 0);
  memory.copy(shardResult(shard), dx, rows * d * 4);
  for (let row: usize = 0; row < rows; row++) {
    const time = load<u32>(model(POSITIONS) + ((firstToken + row) << 2)) as usize;
    addTo(gradients + time * d * 4, dx + row * d * 4, d * 4);
  }
}
