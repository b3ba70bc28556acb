import { tile, transposedTile } from '../product';
import { exp, laneMax, laneSum } from '../exponential';
import {
  BLOCK_MAX,
  BLOCK_PANELS,
  BLOCK_SUM,
  COLUMN_BIASES,
  COLUMN_GRADIENTS,
  DIM,
  HEAD_BIAS,
  HEAD_INVERSE,
  HEAD_ITEMS,
  HEAD_OWN,
  HEAD_PANELS,
  HEAD_SAMPLED,
  HEAD_TABLE,
  HIDDEN,
  HIDDEN_GRADIENTS,
  INVERSE_MASKED,
  LOGITS,
  MASKED_COUNT,
  MASKED_ROWS,
  model,
  number,
  OUTPUT,
  ROW_MAX,
  ROW_SUM,
  TARGET_LOGITS,
  TARGETS,
  TEMPERATURE,
} from './layout';

const IMPOSSIBLE: f32 = -1e30;

export function headBlocks(): usize {
  return (model(HEAD_PANELS) + BLOCK_PANELS - 1) / BLOCK_PANELS;
}

// Copies the rows of a panel's columns out of the output table.
export function gatherColumns(panel: usize): void {
  const d = model(DIM);
  const to = model(HEAD_TABLE) + panel * (d << 5);
  for (let lane: usize = 0; lane < 8; lane++) {
    const item = load<i32>(model(HEAD_ITEMS) + (panel << 5) + (lane << 2));
    const row: usize = item < 0 ? 0 : item;
    const from = model(OUTPUT) + (row >> 3) * (d << 5) + ((row & 7) << 2);
    for (let at: usize = 0; at < d << 5; at += 32) {
      store<f32>(to + at + (lane << 2), load<f32>(from + at));
    }
  }
}

// 1 / length of a panel's eight rows.
function inverseLengths(panel: usize, bytes: usize, to: usize): void {
  let low = f32x4.splat(1e-12);
  let high = low;
  for (let at: usize = 0; at < bytes; at += 32) {
    const a = v128.load(panel + at);
    const b = v128.load(panel + at, 16);
    low = f32x4.add(low, f32x4.mul(a, a));
    high = f32x4.add(high, f32x4.mul(b, b));
  }
  v128.store(to, f32x4.div(f32x4.splat(1), f32x4.sqrt(low)));
  v128.store(to, f32x4.div(f32x4.splat(1), f32x4.sqrt(high)), 16);
}

// Logits of a panel's eight columns for all masked rows.
function panelLogits(panel: usize, zeros: usize): void {
  const d = model(DIM);
  const rows = model(MASKED_ROWS);
  const table = model(HEAD_TABLE) + panel * (d << 5);
  const bias = model(HEAD_BIAS) + (panel << 5);
  const logits = model(LOGITS) + panel * (rows << 5);
  const isCosine = number(TEMPERATURE) != 0;
  const start = isCosine ? zeros : bias;
  for (let m: usize = 0; m < rows; m += 4) {
    const hidden = model(HIDDEN) + m * (d << 2);
    tile(hidden, d << 2, table, d, start, start, start, start, logits + (m << 5), 32);
  }
  if (isCosine) {
    const inverse = model(HEAD_INVERSE) + (panel << 5);
    inverseLengths(table, d << 5, inverse);
    for (let at: usize = 0; at < rows << 5; at += 32) {
      const low = f32x4.mul(v128.load(logits + at), v128.load(inverse));
      const high = f32x4.mul(v128.load(logits + at, 16), v128.load(inverse, 16));
      v128.store(logits + at, f32x4.add(low, v128.load(bias)));
      v128.store(logits + at, f32x4.add(high, v128.load(bias, 16)), 16);
    }
  }
  if (model(HEAD_SAMPLED) != 0) forbidColumns(panel, logits);
}

// With samples: a row meets its own target's column alone, and no sample that is its target.
function forbidColumns(panel: usize, logits: usize): void {
  const own = model(HEAD_OWN);
  const items = model(HEAD_ITEMS) + (panel << 5);
  const isOwn = panel << 3 >= own;
  const columns = i32x4.add(i32x4.splat((panel << 3) as i32), i32x4(0, 1, 2, 3));
  const columnsAbove = i32x4.add(columns, i32x4.splat(4));
  const impossible = f32x4.splat(IMPOSSIBLE);
  for (let m: usize = 0; m < model(MASKED_COUNT); m++) {
    const at = logits + (m << 5);
    const column = load<u32>(model(TARGETS) + (m << 2)) as usize;
    let low: v128;
    let high: v128;
    if (isOwn) {
      low = i32x4.ne(columns, i32x4.splat(column as i32));
      high = i32x4.ne(columnsAbove, i32x4.splat(column as i32));
    } else {
      const target = i32x4.splat(load<i32>(model(HEAD_ITEMS) + (column << 2)));
      low = i32x4.eq(v128.load(items), target);
      high = i32x4.eq(v128.load(items, 16), target);
    }
    v128.store(at, v128.bitselect(impossible, v128.load(at), low));
    v128.store(at, v128.bitselect(impossible, v128.load(at, 16), high), 16);
  }
}

// A block's exponentials exp(logit - largest of the row in the block), with both kept for `combine`.
export function headForward(block: usize, zeros: usize): void {
  const rows = model(MASKED_ROWS);
  const count = model(MASKED_COUNT);
  const first = block * BLOCK_PANELS;
  const end = min(first + BLOCK_PANELS, model(HEAD_PANELS));
  for (let panel = first; panel < end; panel++) panelLogits(panel, zeros);
  const stride = rows << 5;
  const from = model(LOGITS) + first * stride;
  const to = model(LOGITS) + end * stride;
  for (let m: usize = 0; m < count; m++) {
    const column = load<u32>(model(TARGETS) + (m << 2)) as usize;
    if (column >= first << 3 && column < end << 3) {
      const at = model(LOGITS) + (column >> 3) * stride + (m << 5) + ((column & 7) << 2);
      store<f32>(model(TARGET_LOGITS) + (m << 2), load<f32>(at));
    }
    let low = f32x4.splat(IMPOSSIBLE);
    let high = low;
    for (let at = from + (m << 5); at < to; at += stride) {
      low = f32x4.max(low, v128.load(at));
      high = f32x4.max(high, v128.load(at, 16));
    }
    const largest = laneMax(f32x4.max(low, high));
    const shift = f32x4.splat(largest);
    low = f32x4.splat(0);
    high = low;
    for (let at = from + (m << 5); at < to; at += stride) {
      const a = exp(f32x4.sub(v128.load(at), shift));
      const b = exp(f32x4.sub(v128.load(at, 16), shift));
      v128.store(at, a);
      v128.store(at, b, 16);
      low = f32x4.add(low, a);
      high = f32x4.add(high, b);
    }
    store<f32>(model(BLOCK_MAX) + ((block * rows + m) << 2), largest);
    store<f32>(model(BLOCK_SUM) + ((block * rows + m) << 2), laneSum(f32x4.add(low, high)));
  }
}

// The softmax's denominators out of the blocks', and the factor from each block's exponentials to gradients of
// the mean loss, which takes the place of the block's sum.
export function combine(): void {
  const rows = model(MASKED_ROWS);
  const blocks = headBlocks();
  const bytes = rows << 2;
  const share = number(INVERSE_MASKED);
  for (let at: usize = 0; at < bytes; at += 16) {
    let largest = f32x4.splat(IMPOSSIBLE);
    for (let block: usize = 0; block < blocks; block++) {
      largest = f32x4.max(largest, v128.load(model(BLOCK_MAX) + block * bytes + at));
    }
    let sum = f32x4.splat(0);
    for (let block: usize = 0; block < blocks; block++) {
      const factor = exp(f32x4.sub(v128.load(model(BLOCK_MAX) + block * bytes + at), largest));
      sum = f32x4.add(sum, f32x4.mul(factor, v128.load(model(BLOCK_SUM) + block * bytes + at)));
    }
    v128.store(model(ROW_MAX) + at, largest);
    v128.store(model(ROW_SUM) + at, sum);
    const scale = f32x4.div(f32x4.splat(share), sum);
    for (let block: usize = 0; block < blocks; block++) {
      const factor = exp(f32x4.sub(v128.load(model(BLOCK_MAX) + block * bytes + at), largest));
      v128.store(model(BLOCK_SUM) + block * bytes + at, f32x4.mul(factor, scale));
    }
  }
  for (let block: usize = 0; block < blocks; block++) {
    for (let m = model(MASKED_COUNT); m < rows; m++) {
      store<f32>(model(BLOCK_SUM) + block * bytes + (m << 2), 0); // rows of padding weigh nothing
    }
  }
}

// A block's gradients: of its logits (in their place), of its biases, and its share of the hidden states'.
export function headBackward(block: usize): void {
  const d = model(DIM);
  const rows = model(MASKED_ROWS);
  const stride = rows << 5;
  const first = block * BLOCK_PANELS;
  const end = min(first + BLOCK_PANELS, model(HEAD_PANELS));
  const isCosine = number(TEMPERATURE) != 0;
  const factors = model(BLOCK_SUM) + block * (rows << 2);
  for (let panel = first; panel < end; panel++) {
    const logits = model(LOGITS) + panel * stride;
    const inverse = model(HEAD_INVERSE) + (panel << 5);
    const inverseLow = isCosine ? v128.load(inverse) : f32x4.splat(1);
    const inverseHigh = isCosine ? v128.load(inverse, 16) : f32x4.splat(1);
    let low = f32x4.splat(0);
    let high = low;
    for (let m: usize = 0; m < rows; m++) {
      const at = logits + (m << 5);
      const factor = v128.load32_splat(factors + (m << 2));
      const a = f32x4.mul(v128.load(at), factor);
      const b = f32x4.mul(v128.load(at, 16), factor);
      low = f32x4.add(low, a);
      high = f32x4.add(high, b);
      v128.store(at, f32x4.mul(a, inverseLow));
      v128.store(at, f32x4.mul(b, inverseHigh), 16);
    }
    v128.store(model(COLUMN_BIASES) + (panel << 5), low);
    v128.store(model(COLUMN_BIASES) + (panel << 5), high, 16);
  }
  subtractTargets(first << 3, end << 3, isCosine);
  const out = model(HIDDEN_GRADIENTS) + block * rows * (d << 2);
  const logits = model(LOGITS) + first * stride;
  const table = model(HEAD_TABLE) + first * (d << 5);
  for (let m: usize = 0; m < rows; m += 4) {
    for (let i: usize = 0; i < d; i += 2) {
      const to = out + m * (d << 2) + (i << 2);
      dotTile(logits + (m << 5), stride, table + (i << 5), d << 5, end - first, to, d << 2);
    }
  }
  if (model(HEAD_SAMPLED) == 0) return;
  for (let panel = first; panel < end; panel++) {
    columnGradients(panel, model(COLUMN_GRADIENTS) + panel * (d << 5));
  }
}

function subtractTargets(first: usize, end: usize, isCosine: bool): void {
  const share = number(INVERSE_MASKED);
  const stride = model(MASKED_ROWS) << 5;
  for (let m: usize = 0; m < model(MASKED_COUNT); m++) {
    const column = load<u32>(model(TARGETS) + (m << 2)) as usize;
    if (column < first || column >= end) continue;
    const bias = model(COLUMN_BIASES) + (column << 2);
    store<f32>(bias, load<f32>(bias) - share);
    const at = model(LOGITS) + (column >> 3) * stride + (m << 5) + ((column & 7) << 2);
    const inverse: f32 = isCosine ? load<f32>(model(HEAD_INVERSE) + (column << 2)) : 1;
    store<f32>(at, load<f32>(at) - share * inverse);
  }
}

// out[4, 2] = the products of four rows of gradients with two dimensions of the table, over all columns of
// `panels` panels: eight sums of four lanes each stay in registers.
function dotTile(
  gradients: usize,
  gradientStride: usize,
  table: usize,
  tableStride: usize,
  panels: usize,
  out: usize,
  outStride: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let panel: usize = 0; panel < panels; panel++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const w0 = v128.load(table + half);
      const w1 = v128.load(table + half, 32);
      let g = v128.load(gradients + half);
      c00 = f32x4.add(c00, f32x4.mul(g, w0));
      c01 = f32x4.add(c01, f32x4.mul(g, w1));
      g = v128.load(gradients + half, 32);
      c10 = f32x4.add(c10, f32x4.mul(g, w0));
      c11 = f32x4.add(c11, f32x4.mul(g, w1));
      g = v128.load(gradients + half, 64);
      c20 = f32x4.add(c20, f32x4.mul(g, w0));
      c21 = f32x4.add(c21, f32x4.mul(g, w1));
      g = v128.load(gradients + half, 96);
      c30 = f32x4.add(c30, f32x4.mul(g, w0));
      c31 = f32x4.add(c31, f32x4.mul(g, w1));
    }
    gradients += gradientStride;
    table += tableStride;
  }
  store<f32>(out, laneSum(c00));
  store<f32>(out, laneSum(c01), 4);
  out += outStride;
  store<f32>(out, laneSum(c10));
  store<f32>(out, laneSum(c11), 4);
  out += outStride;
  store<f32>(out, laneSum(c20));
  store<f32>(out, laneSum(c21), 4);
  out += outStride;
  store<f32>(out, laneSum(c30));
  store<f32>(out, laneSum(c31), 4);
}

// to[D, 8] = the gradients of a panel's eight rows; a cosine's has nothing along the row.
export function columnGradients(panel: usize, to: usize): void {
  const d = model(DIM);
  const rows = model(MASKED_ROWS);
  memory.fill(to, 0, d << 5);
  const logits = model(LOGITS) + panel * (rows << 5);
  for (let i: usize = 0; i < d; i += 4) {
    transposedTile(model(HIDDEN) + (i << 2), d << 2, logits, 32, rows, to + (i << 5), 32);
  }
  if (number(TEMPERATURE) == 0) return;
  const table = model(HEAD_TABLE) + panel * (d << 5);
  const inverse = model(HEAD_INVERSE) + (panel << 5);
  for (let half: usize = 0; half < 32; half += 16) {
    let dots = f32x4.splat(0);
    for (let at = half; at < d << 5; at += 32) {
      dots = f32x4.add(dots, f32x4.mul(v128.load(to + at), v128.load(table + at)));
    }
    const scale = v128.load(inverse + half);
    const along = f32x4.mul(dots, f32x4.mul(scale, scale));
    for (let at = half; at < d << 5; at += 32) {
      const across = f32x4.sub(v128.load(to + at), f32x4.mul(v128.load(table + at), along));
      v128.store(to + at, across);
    }
  }
}
