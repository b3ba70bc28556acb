// Sigmoid and tanh over pairs of vectors. Two vectors go through in step, so that one's latency hides
// behind the other and a constant is loaded once for both. Constants lie in memory: one broadcasting
// load each, where the engine would build an immediate out of several instructions.
const CONSTANTS: usize = memory.data<f32>([
  87, // exp(87) is the last safe power of two
  1.44269504, // 1 / ln 2
  12582912, // 1.5 * 2^23: adding it rounds to an integer, left in the lowest bits
  0.693359375, // ln 2 in two parts: n times the first is exact
  -2.1219444e-4,
  0.00138825163461, // exp(r) = 1 + r + r^2 q(r), |r| <= ln 2 / 2: the minimax q of degree 4,
  0.00836654713003, // relative error of exp(r) - 1 at most 1.4e-8 (fitted by Lawson's iteration)
  0.0416672007135,
  0.166665434243,
  0.499999981496,
  1,
  9.02, // past it tanh is 1 in float32
  1.33189738e-8, // tanh(x) = x P(x^2) / Q(x^2), |x| <= 9.02: minimax of degrees 4 / 4, Q(0) = 1,
  2.058340911e-5, // relative error at most 2.1e-8 (Lawson's iteration, linearised)
  0.003494030185,
  0.1337971428,
  0.999999979,
  7.761978779e-7,
  0.0003283085663,
  0.02587105662,
  0.4671302953,
]);

// to[8] = 1 / (1 + exp(-from[8])), to 2e-7 relative. exp(-y) = 2^m exp(-r) with y = r - m ln 2.
export function sigmoidPair(from: usize, to: usize): void {
  let c = v128.load32_splat(CONSTANTS);
  let d = f32x4.neg(c);
  // pmin and pmax keep a NaN that stands first.
  const y0 = f32x4.pmin(f32x4.pmax(v128.load(from), d), c);
  const y1 = f32x4.pmin(f32x4.pmax(v128.load(from, 16), d), c);
  c = v128.load32_splat(CONSTANTS, 4);
  d = v128.load32_splat(CONSTANTS, 8);
  const shifted0 = f32x4.sub(d, f32x4.mul(y0, c));
  const shifted1 = f32x4.sub(d, f32x4.mul(y1, c));
  const m0 = f32x4.sub(shifted0, d);
  const m1 = f32x4.sub(shifted1, d);
  c = v128.load32_splat(CONSTANTS, 12);
  let r0 = f32x4.add(y0, f32x4.mul(m0, c));
  let r1 = f32x4.add(y1, f32x4.mul(m1, c));
  c = v128.load32_splat(CONSTANTS, 16);
  r0 = f32x4.add(r0, f32x4.mul(m0, c));
  r1 = f32x4.add(r1, f32x4.mul(m1, c));
  c = v128.load32_splat(CONSTANTS, 20);
  d = v128.load32_splat(CONSTANTS, 24);
  let q0 = f32x4.sub(f32x4.mul(c, r0), d);
  let q1 = f32x4.sub(f32x4.mul(c, r1), d);
  c = v128.load32_splat(CONSTANTS, 28);
  q0 = f32x4.add(f32x4.mul(q0, r0), c);
  q1 = f32x4.add(f32x4.mul(q1, r1), c);
  c = v128.load32_splat(CONSTANTS, 32);
  q0 = f32x4.sub(f32x4.mul(q0, r0), c);
  q1 = f32x4.sub(f32x4.mul(q1, r1), c);
  c = v128.load32_splat(CONSTANTS, 36);
  q0 = f32x4.add(f32x4.mul(q0, r0), c);
  q1 = f32x4.add(f32x4.mul(q1, r1), c);
  c = v128.load32_splat(CONSTANTS, 40);
  q0 = f32x4.sub(f32x4.mul(q0, r0), c);
  q1 = f32x4.sub(f32x4.mul(q1, r1), c);
  q0 = f32x4.add(f32x4.mul(q0, r0), c);
  q1 = f32x4.add(f32x4.mul(q1, r1), c);
  // Times 2^m: m is added to the exponent.
  q0 = i32x4.add(q0, i32x4.shl(shifted0, 23));
  q1 = i32x4.add(q1, i32x4.shl(shifted1, 23));
  v128.store(to, f32x4.div(c, f32x4.add(c, q0)));
  v128.store(to, f32x4.div(c, f32x4.add(c, q1)), 16);
}

// to[8] = tanh(from[8]), to 4e-7 relative (so at most 2.4e-7 above 1).
export function tanhPair(from: usize, to: usize): void {
  let c = v128.load32_splat(CONSTANTS, 44);
  let d = f32x4.neg(c);
  const y0 = f32x4.pmin(f32x4.pmax(v128.load(from), d), c);
  const y1 = f32x4.pmin(f32x4.pmax(v128.load(from, 16), d), c);
  const z0 = f32x4.mul(y0, y0);
  const z1 = f32x4.mul(y1, y1);
  c = v128.load32_splat(CONSTANTS, 48);
  d = v128.load32_splat(CONSTANTS, 52);
  let p0 = f32x4.add(f32x4.mul(z0, c), d);
  let p1 = f32x4.add(f32x4.mul(z1, c), d);
  c = v128.load32_splat(CONSTANTS, 56);
  p0 = f32x4.add(f32x4.mul(z0, p0), c);
  p1 = f32x4.add(f32x4.mul(z1, p1), c);
  c = v128.load32_splat(CONSTANTS, 60);
  p0 = f32x4.add(f32x4.mul(z0, p0), c);
  p1 = f32x4.add(f32x4.mul(z1, p1), c);
  c = v128.load32_splat(CONSTANTS, 64);
  p0 = f32x4.add(f32x4.mul(z0, p0), c);
  p1 = f32x4.add(f32x4.mul(z1, p1), c);
  c = v128.load32_splat(CONSTANTS, 68);
  d = v128.load32_splat(CONSTANTS, 72);
  let q0 = f32x4.add(f32x4.mul(z0, c), d);
  let q1 = f32x4.add(f32x4.mul(z1, c), d);
  c = v128.load32_splat(CONSTANTS, 76);
  q0 = f32x4.add(f32x4.mul(z0, q0), c);
  q1 = f32x4.add(f32x4.mul(z1, q1), c);
  c = v128.load32_splat(CONSTANTS, 80);
  q0 = f32x4.add(f32x4.mul(z0, q0), c);
  q1 = f32x4.add(f32x4.mul(z1, q1), c);
  c = v128.load32_splat(CONSTANTS, 40);
  q0 = f32x4.add(f32x4.mul(z0, q0), c);
  q1 = f32x4.add(f32x4.mul(z1, q1), c);
  v128.store(to, f32x4.div(f32x4.mul(p0, y0), q0));
  v128.store(to, f32x4.div(f32x4.mul(p1, y1), q1), 16);
}
