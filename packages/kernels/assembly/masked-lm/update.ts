import { adam } from '../adam';
import { columnGradients } from './head';
import {
  BIAS,
  BIAS_FIRST,
  BIAS_GRADIENTS,
  BIAS_SECOND,
  BLOCK_PANELS,
  COLUMN_BIASES,
  COLUMN_GRADIENTS,
  COLUMN_INDICES,
  DENSE,
  DENSE_CHUNK,
  DENSE_COUNT,
  DENSE_FIRST,
  DENSE_GRADIENTS,
  DENSE_SECOND,
  DIM,
  EPSILON,
  HEAD_SAMPLED,
  INPUT,
  INPUT_FIRST,
  INPUT_GRADIENTS,
  INPUT_SECOND,
  INPUT_TOUCHED,
  INPUT_TOUCHED_COUNT,
  KEEPS_GRADIENTS,
  model,
  number,
  ONE_MINUS_BETA_1,
  ONE_MINUS_BETA_2,
  OUTPUT,
  OUTPUT_FIRST,
  OUTPUT_GRADIENTS,
  OUTPUT_SECOND,
  OUTPUT_TOUCHED,
  OUTPUT_TOUCHED_COUNT,
  PANELS,
  SHARDS_USED,
  STEP_SIZE,
  TOKEN_ADDRESSES,
  TOUCHED_WORDS,
  TRAINS_BIAS,
} from './layout';

function adamStep(
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: usize,
): void {
  adam(
    weights,
    gradients,
    first,
    second,
    count,
    number(STEP_SIZE),
    number(ONE_MINUS_BETA_1),
    number(ONE_MINUS_BETA_2),
    number(EPSILON),
  );
}

// Sums a chunk of the shards' dense gradients in their order into the first shard's, and steps.
export function updateDense(chunk: usize): void {
  const total = model(DENSE_COUNT);
  const start = chunk * DENSE_CHUNK;
  const count = min(DENSE_CHUNK, total - start);
  const from = model(DENSE_GRADIENTS) + (start << 2);
  const shards = model(SHARDS_USED);
  for (let at: usize = 0; at < count << 2; at += 16) {
    let sum = v128.load(from + at);
    for (let shard: usize = 1; shard < shards; shard++) {
      sum = f32x4.add(sum, v128.load(from + shard * (total << 2) + at));
    }
    v128.store(from + at, sum);
  }
  if (model(KEEPS_GRADIENTS) != 0) return;
  const offset = start << 2;
  adamStep(
    model(DENSE) + offset,
    from,
    model(DENSE_FIRST) + offset,
    model(DENSE_SECOND) + offset,
    count,
  );
}

// Adds all gradients of a touched row to to[D], `stride` bytes from one dimension to the next.
function addTouched(entry: usize, to: usize, stride: usize): void {
  const d = model(DIM);
  const tokenEnd = load<u32>(entry, 16) as usize;
  const columnEnd = load<u32>(entry, 20) as usize;
  for (let token = load<u32>(entry, 4) as usize; token < tokenEnd; token++) {
    const from = load<u32>(model(TOKEN_ADDRESSES) + (token << 2)) as usize;
    for (let i: usize = 0; i < d; i++) {
      const at = to + i * stride;
      store<f32>(at, load<f32>(at) + load<f32>(from + (i << 2)));
    }
  }
  for (let index = load<u32>(entry, 8) as usize; index < columnEnd; index++) {
    const column = load<u32>(model(COLUMN_INDICES) + (index << 2)) as usize;
    const from = model(COLUMN_GRADIENTS) + (column >> 3) * (d << 5) + ((column & 7) << 2);
    for (let i: usize = 0; i < d; i++) {
      const at = to + i * stride;
      store<f32>(at, load<f32>(at) + load<f32>(from + (i << 5)));
    }
  }
}

// The first touched row at or behind `row`.
function firstTouched(touched: usize, count: usize, row: usize): usize {
  let low: usize = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((load<u32>(touched + middle * TOUCHED_WORDS * 4) as usize) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Steps all rows of a block of a table's panels: with the gradients of the full softmax, if it is the output
// table's turn, and of the touched rows. `gradient` [D, 8] is working space.
export function updatePanels(block: usize, isOutput: bool, gradient: usize): void {
  const d = model(DIM);
  const panelBytes = d << 5;
  const touched = model(isOutput ? OUTPUT_TOUCHED : INPUT_TOUCHED);
  const touchedCount = model(isOutput ? OUTPUT_TOUCHED_COUNT : INPUT_TOUCHED_COUNT);
  const hasHead = isOutput && model(HEAD_SAMPLED) == 0;
  const keeps = model(KEEPS_GRADIENTS) != 0;
  const first = block * BLOCK_PANELS;
  const end = min(first + BLOCK_PANELS, model(PANELS));
  let next = firstTouched(touched, touchedCount, first << 3);
  for (let panel = first; panel < end; panel++) {
    const at = panel * panelBytes;
    const to = keeps ? model(isOutput ? OUTPUT_GRADIENTS : INPUT_GRADIENTS) + at : gradient;
    if (hasHead) columnGradients(panel, to);
    else memory.fill(to, 0, panelBytes);
    const bias = panel << 5;
    const dBias = model(BIAS_GRADIENTS) + bias;
    if (isOutput && !hasHead) memory.fill(dBias, 0, 32);
    while (next < touchedCount) {
      const entry = touched + next * TOUCHED_WORDS * 4;
      const row = load<u32>(entry) as usize;
      if (row >> 3 != panel) break;
      addTouched(entry, to + ((row & 7) << 2), 32);
      if (isOutput && !hasHead) store<f32>(dBias + ((row & 7) << 2), touchedBias(entry));
      next++;
    }
    if (keeps) continue;
    adamStep(
      model(isOutput ? OUTPUT : INPUT) + at,
      to,
      model(isOutput ? OUTPUT_FIRST : INPUT_FIRST) + at,
      model(isOutput ? OUTPUT_SECOND : INPUT_SECOND) + at,
      d << 3,
    );
    if (isOutput && model(TRAINS_BIAS) != 0) {
      adamStep(model(BIAS) + bias, dBias, model(BIAS_FIRST) + bias, model(BIAS_SECOND) + bias, 8);
    }
  }
}

// Steps some touched rows alone (lazy Adam): rows without a gradient keep their values and moments.
export function updateTouched(index: usize, isOutput: bool, gradient: usize): void {
  const d = model(DIM);
  const touched = model(isOutput ? OUTPUT_TOUCHED : INPUT_TOUCHED);
  const entry = touched + index * TOUCHED_WORDS * 4;
  const row = load<u32>(entry) as usize;
  memory.fill(gradient, 0, d << 2);
  addTouched(entry, gradient, 4);
  const at = (row >> 3) * (d << 5) + ((row & 7) << 2);
  const weights = model(isOutput ? OUTPUT : INPUT) + at;
  const first = model(isOutput ? OUTPUT_FIRST : INPUT_FIRST) + at;
  const second = model(isOutput ? OUTPUT_SECOND : INPUT_SECOND) + at;
  for (let i: usize = 0; i < d; i++) {
    adamValue(
      weights + (i << 5),
      load<f32>(gradient + (i << 2)),
      first + (i << 5),
      second + (i << 5),
    );
  }
  const hasColumns = load<u32>(entry, 8) != load<u32>(entry, 20);
  if (!isOutput || !hasColumns || model(TRAINS_BIAS) == 0) return;
  const bias = row << 2;
  const firstBias = model(BIAS_FIRST) + bias;
  adamValue(model(BIAS) + bias, touchedBias(entry), firstBias, model(BIAS_SECOND) + bias);
}

// The sum of the gradients of a touched row's bias.
function touchedBias(entry: usize): f32 {
  const end = load<u32>(entry, 20) as usize;
  let sum: f32 = 0;
  for (let index = load<u32>(entry, 8) as usize; index < end; index++) {
    const column = load<u32>(model(COLUMN_INDICES) + (index << 2)) as usize;
    sum += load<f32>(model(COLUMN_BIASES) + (column << 2));
  }
  return sum;
}

// Adam on one value, as ../adam on four.
function adamValue(weight: usize, gradient: f32, first: usize, second: usize): void {
  let m = load<f32>(first);
  let v = load<f32>(second);
  m += (gradient - m) * number(ONE_MINUS_BETA_1);
  v += (gradient * gradient - v) * number(ONE_MINUS_BETA_2);
  store<f32>(first, m);
  store<f32>(second, v);
  const step = (m * number(STEP_SIZE)) / (sqrt<f32>(v) + number(EPSILON));
  store<f32>(weight, load<f32>(weight) - step);
}
