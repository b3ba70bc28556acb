import { PredictionMismatchError, PredictionShapeError } from '../errors.ts';

/** A prediction on which two runtimes disagree. */
export interface PredictionDifference {
  /** Which case, counted from 0. */
  readonly index: number;
  readonly expected: number;
  readonly actual: number;
  /** Infinity when one side is not a finite number. */
  readonly absoluteError: number;
}

/** How closely two runtimes agree about the same model on the same cases. */
export interface PredictionReport {
  readonly agrees: boolean;
  readonly tolerance: number;
  readonly compared: number;
  readonly mismatches: number;
  readonly maxAbsoluteError: number;
  readonly meanAbsoluteError: number;
  /** The largest differences beyond the tolerance, worst first, five at most. */
  readonly worst: readonly PredictionDifference[];
}

export interface PredictionComparison {
  /** What the trainer's model says; [case] */
  readonly expected: ArrayLike<number>;
  /** What the served model says; [case] */
  readonly actual: ArrayLike<number>;
  /** Largest absolute difference that still agrees. */
  readonly tolerance?: number;
}

/** float32 keeps about 7 digits; two LSTMs that add in another order differ by some 1e-6. */
export const DEFAULT_TOLERANCE = 1e-5;
const WORST_SHOWN = 5;

/**
 * Compares two models' predictions case by case; a value that is not finite on either side is a mismatch.
 *
 * @throws PredictionShapeError if there is nothing to compare, or the lengths differ
 */
export function verifyPredictions({
  expected,
  actual,
  tolerance = DEFAULT_TOLERANCE,
}: PredictionComparison): PredictionReport {
  const compared = expected.length;
  if (compared === 0) throw new PredictionShapeError('expected at least one case, got none');
  if (actual.length !== compared) {
    throw new PredictionShapeError(`expected ${compared} predictions, got ${actual.length}`);
  }
  const different: PredictionDifference[] = [];
  let sum = 0;
  let maxAbsoluteError = 0;
  for (let index = 0; index < compared; index += 1) {
    const wanted = expected[index] ?? Number.NaN;
    const got = actual[index] ?? Number.NaN;
    const error = Math.abs(wanted - got);
    const absoluteError = Number.isFinite(error) ? error : Infinity;
    sum += absoluteError;
    maxAbsoluteError = Math.max(maxAbsoluteError, absoluteError);
    if (absoluteError > tolerance)
      different.push({ index, expected: wanted, actual: got, absoluteError });
  }
  different.sort((a, b) =>
    a.absoluteError === b.absoluteError ? a.index - b.index : b.absoluteError - a.absoluteError,
  );
  return {
    agrees: different.length === 0,
    tolerance,
    compared,
    mismatches: different.length,
    maxAbsoluteError,
    meanAbsoluteError: sum / compared,
    worst: different.slice(0, WORST_SHOWN),
  };
}

/**
 * As {@link verifyPredictions}, but a disagreement throws: the gate before a deploy.
 *
 * @throws PredictionMismatchError with the worst cases; PredictionShapeError
 */
export function requireAgreement(comparison: PredictionComparison): PredictionReport {
  const report = verifyPredictions(comparison);
  if (!report.agrees) throw new PredictionMismatchError(report);
  return report;
}
