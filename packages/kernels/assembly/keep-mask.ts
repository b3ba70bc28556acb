// Which of four values stay under dropout: a mask of those whose hash of (seed, counter + lane) is at least `limit`.
// Hash: lowbias32 (C. Wellons, "Prospecting for hash functions", 2018).
export function keepMask(counter: usize, seed: v128, limit: v128): v128 {
  let x = i32x4.add(i32x4.splat(counter as i32), i32x4(0, 1, 2, 3));
  x = v128.xor(i32x4.mul(x, i32x4.splat(0x9e3779b1)), seed);
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  x = v128.xor(x, i32x4.shr_u(x, 16));
  return i32x4.ge_u(x, limit);
}
