import { ACTIONS } from '@lf/dataset';
import type { LstmWeights } from '@lf/kernels';
import { WeightsFormatError } from '../errors.ts';
import { PARAMETER_NAMES, parameterSizes } from './weights.ts';

/** 'LFI' and the format's version. */
const MAGIC = [0x4c, 0x46, 0x49, 1];
/** The magic, the units and the actions, 4 bytes each. */
const HEADER_BYTES = 12;
/** As the config's largest LSTM_DIMS: keeps a damaged header from asking for gigabytes. */
const MAX_UNITS = 1024;

/**
 * Weights as bytes: the magic `LFI\x01`, units and actions as uint32, then kernel, recurrent, bias,
 * dense and dense bias as float32, all little-endian. Same weights, same bytes.
 */
export function serializeWeights(weights: LstmWeights): Uint8Array {
  const sizes = parameterSizes(weights.units);
  const values = PARAMETER_NAMES.reduce((sum, name) => sum + sizes[name], 0);
  const bytes = new Uint8Array(HEADER_BYTES + 4 * values);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(4, weights.units, true);
  view.setUint32(8, weights.actions, true);
  let position = HEADER_BYTES;
  for (const name of PARAMETER_NAMES) {
    for (const value of weights[name]) {
      view.setFloat32(position, value, true);
      position += 4;
    }
  }
  return bytes;
}

/**
 * Weights from the bytes that `serializeWeights` wrote.
 *
 * @throws WeightsFormatError when they are not, or are cut short
 */
export function deserializeWeights(bytes: Uint8Array): LstmWeights {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new WeightsFormatError(`${bytes.length} bytes that do not start with the format's mark`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units = view.getUint32(4, true);
  const actions = view.getUint32(8, true);
  if (units < 1 || units > MAX_UNITS || actions !== ACTIONS.length) {
    throw new WeightsFormatError(`an LSTM of ${units} units over ${actions} actions`);
  }
  const sizes = parameterSizes(units);
  const expected = PARAMETER_NAMES.reduce((sum, name) => sum + 4 * sizes[name], HEADER_BYTES);
  if (bytes.length !== expected) {
    throw new WeightsFormatError(`${bytes.length} bytes where ${units} units need ${expected}`);
  }
  let position = HEADER_BYTES;
  const read = (name: (typeof PARAMETER_NAMES)[number]) => {
    const start = position;
    position += 4 * sizes[name];
    return Float32Array.from({ length: sizes[name] }, (_, index) =>
      view.getFloat32(start + 4 * index, true),
    );
  };
  return {
    units,
    actions,
    kernel: read('kernel'),
    recurrent: read('recurrent'),
    bias: read('bias'),
    dense: read('dense'),
    denseBias: read('denseBias'),
  };
}
