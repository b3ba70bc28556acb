import { tile, transposedTile } from '../product';
import { laneSum } from '../exponential';

// out[rows, columns] = start + a[rows, depth] x panels[columns / 8, depth, 8]. `rows` is rounded up to fours:
// the rows behind the last one are there and finite. `startStride` 0 adds one bias to every row.
export function product(
  a: usize,
  depth: usize,
  rows: usize,
  panels: usize,
  columns: usize,
  start: usize,
  startStride: usize,
  out: usize,
): void {
  const aStride = depth << 2;
  const outStride = columns << 2;
  const panelBytes = depth << 5;
  for (let column: usize = 0; column < outStride; column += 32) {
    for (let row: usize = 0; row < rows; row += 4) {
      const first = start + row * startStride + column;
      tile(
        a + row * aStride,
        aStride,
        panels,
        depth,
        first,
        first + startStride,
        first + 2 * startStride,
        first + 3 * startStride,
        out + row * outStride + column,
        outStride,
      );
    }
    panels += panelBytes;
  }
}

// kernel[depth, columns] += a[rows, depth] transposed x b[rows, columns]; bias[columns] += the sum of b's rows.
export function kernelGradient(
  a: usize,
  depth: usize,
  b: usize,
  columns: usize,
  rows: usize,
  kernel: usize,
  bias: usize,
): void {
  const aStride = depth << 2;
  const bStride = columns << 2;
  for (let column: usize = 0; column < bStride; column += 32) {
    for (let at: usize = 0; at < aStride; at += 16) {
      const out = kernel + (at >> 2) * bStride + column;
      transposedTile(a + at, aStride, b + column, bStride, rows, out, bStride);
    }
  }
  for (let row: usize = 0; row < rows; row++) addTo(bias, b + row * bStride, bStride);
}

export function addTo(total: usize, values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(total + at, f32x4.add(v128.load(total + at), v128.load(values + at)));
  }
}

// Keras' default would be 1e-3; the original asks for 1e-6.
const NORM_EPSILON: f32 = 1e-6;

// Layer normalisation of x + y: out = gamma * unit + beta, with unit[rows, D] and the inverse deviation kept.
export function normalise(
  x: usize,
  y: usize,
  norm: usize,
  d: usize,
  rows: usize,
  unit: usize,
  inverse: usize,
  out: usize,
): void {
  const bytes = d << 2;
  const beta = norm + bytes;
  const share: f32 = 1 / (d as f32);
  for (let row: usize = 0; row < rows; row++) {
    const base = row * bytes;
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.add(v128.load(x + base + at), v128.load(y + base + at));
      v128.store(unit + base + at, value);
      sum = f32x4.add(sum, value);
    }
    const mean = f32x4.splat(laneSum(sum) * share);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.sub(v128.load(unit + base + at), mean);
      v128.store(unit + base + at, value);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const scale: f32 = 1 / sqrt<f32>(laneSum(squares) * share + NORM_EPSILON);
    store<f32>(inverse + (row << 2), scale);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.mul(v128.load(unit + base + at), f32x4.splat(scale));
      v128.store(unit + base + at, value);
      const scaled = f32x4.mul(value, v128.load(norm + at));
      v128.store(out + base + at, f32x4.add(scaled, v128.load(beta + at)));
    }
  }
}

// The way back: dOut[rows, D] on entry, the gradient of x + y on exit; gamma's and beta's are added to dNorm.
export function normaliseBackward(
  dOut: usize,
  norm: usize,
  d: usize,
  rows: usize,
  unit: usize,
  inverse: usize,
  dNorm: usize,
): void {
  const bytes = d << 2;
  const share: f32 = 1 / (d as f32);
  for (let row: usize = 0; row < rows; row++) {
    const base = row * bytes;
    let sum = f32x4.splat(0);
    let dots = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const slope = v128.load(dOut + base + at);
      const value = v128.load(unit + base + at);
      const product = f32x4.mul(slope, value);
      v128.store(dNorm + at, f32x4.add(v128.load(dNorm + at), product));
      const beta = dNorm + bytes + at;
      v128.store(beta, f32x4.add(v128.load(beta), slope));
      const gamma = v128.load(norm + at);
      sum = f32x4.add(sum, f32x4.mul(slope, gamma));
      dots = f32x4.add(dots, f32x4.mul(product, gamma));
    }
    const mean = f32x4.splat(laneSum(sum) * share);
    const meanDot = f32x4.splat(laneSum(dots) * share);
    const scale = v128.load32_splat(inverse + (row << 2));
    for (let at: usize = 0; at < bytes; at += 16) {
      const slope = f32x4.mul(v128.load(dOut + base + at), v128.load(norm + at));
      const along = f32x4.mul(v128.load(unit + base + at), meanDot);
      const across = f32x4.sub(f32x4.sub(slope, mean), along);
      v128.store(dOut + base + at, f32x4.mul(across, scale));
    }
  }
}

// values[rows, F] = max(values, 0).
export function rectify(values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(values + at, f32x4.max(v128.load(values + at), f32x4.splat(0)));
  }
}

// Gradients where the rectified value is positive, else zero.
export function rectifyBackward(gradients: usize, values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const isOpen = f32x4.gt(v128.load(values + at), f32x4.splat(0));
    v128.store(gradients + at, v128.and(v128.load(gradients + at), isOpen));
  }
}
