import { laneSum } from '../exponential';
import { keepMask } from '../keep-mask';

export function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.mul(v128.load(a), v128.load(b));
  for (let at: usize = 16; at < bytes; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  return laneSum(sum);
}

// total += factor * values
export function addScaled(total: usize, values: usize, factor: f32, bytes: usize): void {
  const scale = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    const scaled = f32x4.mul(v128.load(values + at), scale);
    v128.store(total + at, f32x4.add(v128.load(total + at), scaled));
  }
}

export function inverseLength(row: usize, bytes: usize): f32 {
  return 1 / sqrt<f32>(dot(row, row, bytes) + 1e-12);
}

// to = factor * from under dropout: a value's fate is a hash of the seed and of `counter` + its place. The same call
// drops a gradient on its way back.
export function dropped(
  from: usize,
  to: usize,
  factor: f32,
  bytes: usize,
  counter: usize,
  seed: i32,
  below: usize,
): void {
  const scale = f32x4.splat(factor);
  const seeds = i32x4.splat(seed);
  const limit = i32x4.splat(below as i32);
  for (let at: usize = 0; at < bytes; at += 16) {
    const scaled = f32x4.mul(v128.load(from + at), scale);
    const isKept = below == 0 ? i32x4.splat(-1) : keepMask(counter + (at >> 2), seeds, limit);
    v128.store(to + at, v128.and(scaled, isKept));
  }
}
