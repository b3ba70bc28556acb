// exp(x) - 1 for four lanes, |x| <= 87, to about 1e-7 relative: x = n ln 2 + r with |r| <= ln 2 / 2,
// exp(r) - 1 = r + r^2 q(r), and q is the minimax polynomial of degree 4 (relative error 1.4e-8, fitted
// by Lawson's iteration). ln 2 is split in two so that n ln 2 is exact in the first product.
export function expm1(x: v128): v128 {
  // Adding 1.5 * 2^23 rounds to the nearest integer and leaves that integer in the lowest bits.
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  const r = f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.1219444e-4)),
  );
  let q = f32x4.add(f32x4.mul(r, f32x4.splat(0.00138825163461)), f32x4.splat(0.00836654713003));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.0416672007135));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.166665434243));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.499999981496));
  const p = f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q));
  const power = i32x4.add(i32x4.shl(shifted, 23), f32x4.splat(1)); // the bits of 2^n
  return f32x4.add(f32x4.mul(power, p), f32x4.sub(power, f32x4.splat(1)));
}

// A NaN stays a NaN: pmin and pmax return their first operand when the comparison fails.
function clamp(x: v128, limit: f32): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(-limit)), f32x4.splat(limit));
}

// 1 / (1 + exp(-x))
export function sigmoid(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(2), expm1(clamp(f32x4.neg(x), 87))));
}

// (exp(2x) - 1) / (exp(2x) + 1); past |2x| = 20 it is +-1 in float32.
export function tanh(x: v128): v128 {
  const e = expm1(clamp(f32x4.add(x, x), 20));
  return f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
}
