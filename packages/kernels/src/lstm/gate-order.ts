import type { LstmWeights } from './weights.ts';
import { zeroLstmWeights } from './weights.ts';

/** The kernel works on units in blocks of eight; a model's units are padded with zeros to that. */
const UNIT_BLOCK = 8;

export function paddedUnits(units: number): number {
  return Math.ceil(units / UNIT_BLOCK) * UNIT_BLOCK;
}

/** How many values the kernel's form of the weights has: see `parameterCount` in assembly/lstm/layout.ts. */
export function kernelParameterCount(units: number, actions: number): number {
  const padded = paddedUnits(units);
  return (actions + padded + 1) * 4 * padded + padded + 4;
}

// Keras has the gates one after the other, `[gate, unit]`. The kernel has `[unit block, gate, unit in
// block]`, so that one tile of a product holds the four gates of the same units.
function kernelColumn(column: number, units: number): number {
  const gate = Math.floor(column / units);
  const unit = column % units;
  const inBlock = unit % UNIT_BLOCK;
  return (unit - inBlock) * 4 + gate * UNIT_BLOCK + inBlock;
}

/** Calls `visit` for every weight: its array, its index there, and its index in the kernel's form. */
function forEachWeight(
  { units, actions }: { readonly units: number; readonly actions: number },
  visit: (
    name: 'kernel' | 'recurrent' | 'bias' | 'dense' | 'denseBias',
    index: number,
    kernelIndex: number,
  ) => void,
): void {
  const padded = paddedUnits(units);
  const visitRows = (name: 'kernel' | 'recurrent' | 'bias', rows: number, firstRow: number) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < 4 * units; column++) {
        const kernelIndex = (firstRow + row) * 4 * padded + kernelColumn(column, units);
        visit(name, row * 4 * units + column, kernelIndex);
      }
    }
  };
  visitRows('kernel', actions, 0);
  visitRows('recurrent', units, actions);
  visitRows('bias', 1, actions + padded);
  const dense = (actions + padded + 1) * 4 * padded;
  for (let unit = 0; unit < units; unit++) visit('dense', unit, dense + unit);
  visit('denseBias', 0, dense + padded);
}

/** Writes `weights` in the kernel's form into `target`, whose padding stays as it is. */
export function toKernelOrder(weights: LstmWeights, target: Float32Array): void {
  forEachWeight(weights, (name, index, kernelIndex) => {
    target[kernelIndex] = weights[name][index] ?? 0;
  });
}

/** Reads the kernel's form back into new arrays in Keras' layout. */
export function fromKernelOrder(source: Float32Array, units: number, actions: number): LstmWeights {
  const weights = zeroLstmWeights(units, actions);
  forEachWeight(weights, (name, index, kernelIndex) => {
    weights[name][index] = source[kernelIndex] ?? 0;
  });
  return weights;
}
