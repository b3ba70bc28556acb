import { integerCheck } from '../check-integer.ts';
import { LstmInputError } from '../errors.ts';

/** Throws LstmInputError unless a value is an integer in its range. */
export const checkInteger = integerCheck(LstmInputError);

/** Sequences of action codes, one row each. */
export interface SequenceBatch {
  /** `[batch, time]`, codes 0 to actions - 1; values at and after a row's length are not read. */
  readonly codes: Uint8Array;
  /** `[batch]`, events of each row: 0 to time. A row of 0 is answered by the dense bias alone. */
  readonly lengths: Int32Array | Uint32Array | Uint16Array | Uint8Array;
  readonly batch: number;
  readonly time: number;
}

/** Sequences with their answers. */
export interface LabelledBatch extends SequenceBatch {
  /** `[batch]`, probability of the positive class: 0, 1 or between. */
  readonly labels: Uint8Array | Float32Array;
  /** `[batch]`, what each row's loss is multiplied by in the sum; 1 / batch, the mean, when left out. */
  readonly weights?: Float32Array;
}

/** Throws LstmInputError unless the arrays fit `batch` and `time`, and `time` fits the kernel. */
export function checkBatch(
  { codes, lengths, batch, time }: SequenceBatch,
  maxBatch: number,
  maxTime: number,
): void {
  checkInteger('batch', batch, 1, maxBatch);
  checkInteger('time', time, 1, maxTime);
  checkLength('codes', codes.length, batch * time, `batch ${batch} x time ${time}`);
  checkLength('lengths', lengths.length, batch, `batch ${batch}`);
}

export function checkLabels({ labels, weights, batch }: LabelledBatch): void {
  checkLength('labels', labels.length, batch, `batch ${batch}`);
  if (weights !== undefined) checkLength('weights', weights.length, batch, `batch ${batch}`);
}

/** Throws LstmInputError unless `value` is an integer in [least, most]. */
function checkLength(name: string, length: number, least: number, why: string): void {
  if (length < least) {
    throw new LstmInputError(name, `at least ${least} values (${why})`, `${length}`);
  }
}
