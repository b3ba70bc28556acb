import { GraphError } from '../errors.ts';
import type { LstmParameters } from './operation.ts';
import { describeTensor, resultOf, type Tensor } from './tensor.ts';

/**
 * The hidden state of an LSTM after the last real step of each row, as Keras computes it behind
 * Masking: a step that is not real leaves the state as it was, wherever it stands.
 *
 * @param steps float32 [batch, time, feature]
 * @param isReal bool [batch, time]
 * @returns float32 [batch, unit]; zeros for a row without a real step
 */
export function lstm(steps: Tensor, isReal: Tensor, parameters: LstmParameters): Tensor {
  const [batch, time, features] = steps.shape;
  const { units, kernel, recurrent, bias } = parameters;
  if (
    steps.type !== 'float32' ||
    isReal.type !== 'bool' ||
    typeof features !== 'number' ||
    batch === undefined ||
    isReal.shape.length !== 2 ||
    isReal.shape[0] !== batch ||
    isReal.shape[1] !== time
  ) {
    throw new GraphError(
      'lstm',
      'float32 [batch, time, <features>] and bool [batch, time]',
      `${describeTensor(steps)} and ${describeTensor(isReal)}`,
    );
  }
  const sizes = { kernel: features * 4 * units, recurrent: units * 4 * units, bias: 4 * units };
  const given = { kernel: kernel.length, recurrent: recurrent.length, bias: bias.length };
  for (const name of ['kernel', 'recurrent', 'bias'] as const) {
    if (given[name] !== sizes[name]) {
      throw new GraphError(`lstm ${name}`, `${sizes[name]} values`, String(given[name]));
    }
  }
  return resultOf({ kind: 'lstm', steps, isReal, parameters }, 'float32', [batch, units]);
}
