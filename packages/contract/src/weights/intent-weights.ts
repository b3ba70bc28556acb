import { WeightsFormatError } from '../errors.ts';
import { ACTIONS } from '../session/actions.ts';

/** Weights of the intent model, LSTM and dense layer, in Keras's layout: gates i, f, c, o along 4 * units. */
export interface IntentWeights {
  readonly units: number;
  readonly actions: number;
  /** `[action, 4 * unit]` */
  readonly kernel: Float32Array;
  /** `[unit, 4 * unit]` */
  readonly recurrent: Float32Array;
  /** `[4 * unit]` */
  readonly bias: Float32Array;
  /** `[unit]` */
  readonly dense: Float32Array;
  /** `[1]` */
  readonly denseBias: Float32Array;
}

/** The arrays of the weights, in the order in which they are stored. */
export const INTENT_PARAMETERS = ['kernel', 'recurrent', 'bias', 'dense', 'denseBias'] as const;

/** How many values each array of an LSTM of `units` units holds. */
export function intentParameterSizes(
  units: number,
): Record<(typeof INTENT_PARAMETERS)[number], number> {
  return {
    kernel: ACTIONS.length * 4 * units,
    recurrent: units * 4 * units,
    bias: 4 * units,
    dense: units,
    denseBias: 1,
  };
}

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
export function serializeWeights(weights: IntentWeights): Uint8Array {
  const sizes = intentParameterSizes(weights.units);
  const values = INTENT_PARAMETERS.reduce((sum, name) => sum + sizes[name], 0);
  const bytes = new Uint8Array(HEADER_BYTES + 4 * values);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(4, weights.units, true);
  view.setUint32(8, weights.actions, true);
  let position = HEADER_BYTES;
  for (const name of INTENT_PARAMETERS) {
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
export function deserializeWeights(bytes: Uint8Array): IntentWeights {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new WeightsFormatError(`${bytes.length} bytes that do not start with the format's mark`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units = view.getUint32(4, true);
  const actions = view.getUint32(8, true);
  if (units < 1 || units > MAX_UNITS || actions !== ACTIONS.length) {
    throw new WeightsFormatError(`an LSTM of ${units} units over ${actions} actions`);
  }
  const sizes = intentParameterSizes(units);
  const expected = INTENT_PARAMETERS.reduce((sum, name) => sum + 4 * sizes[name], HEADER_BYTES);
  if (bytes.length !== expected) {
    throw new WeightsFormatError(`${bytes.length} bytes where ${units} units need ${expected}`);
  }
  let position = HEADER_BYTES;
  const read = (name: (typeof INTENT_PARAMETERS)[number]) => {
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
