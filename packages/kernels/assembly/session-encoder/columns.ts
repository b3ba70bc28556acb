import { transposedTile } from '../product';
import {
  COLUMN_BELOW,
  COLUMN_COUNT,
  COLUMN_GRADIENTS,
  COLUMN_INVERSE,
  COLUMN_ITEMS,
  COLUMN_KEEP,
  COLUMN_PANELS,
  COLUMN_SITE,
  DIM,
  DROPOUT_SEED,
  ITEMS,
  LOGITS,
  model,
  number,
  PADDED_ROWS,
  PANELS,
  panelOf,
  UNITS,
  vectorOf,
} from './layout';
import { addScaled, dot, dropped, inverseLength } from './vectors';

// The rows of a panel's eight columns: of length 1, dropped, and laid out for both products.
export function gatherPanel(panel: usize, thread: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const seed = (model(DROPOUT_SEED) as i32) ^ COLUMN_SITE;
  const unit = vectorOf(thread);
  const to = model(PANELS) + panel * (d << 5);
  for (let lane: usize = 0; lane < 8; lane++) {
    const column = (panel << 3) + lane;
    const item = load<i32>(model(COLUMN_ITEMS) + (column << 2));
    if (item < 0) memory.fill(unit, 0, bytes);
    else {
      const row = model(ITEMS) + (item as usize) * bytes;
      const inverse = inverseLength(row, bytes);
      store<f32>(model(COLUMN_INVERSE) + (column << 2), inverse);
      const factor = inverse * number(COLUMN_KEEP);
      dropped(row, unit, factor, bytes, column * d, seed, model(COLUMN_BELOW));
    }
    for (let i: usize = 0; i < d; i++) {
      store<f32>(to + (i << 5) + (lane << 2), load<f32>(unit + (i << 2)));
    }
    const spread = model(COLUMN_PANELS) + (column << 5);
    const stride = model(COLUMN_COUNT) << 5;
    for (let i: usize = 0; i < d; i += 8) {
      const target = spread + (i >> 3) * stride;
      v128.store(target, v128.load(unit + (i << 2)));
      v128.store(target, v128.load(unit + (i << 2), 16), 16);
    }
  }
}

// The gradients of a panel's eight rows, out of those of all logits of their columns.
export function columnsBackward(panel: usize, thread: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const seed = (model(DROPOUT_SEED) as i32) ^ COLUMN_SITE;
  const sums = panelOf(thread);
  const slope = vectorOf(thread);
  memory.fill(sums, 0, d << 5);
  for (let i: usize = 0; i < d; i += 4) {
    transposedTile(
      model(UNITS) + (i << 2),
      bytes,
      model(LOGITS) + (panel << 5),
      model(COLUMN_COUNT) << 2,
      model(PADDED_ROWS),
      sums + (i << 5),
      32,
    );
  }
  for (let lane: usize = 0; lane < 8; lane++) {
    const column = (panel << 3) + lane;
    const item = load<i32>(model(COLUMN_ITEMS) + (column << 2));
    if (item < 0) continue;
    for (let i: usize = 0; i < d; i++) {
      store<f32>(slope + (i << 2), load<f32>(sums + (i << 5) + (lane << 2)));
    }
    const row = model(ITEMS) + (item as usize) * bytes;
    const inverse = load<f32>(model(COLUMN_INVERSE) + (column << 2));
    const to = model(COLUMN_GRADIENTS) + column * bytes;
    const factor = inverse * number(COLUMN_KEEP);
    dropped(slope, to, factor, bytes, column * d, seed, model(COLUMN_BELOW));
    addScaled(to, row, -dot(to, row, bytes) * inverse * inverse, bytes);
  }
}
