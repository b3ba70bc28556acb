import { job } from '../tasks';
import { ACTIONS, PACKED, UNITS, WEIGHTS } from './layout';

// Packed, all float32: table [A, G] = kernel + bias, then the recurrent weights in panels of eight
// columns [G / 8, U, 8], then transposed [U / 8, G, 8].
export function pack(): void {
  const units = job(UNITS);
  const actions = job(ACTIONS);
  const weights = job(WEIGHTS);
  const gateBytes = units << 4;
  const recurrent = weights + actions * gateBytes;
  const bias = recurrent + units * gateBytes;
  let out = job(PACKED);
  for (let action: usize = 0; action < actions; action++) {
    for (let g: usize = 0; g < gateBytes; g += 16) {
      const kernel = v128.load(weights + action * gateBytes + g);
      v128.store(out, f32x4.add(kernel, v128.load(bias + g)));
      out += 16;
    }
  }
  for (let g: usize = 0; g < gateBytes; g += 32) {
    for (let unit: usize = 0; unit < units; unit++) {
      const from = recurrent + unit * gateBytes + g;
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      out += 32;
    }
  }
  for (let unit: usize = 0; unit < units; unit += 8) {
    for (let g: usize = 0; g < gateBytes; g += 4) {
      for (let j: usize = 0; j < 8; j++) {
        store<f32>(out, load<f32>(recurrent + (unit + j) * gateBytes + g));
        out += 4;
      }
    }
  }
}
