// The two passes over a group of GROUP output rows: products with the hidden vector, then the updates.
// A group stands in registers side by side, so one row's latency and cache misses hide behind another's.
// `rows` is a list of addresses; `bytes` = 4 D, a multiple of 64.

function address(rows: usize, index: usize): usize {
  return load<u32>(rows + (index << 2));
}

// [sum(a), sum(b), sum(c), sum(d)]
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

// dots[r] = hidden . row r, r < GROUP; dots[6] and dots[7] repeat two of them.
export function products(hidden: usize, rows: usize, bytes: usize, dots: usize): void {
  let row0 = address(rows, 0);
  let row1 = address(rows, 1);
  let row2 = address(rows, 2);
  let row3 = address(rows, 3);
  let row4 = address(rows, 4);
  let row5 = address(rows, 5);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  let sum4 = f32x4.splat(0);
  let sum5 = f32x4.splat(0);
  const end = hidden + bytes;
  while (hidden < end) {
    const h0 = v128.load(hidden);
    sum0 = f32x4.add(sum0, f32x4.mul(h0, v128.load(row0)));
    sum1 = f32x4.add(sum1, f32x4.mul(h0, v128.load(row1)));
    sum2 = f32x4.add(sum2, f32x4.mul(h0, v128.load(row2)));
    sum3 = f32x4.add(sum3, f32x4.mul(h0, v128.load(row3)));
    sum4 = f32x4.add(sum4, f32x4.mul(h0, v128.load(row4)));
    sum5 = f32x4.add(sum5, f32x4.mul(h0, v128.load(row5)));
    const h1 = v128.load(hidden, 16);
    sum0 = f32x4.add(sum0, f32x4.mul(h1, v128.load(row0, 16)));
    sum1 = f32x4.add(sum1, f32x4.mul(h1, v128.load(row1, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(h1, v128.load(row2, 16)));
    sum3 = f32x4.add(sum3, f32x4.mul(h1, v128.load(row3, 16)));
    sum4 = f32x4.add(sum4, f32x4.mul(h1, v128.load(row4, 16)));
    sum5 = f32x4.add(sum5, f32x4.mul(h1, v128.load(row5, 16)));
    hidden += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
    row4 += 32;
    row5 += 32;
  }
  v128.store(dots, sums(sum0, sum1, sum2, sum3));
  v128.store(dots, sums(sum4, sum5, sum4, sum5), 16);
}

// For each row r in turn: work += steps[r] * row r, then row r += steps[r] * hidden.
export function update(hidden: usize, rows: usize, bytes: usize, steps: usize, work: usize): void {
  let row0 = address(rows, 0);
  let row1 = address(rows, 1);
  let row2 = address(rows, 2);
  let row3 = address(rows, 3);
  let row4 = address(rows, 4);
  let row5 = address(rows, 5);
  const step0 = v128.load32_splat(steps);
  const step1 = v128.load32_splat(steps, 4);
  const step2 = v128.load32_splat(steps, 8);
  const step3 = v128.load32_splat(steps, 12);
  const step4 = v128.load32_splat(steps, 16);
  const step5 = v128.load32_splat(steps, 20);
  const end = hidden + bytes;
  while (hidden < end) {
    const h = v128.load(hidden);
    let sum = v128.load(work);
    let row = v128.load(row0);
    sum = f32x4.add(sum, f32x4.mul(step0, row));
    v128.store(row0, f32x4.add(row, f32x4.mul(step0, h)));
    row = v128.load(row1);
    sum = f32x4.add(sum, f32x4.mul(step1, row));
    v128.store(row1, f32x4.add(row, f32x4.mul(step1, h)));
    row = v128.load(row2);
    sum = f32x4.add(sum, f32x4.mul(step2, row));
    v128.store(row2, f32x4.add(row, f32x4.mul(step2, h)));
    row = v128.load(row3);
    sum = f32x4.add(sum, f32x4.mul(step3, row));
    v128.store(row3, f32x4.add(row, f32x4.mul(step3, h)));
    row = v128.load(row4);
    sum = f32x4.add(sum, f32x4.mul(step4, row));
    v128.store(row4, f32x4.add(row, f32x4.mul(step4, h)));
    row = v128.load(row5);
    sum = f32x4.add(sum, f32x4.mul(step5, row));
    v128.store(row5, f32x4.add(row, f32x4.mul(step5, h)));
    v128.store(work, sum);
    hidden += 16;
    work += 16;
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    row4 += 16;
    row5 += 16;
  }
}

// mean = (sum of the `count` rows) * scale, 16 columns at a time.
export function meanOf(rows: usize, count: usize, bytes: usize, scale: f32, mean: usize): void {
  const end = rows + (count << 2);
  for (let at: usize = 0; at < bytes; at += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let r = rows; r < end; r += 4) {
      const row = load<usize>(r) + at;
      sum0 = f32x4.add(sum0, v128.load(row));
      sum1 = f32x4.add(sum1, v128.load(row, 16));
      sum2 = f32x4.add(sum2, v128.load(row, 32));
      sum3 = f32x4.add(sum3, v128.load(row, 48));
    }
    const by = f32x4.splat(scale);
    v128.store(mean + at, f32x4.mul(sum0, by));
    v128.store(mean + at, f32x4.mul(sum1, by), 16);
    v128.store(mean + at, f32x4.mul(sum2, by), 32);
    v128.store(mean + at, f32x4.mul(sum3, by), 48);
  }
}

// Each of the `count` rows += work * scale.
export function addToRows(rows: usize, count: usize, bytes: usize, scale: f32, work: usize): void {
  const end = rows + (count << 2);
  for (let at: usize = 0; at < bytes; at += 64) {
    const by = f32x4.splat(scale);
    const w0 = f32x4.mul(v128.load(work + at), by);
    const w1 = f32x4.mul(v128.load(work + at, 16), by);
    const w2 = f32x4.mul(v128.load(work + at, 32), by);
    const w3 = f32x4.mul(v128.load(work + at, 48), by);
    for (let r = rows; r < end; r += 4) {
      const row = load<usize>(r) + at;
      v128.store(row, f32x4.add(v128.load(row), w0));
      v128.store(row, f32x4.add(v128.load(row, 16), w1), 16);
      v128.store(row, f32x4.add(v128.load(row, 32), w2), 32);
      v128.store(row, f32x4.add(v128.load(row, 48), w3), 48);
    }
  }
}
