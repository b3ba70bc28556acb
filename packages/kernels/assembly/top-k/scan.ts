import { job } from '../tasks';
import { offer } from './heap';
import {
  DEPTH,
  HEAPS,
  IDS,
  NO_ID,
  NORM,
  PACKED,
  PACKED_QUERIES,
  PANEL_ROWS,
  QUERIES,
  ROWS,
  SCALES,
  SIZE,
  SLACKS,
  STATE_BYTES,
  STATES,
  THRESHOLD,
  UNIT,
} from './layout';

// Rows are met in 8 bits, which is a quarter of the memory, and the float32 product is taken of those
// alone that could be better than the worst of the heap. For a row x = scale * x8 + e, a query
// q = unit * q16 + f and any rounding, x . q <= unit * (scale * (x8 . q16) + slack * norm) with
// norm = |q| / unit, slack = |e| + |x| * (|f| / |q| + rounding), by Cauchy and Schwarz.

// The float32 product, always summed in this order.
function product(query: usize, row: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(query + at), v128.load(row + at)));
  }
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

// Offers the rows first + lane of `lanes` to a query's heap.
function offerLanes(query: usize, first: usize, lanes: i32): void {
  const bytes = job(SIZE) << 2;
  const depth = job(DEPTH);
  const heap = job(HEAPS) + query * (depth << 3);
  const state = job(STATES) + query * STATE_BYTES;
  for (; lanes != 0; lanes &= lanes - 1) {
    const row = first + ctz(lanes);
    const id = load<u32>(job(IDS) + (row << 2));
    if (id == NO_ID) continue;
    const score = product(job(QUERIES) + query * bytes, job(ROWS) + row * bytes, bytes);
    offer(heap, depth, score, id);
  }
  store<f32>(state, load<f32>(heap) / load<f32>(state, UNIT), THRESHOLD);
}

// Which of four rows could be better than the worst of the heap: their products in 8 bits in `sums`.
function couldEnter(sums: v128, scales: usize, slacks: usize, state: usize): v128 {
  return f32x4.ge(
    f32x4.add(
      f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load(scales)),
      f32x4.mul(v128.load(slacks), v128.load32_splat(state, NORM)),
    ),
    v128.load32_splat(state, THRESHOLD),
  );
}

function offerEight(query: usize, first: usize, sums0: v128, sums1: v128): void {
  const scales = job(SCALES) + (first << 2);
  const slacks = job(SLACKS) + (first << 2);
  const state = job(STATES) + query * STATE_BYTES;
  const could0 = couldEnter(sums0, scales, slacks, state);
  const could1 = couldEnter(sums1, scales + 16, slacks + 16, state);
  if (!v128.any_true(v128.or(could0, could1))) return;
  offerLanes(query, first, i32x4.bitmask(could0) | (i32x4.bitmask(could1) << 4));
}

// Four queries from `query` on over the panels from..end - 1.
export function scanFour(query: usize, from: usize, end: usize): void {
  const pairBytes = job(SIZE) << 1;
  const q = job(PACKED_QUERIES) + query * pairBytes;
  for (let half = from << 1; half < end << 1; half++) {
    const first = half << 3;
    let panel = job(PACKED) + (half >> 1) * (pairBytes << 3) + ((half & 1) << 4);
    let sums00 = i32x4.splat(0);
    let sums01 = i32x4.splat(0);
    let sums10 = i32x4.splat(0);
    let sums11 = i32x4.splat(0);
    let sums20 = i32x4.splat(0);
    let sums21 = i32x4.splat(0);
    let sums30 = i32x4.splat(0);
    let sums31 = i32x4.splat(0);
    let q0 = q;
    let q1 = q0 + pairBytes;
    let q2 = q1 + pairBytes;
    let q3 = q2 + pairBytes;
    const last = q0 + pairBytes;
    while (q0 < last) {
      const rows0 = v128.load8x8_s(panel);
      const rows1 = v128.load8x8_s(panel, 8);
      let pair = v128.load32_splat(q0);
      sums00 = i32x4.add(sums00, i32x4.dot_i16x8_s(rows0, pair));
      sums01 = i32x4.add(sums01, i32x4.dot_i16x8_s(rows1, pair));
      pair = v128.load32_splat(q1);
      sums10 = i32x4.add(sums10, i32x4.dot_i16x8_s(rows0, pair));
      sums11 = i32x4.add(sums11, i32x4.dot_i16x8_s(rows1, pair));
      pair = v128.load32_splat(q2);
      sums20 = i32x4.add(sums20, i32x4.dot_i16x8_s(rows0, pair));
      sums21 = i32x4.add(sums21, i32x4.dot_i16x8_s(rows1, pair));
      pair = v128.load32_splat(q3);
      sums30 = i32x4.add(sums30, i32x4.dot_i16x8_s(rows0, pair));
      sums31 = i32x4.add(sums31, i32x4.dot_i16x8_s(rows1, pair));
      panel += 32;
      q0 += 4;
      q1 += 4;
      q2 += 4;
      q3 += 4;
    }
    offerEight(query, first, sums00, sums01);
    offerEight(query + 1, first, sums10, sums11);
    offerEight(query + 2, first, sums20, sums21);
    offerEight(query + 3, first, sums30, sums31);
  }
}

// One query over the panels from..end - 1.
export function scanOne(query: usize, from: usize, end: usize): void {
  const pairBytes = job(SIZE) << 1;
  const q = job(PACKED_QUERIES) + query * pairBytes;
  let panel = job(PACKED) + from * (pairBytes << 3);
  for (; from < end; from++) {
    let sums0 = i32x4.splat(0);
    let sums1 = i32x4.splat(0);
    let sums2 = i32x4.splat(0);
    let sums3 = i32x4.splat(0);
    for (let at = q; at < q + pairBytes; at += 4) {
      const pair = v128.load32_splat(at);
      sums0 = i32x4.add(sums0, i32x4.dot_i16x8_s(v128.load8x8_s(panel), pair));
      sums1 = i32x4.add(sums1, i32x4.dot_i16x8_s(v128.load8x8_s(panel, 8), pair));
      sums2 = i32x4.add(sums2, i32x4.dot_i16x8_s(v128.load8x8_s(panel, 16), pair));
      sums3 = i32x4.add(sums3, i32x4.dot_i16x8_s(v128.load8x8_s(panel, 24), pair));
      panel += 32;
    }
    offerEight(query, from * PANEL_ROWS, sums0, sums1);
    offerEight(query, from * PANEL_ROWS + 8, sums2, sums3);
  }
}
