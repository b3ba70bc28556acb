import { LstmInputError } from '../errors.ts';

/** Weights of the classifier in Keras' layout: gates i, f, c, o along the axis of 4 * units. */
export interface LstmWeights {
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

/** How many values each array of `LstmWeights` has. */
function weightSizes(units: number, actions: number) {
  return {
    kernel: actions * 4 * units,
    recurrent: units * 4 * units,
    bias: 4 * units,
    dense: units,
    denseBias: 1,
  } as const;
}

/** Weights of zeros. */
export function zeroLstmWeights(units: number, actions: number): LstmWeights {
  const sizes = weightSizes(units, actions);
  return {
    units,
    actions,
    kernel: new Float32Array(sizes.kernel),
    recurrent: new Float32Array(sizes.recurrent),
    bias: new Float32Array(sizes.bias),
    dense: new Float32Array(sizes.dense),
    denseBias: new Float32Array(sizes.denseBias),
  };
}

/** Throws LstmInputError unless the arrays have the sizes of a model of `units` and `actions`. */
export function checkWeights(weights: LstmWeights, units: number, actions: number): void {
  if (weights.units !== units || weights.actions !== actions) {
    throw new LstmInputError(
      'weights',
      `units ${units} and actions ${actions}, as the kernel was created with`,
      `units ${weights.units} and actions ${weights.actions}`,
    );
  }
  for (const [name, size] of Object.entries(weightSizes(units, actions))) {
    const values = weights[name as keyof ReturnType<typeof weightSizes>];
    if (values.length !== size) {
      throw new LstmInputError(
        `weights.${name}`,
        `${size} values for units ${units} and actions ${actions}`,
        `${values.length}`,
      );
    }
  }
}
