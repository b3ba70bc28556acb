import { sigmoidPair, tanhPair } from '../activations';

// One LSTM cell step for eight units of one row. `gates` holds z on entry and i, f, g, o on exit
// (eight each): c = f * c' + i * g, h = o * tanh(c), with c' the cell one step earlier.
export function cellForward(
  gates: usize,
  previousCell: usize,
  cell: usize,
  tanhCell: usize,
  hidden: usize,
): void {
  sigmoidPair(gates, gates);
  sigmoidPair(gates + 32, gates + 32);
  tanhPair(gates + 64, gates + 64);
  sigmoidPair(gates + 96, gates + 96);
  for (let lane: usize = 0; lane < 32; lane += 16) {
    const kept = f32x4.mul(v128.load(gates + lane, 32), v128.load(previousCell + lane));
    const added = f32x4.mul(v128.load(gates + lane), v128.load(gates + lane, 64));
    v128.store(cell + lane, f32x4.add(kept, added));
  }
  tanhPair(cell, tanhCell);
  for (let lane: usize = 0; lane < 32; lane += 16) {
    v128.store(hidden + lane, f32x4.mul(v128.load(gates + lane, 96), v128.load(tanhCell + lane)));
  }
}

// Gradients fade along a long sequence; below this they count for nothing in float32 sums, and further
// down lie the denormals, which some processors compute a hundred times slower. A NaN stays.
function withoutFaded(gradient: v128): v128 {
  return v128.andnot(gradient, f32x4.lt(f32x4.abs(gradient), f32x4.splat(1e-30)));
}

// The same step backwards: `gates` holds i, f, g, o on entry and their dz on exit; `dCell` holds the
// gradient that comes from the later step on entry and the one for the earlier step on exit.
export function cellBackward(
  gates: usize,
  previousCell: usize,
  tanhCell: usize,
  dHidden: usize,
  dCell: usize,
): void {
  const one = f32x4.splat(1);
  for (let lane: usize = 0; lane < 32; lane += 16) {
    const i = v128.load(gates + lane);
    const f = v128.load(gates + lane, 32);
    const g = v128.load(gates + lane, 64);
    const o = v128.load(gates + lane, 96);
    const tc = v128.load(tanhCell + lane);
    const dh = withoutFaded(v128.load(dHidden + lane));
    const dhTc = f32x4.mul(dh, tc);
    const dhO = f32x4.mul(dh, o);
    const dc = f32x4.add(
      v128.load(dCell + lane),
      f32x4.sub(dhO, f32x4.mul(dhO, f32x4.mul(tc, tc))),
    );
    const dcI = f32x4.mul(dc, i);
    const dcF = f32x4.mul(dc, f);
    v128.store(gates + lane, f32x4.mul(f32x4.mul(dcI, g), f32x4.sub(one, i)));
    v128.store(
      gates + lane,
      f32x4.mul(f32x4.mul(dcF, v128.load(previousCell + lane)), f32x4.sub(one, f)),
      32,
    );
    v128.store(gates + lane, f32x4.sub(dcI, f32x4.mul(dcI, f32x4.mul(g, g))), 64);
    v128.store(gates + lane, f32x4.mul(f32x4.mul(dhTc, o), f32x4.sub(one, o)), 96);
    v128.store(dCell + lane, withoutFaded(dcF));
  }
}
