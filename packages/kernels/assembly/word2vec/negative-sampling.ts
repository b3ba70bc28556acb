import { sigmoidPair } from '../activations';
import { job } from '../tasks';
import {
  ALIASES,
  DOTS,
  FLAGS,
  GROUP,
  LOSS,
  LOSS_COUNT,
  NEGATIVE,
  NO_ROW,
  OUTPUTS,
  RATES,
  ROWS,
  SIGMOIDS,
  TABLED,
} from './layout';
import { below, draw } from './random';
import { products, update } from './update';

// The table of word2vec.c: 1,000 values of the sigmoid over -6..6.
const TABLE: f32 = 1000;
const MAX_DOT: f32 = 6;

// One position in so many adds to the running loss, whose logarithms cost more than its update.
const LOSS_EVERY: u32 = 64;
let positions: u32 = 0;

// A row by its share of counts ^ nsExponent: Walker's alias table.
function drawNegative(aliases: usize, rows: usize): usize {
  const drawn = draw();
  const row = below(drawn, rows);
  const entry = aliases + (row << 3);
  return (drawn as u32) < load<u32>(entry) ? row : load<usize>(entry, 4);
}

// -log sigmoid(dot), which never overflows.
function logLoss(dot: f32): f64 {
  return NativeMathf.max(-dot, 0) + NativeMathf.log1p(NativeMathf.exp(-NativeMathf.abs(dot)));
}

// dots[r] becomes the step of row r: (label - sigmoid(dot)) * rate, the label 1 where `first` says so.
function steps(dots: usize, rates: usize, isFirst: bool): void {
  if (!(job(FLAGS) & TABLED)) {
    sigmoidPair(dots, dots);
    const label = f32x4.replace_lane(f32x4.splat(0), 0, isFirst ? 1 : 0);
    v128.store(dots, f32x4.mul(f32x4.sub(label, v128.load(dots)), v128.load(rates)));
    v128.store(dots, f32x4.mul(f32x4.neg(v128.load(dots, 16)), v128.load(rates, 16)), 16);
    return;
  }
  const table = job(SIGMOIDS);
  for (let r: usize = 0; r < GROUP << 2; r += 4) {
    const dot = load<f32>(dots + r);
    let step: f32 = 0;
    if (NativeMathf.abs(dot) < MAX_DOT) {
      const index = ((dot + MAX_DOT) * (TABLE / MAX_DOT / 2)) as usize;
      const label: f32 = isFirst && r == 0 ? 1 : 0;
      step = (label - load<f32>(table + (index << 2))) * load<f32>(rates + r);
    }
    store<f32>(dots + r, step);
  }
}

// One positive row and `negative` drawn ones against `hidden`: updates the rows, leaves the gradient of
// hidden times alpha in `work`. Rows of a group see each other's state before the update.
export function trainRow(
  target: usize, // address of its output row
  hidden: usize,
  bytes: usize,
  alpha: f32,
  work: usize,
  rows: usize, // room for the addresses
  scratch: usize,
): void {
  const outputs = job(OUTPUTS);
  const vocabulary = job(ROWS);
  const aliases = job(ALIASES);
  const negative = job(NEGATIVE);
  const dots = scratch + DOTS;
  const rates = scratch + RATES;
  const isSampled = positions++ % LOSS_EVERY == 0;
  let loss: f64 = 0;
  memory.fill(work, 0, bytes);
  for (let first: usize = 0; first <= negative; first += GROUP) {
    for (let r: usize = 0; r < GROUP; r++) {
      const rank = first + r;
      let row = scratch + NO_ROW;
      let rate: f32 = 0;
      if (rank <= negative) {
        row = rank == 0 ? target : outputs + drawNegative(aliases, vocabulary) * bytes;
        // A draw of the target is skipped: its row stays here with no step.
        rate = rank > 0 && row == target ? 0 : alpha;
      }
      store<usize>(rows + (r << 2), row);
      store<f32>(rates + (r << 2), rate);
    }
    products(hidden, rows, bytes, dots);
    if (isSampled) {
      for (let r: usize = 0; r < GROUP; r++) {
        if (load<f32>(rates + (r << 2)) == 0) continue;
        const dot = load<f32>(dots + (r << 2));
        loss += logLoss(first + r == 0 ? dot : -dot);
      }
    }
    steps(dots, rates, first == 0);
    update(hidden, rows, bytes, dots, work);
  }
  if (isSampled) {
    store<f64>(scratch + LOSS, load<f64>(scratch + LOSS) + loss);
    store<f64>(scratch + LOSS_COUNT, load<f64>(scratch + LOSS_COUNT) + 1);
  }
}
