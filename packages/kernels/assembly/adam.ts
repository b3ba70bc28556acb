// Adam as Keras writes it, over `count` float32 (a multiple of 4): the bias correction of both moments
// is in `stepSize` = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t), epsilon stands outside it.
export function adam(
  weights: usize,
  gradients: usize,
  firstMoments: usize,
  secondMoments: usize,
  count: usize,
  stepSize: f32,
  oneMinusBeta1: f32,
  oneMinusBeta2: f32,
  epsilon: f32,
): void {
  for (let at: usize = 0; at < count << 2; at += 16) {
    const gradient = v128.load(gradients + at);
    let m = v128.load(firstMoments + at);
    let v = v128.load(secondMoments + at);
    m = f32x4.add(m, f32x4.mul(f32x4.sub(gradient, m), f32x4.splat(oneMinusBeta1)));
    v = f32x4.add(
      v,
      f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v), f32x4.splat(oneMinusBeta2)),
    );
    v128.store(firstMoments + at, m);
    v128.store(secondMoments + at, v);
    const step = f32x4.div(
      f32x4.mul(m, f32x4.splat(stepSize)),
      f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon)),
    );
    v128.store(weights + at, f32x4.sub(v128.load(weights + at), step));
  }
}
