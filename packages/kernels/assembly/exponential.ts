// The constants of exp(r) = 1 + r + r^2 q(r), |r| <= ln 2 / 2, as in activations.
const CONSTANTS: usize = memory.data<f32>([
  1.44269504, 12582912, 0.693359375, -2.1219444e-4, 0.00138825163461, 0.00836654713003,
  0.0416672007135, 0.166665434243, 0.499999981496, 1, -80,
]);

// exp(x) of four values up to 80; below -80 it is 0, so that no denormal enters a product.
export function exp(x: v128): v128 {
  const limit = v128.load32_splat(CONSTANTS, 40);
  const isGone = f32x4.lt(x, limit);
  const y = f32x4.max(x, limit);
  const half = v128.load32_splat(CONSTANTS, 4);
  const shifted = f32x4.add(f32x4.mul(y, v128.load32_splat(CONSTANTS)), half);
  const n = f32x4.sub(shifted, half);
  let r = f32x4.sub(y, f32x4.mul(n, v128.load32_splat(CONSTANTS, 8)));
  r = f32x4.sub(r, f32x4.mul(n, v128.load32_splat(CONSTANTS, 12)));
  const one = v128.load32_splat(CONSTANTS, 36);
  let q = f32x4.mul(v128.load32_splat(CONSTANTS, 16), r);
  q = f32x4.add(q, v128.load32_splat(CONSTANTS, 20));
  q = f32x4.add(f32x4.mul(q, r), v128.load32_splat(CONSTANTS, 24));
  q = f32x4.add(f32x4.mul(q, r), v128.load32_splat(CONSTANTS, 28));
  q = f32x4.add(f32x4.mul(q, r), v128.load32_splat(CONSTANTS, 32));
  q = f32x4.add(f32x4.mul(q, r), one);
  q = f32x4.add(f32x4.mul(q, r), one);
  q = i32x4.add(q, i32x4.shl(shifted, 23));
  return v128.andnot(q, isGone);
}

// exp(x) of one value.
export function exponential(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

export function laneSum(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

export function laneMax(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}
