import { sigmoidPair, tanhPair } from './activations';

// The activations over `count` float32 (a multiple of 8), for tests of their error.
export function sigmoid(from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 32) sigmoidPair(from + at, to + at);
}

export function tanh(from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 32) tanhPair(from + at, to + at);
}
