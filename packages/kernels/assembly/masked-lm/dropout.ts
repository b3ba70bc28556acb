import { keepMask } from '../keep-mask';
import { DIM, DROPOUT_BELOW, DROPOUT_SCALE, DROPOUT_SEED, LAYERS, model, number } from './layout';

// Drops values of rows[rows, D] and scales what stays, the same ones on the way forth and back: a value's fate
// is a hash of (seed, token, site, dimension), so it depends on neither shards nor threads. `site` 0 is the
// input, then each layer has two. src/masked-lm/dropout.ts computes the same hash.
export function drop(rows: usize, count: usize, firstToken: usize, site: usize): void {
  const below = model(DROPOUT_BELOW) as u32;
  if (below == 0) return;
  const d = model(DIM);
  const limit = i32x4.splat(below);
  const scale = f32x4.splat(number(DROPOUT_SCALE));
  const sites: usize = 1 + 2 * model(LAYERS);
  const seed = i32x4.splat(model(DROPOUT_SEED) as i32);
  for (let row: usize = 0; row < count; row++) {
    let counter = ((firstToken + row) * sites + site) * d;
    for (let at: usize = 0; at < d << 2; at += 16) {
      const isKept = keepMask(counter, seed, limit);
      const address = rows + ((row * d) << 2) + at;
      v128.store(address, v128.and(f32x4.mul(v128.load(address), scale), isKept));
      counter += 4;
    }
  }
}
