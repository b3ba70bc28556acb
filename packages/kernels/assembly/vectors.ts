import { sigmoid as sigmoid4, tanh as tanh4 } from './activations';

// The activations over `count` float32 (a multiple of 4), for tests of their error.
export function sigmoid(from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 16) {
    v128.store(to + at, sigmoid4(v128.load(from + at)));
  }
}

export function tanh(from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 16) {
    v128.store(to + at, tanh4(v128.load(from + at)));
  }
}
