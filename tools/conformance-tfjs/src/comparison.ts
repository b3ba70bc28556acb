/** What one engine made of a training: numbers only, so that two of them can be compared. */
export interface Outcome {
  /** What computed. */
  readonly backend: string;
  /** [epoch] mean training loss, in nats */
  readonly losses: readonly number[];
  /** [epoch] what the trainer watches on the validation rows */
  readonly validation: readonly number[];
  /** What the trained model says of rows that it has not seen. */
  readonly predictions: Float32Array;
  /** Quality on those rows, by name. */
  readonly quality: Readonly<Record<string, number>>;
  /** The files of the bundle and their sizes. */
  readonly files: Readonly<Record<string, number>>;
}

/** One thing that both engines must agree on. */
export interface Verdict {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** The largest difference that is let pass. */
export interface Tolerances {
  /** Of an epoch's loss, in nats. */
  readonly loss: number;
  readonly validation: number;
  readonly prediction: number;
  readonly quality: number;
}

/** Compares TensorFlow's outcome with that of our kernels, from the same seed, weights and batches. */
export function compare(
  model: string,
  kernels: Outcome,
  tensorflow: Outcome,
  tolerances: Tolerances,
): readonly Verdict[] {
  const within = (what: string, largest: number, tolerance: number): Verdict => ({
    what: `${model}: ${what}`,
    passed: largest <= tolerance, // NaN does not pass
    detail: `largest difference ${largest.toExponential(1)}, allowed ${tolerance}`,
  });
  const names = Object.keys(kernels.quality);
  const [own, theirs] = [kernels, tensorflow].map(({ quality }) =>
    names.map((name) => quality[name] ?? NaN),
  );
  const files = [kernels, tensorflow].map((outcome) => JSON.stringify(outcome.files));
  return [
    {
      what: `${model}: the engines`,
      passed: tensorflow.backend.startsWith('tensorflow, @tensorflow/tfjs-node'),
      detail: `${kernels.backend}; ${tensorflow.backend}`,
    },
    within(
      'losses by epoch',
      largestDifference(kernels.losses, tensorflow.losses),
      tolerances.loss,
    ),
    within(
      'validation by epoch',
      largestDifference(kernels.validation, tensorflow.validation),
      tolerances.validation,
    ),
    within(
      `${kernels.predictions.length} predictions`,
      largestDifference(kernels.predictions, tensorflow.predictions),
      tolerances.prediction,
    ),
    within(names.join(', '), largestDifference(own ?? [], theirs ?? []), tolerances.quality),
    {
      what: `${model}: the files of the bundle`,
      passed: files[0] === files[1] && Object.keys(kernels.files).length > 0,
      detail: files[0] === files[1] ? (files[0] ?? '') : files.join(' and '),
    },
  ];
}

/** NaN where one is longer, empty, or holds what is no number. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) return NaN;
  let largest = 0;
  for (let place = 0; place < a.length; place++) {
    const difference = Math.abs((a[place] ?? NaN) - (b[place] ?? NaN));
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(largest)) return NaN;
  }
  return largest;
}
