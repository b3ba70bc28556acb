import {
  DENSE,
  DIM,
  FF,
  innerKernel,
  layerBytes,
  mergeKernel,
  model,
  outerKernel,
  PACKED,
  TIMES,
} from './layout';

// Each kernel of a layer in panels of eight columns [columns / 8, depth, 8], then its transpose in panels.
// Bytes of a layer: twice its kernels.
export function packedBytes(d: usize, f: usize): usize {
  return 2 * 4 * (4 * d * d + 2 * d * f);
}

export function packLayer(layer: usize): void {
  const d = model(DIM);
  const f = model(FF);
  const from = model(DENSE) + model(TIMES) * d * 4 + layer * layerBytes(d, f);
  let to = model(PACKED) + layer * packedBytes(d, f);
  to = packBoth(from, d, 3 * d, to);
  to = packBoth(from + mergeKernel(d), d, d, to);
  to = packBoth(from + innerKernel(d), d, f, to);
  packBoth(from + outerKernel(d, f), f, d, to);
}

function packBoth(kernel: usize, depth: usize, columns: usize, to: usize): usize {
  for (let column: usize = 0; column < columns; column += 8) {
    for (let row: usize = 0; row < depth; row++) {
      const from = kernel + (row * columns + column) * 4;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += 32;
    }
  }
  for (let row: usize = 0; row < depth; row += 8) {
    for (let column: usize = 0; column < columns; column++) {
      for (let j: usize = 0; j < 8; j++) {
        store<f32>(to, load<f32>(kernel + ((row + j) * columns + column) * 4));
        to += 4;
      }
    }
  }
  return to;
}
