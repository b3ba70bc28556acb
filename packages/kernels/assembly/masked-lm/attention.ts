import { exponential, laneSum } from '../exponential';

// Scaled dot-product attention inside one session of `n` tokens, all heads. A row of `qkv` holds queries, keys
// and values [3, H, K]; `chances` [n, H, T] keeps the softmax; `out` [n, H, K].
export function attend(
  qkv: usize,
  n: usize,
  d: usize,
  heads: usize,
  times: usize,
  chances: usize,
  out: usize,
): void {
  const bytes = d << 2;
  const keyBytes = bytes / heads;
  const scale: f32 = 1 / sqrt<f32>((d / heads) as f32);
  for (let i: usize = 0; i < n; i++) {
    for (let head: usize = 0; head < heads; head++) {
      const query = qkv + i * 3 * bytes + head * keyBytes;
      const row = chances + (i * heads + head) * times * 4;
      let largest: f32 = -Infinity;
      for (let j: usize = 0; j < n; j++) {
        const score = dot(query, qkv + (j * 3 + 1) * bytes + head * keyBytes, keyBytes) * scale;
        store<f32>(row + (j << 2), score);
        largest = max(largest, score);
      }
      let sum: f32 = 0;
      for (let j: usize = 0; j < n; j++) {
        const chance = exponential(load<f32>(row + (j << 2)) - largest);
        store<f32>(row + (j << 2), chance);
        sum += chance;
      }
      const inverse: f32 = 1 / sum;
      const target = out + i * bytes + head * keyBytes;
      memory.fill(target, 0, keyBytes);
      for (let j: usize = 0; j < n; j++) {
        const chance = load<f32>(row + (j << 2)) * inverse;
        store<f32>(row + (j << 2), chance);
        addScaled(target, qkv + (j * 3 + 2) * bytes + head * keyBytes, chance, keyBytes);
      }
    }
  }
}

// The way back: dQkv[n, 3, H, K], zero on entry, from dOut[n, H, K].
export function attendBackward(
  qkv: usize,
  n: usize,
  d: usize,
  heads: usize,
  times: usize,
  chances: usize,
  dOut: usize,
  dQkv: usize,
  slopes: usize, // [T], working space
): void {
  const bytes = d << 2;
  const keyBytes = bytes / heads;
  const scale: f32 = 1 / sqrt<f32>((d / heads) as f32);
  for (let i: usize = 0; i < n; i++) {
    for (let head: usize = 0; head < heads; head++) {
      const at = head * keyBytes;
      const row = chances + (i * heads + head) * times * 4;
      const slope = dOut + i * bytes + at;
      let mean: f32 = 0;
      for (let j: usize = 0; j < n; j++) {
        const chance = load<f32>(row + (j << 2));
        const dChance = dot(slope, qkv + (j * 3 + 2) * bytes + at, keyBytes);
        store<f32>(slopes + (j << 2), dChance);
        mean += chance * dChance;
        addScaled(dQkv + (j * 3 + 2) * bytes + at, slope, chance, keyBytes);
      }
      for (let j: usize = 0; j < n; j++) {
        const dScore = load<f32>(row + (j << 2)) * (load<f32>(slopes + (j << 2)) - mean) * scale;
        addScaled(dQkv + i * 3 * bytes + at, qkv + (j * 3 + 1) * bytes + at, dScore, keyBytes);
        addScaled(dQkv + (j * 3 + 1) * bytes + at, qkv + i * 3 * bytes + at, dScore, keyBytes);
      }
    }
  }
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.mul(v128.load(a), v128.load(b));
  for (let at: usize = 16; at < bytes; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  return laneSum(sum);
}

function addScaled(total: usize, values: usize, factor: f32, bytes: usize): void {
  const scale = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    const scaled = f32x4.mul(v128.load(values + at), scale);
    v128.store(total + at, f32x4.add(v128.load(total + at), scaled));
  }
}
