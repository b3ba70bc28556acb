import { PipelineError } from '../errors.ts';
import type { RecCandidate } from './rec-params.ts';

/**
 * What all candidates must have alike, for they are judged on the same sessions.
 *
 * @throws PipelineError if they split the data in different ways
 */
export function commonSplit(candidates: readonly RecCandidate[]): {
  readonly seed: number;
  readonly validationRatio: number;
  readonly testRatio: number;
} {
  const [first] = candidates;
  if (first === undefined) {
    throw new PipelineError('sweep_empty', 'Reading the sweep: it lists no model.');
  }
  const { SEED, VALIDATION_RATIO, TEST_RATIO } = first.config;
  const other = candidates.find(
    ({ config }) =>
      config.VALIDATION_RATIO !== VALIDATION_RATIO || config.TEST_RATIO !== TEST_RATIO,
  );
  if (other !== undefined) {
    throw new PipelineError(
      'sweep_split_differs',
      `Reading the sweep: expected one VALIDATION_RATIO and one TEST_RATIO, for models are compared on the same sessions; ` +
        `${first.name} has ${VALIDATION_RATIO} and ${TEST_RATIO}, ${other.name} ${other.config.VALIDATION_RATIO} and ${other.config.TEST_RATIO}.`,
    );
  }
  if (VALIDATION_RATIO + TEST_RATIO >= 1) {
    throw new PipelineError(
      'nothing_to_train_on',
      `Reading the model configuration: VALIDATION_RATIO ${VALIDATION_RATIO} and TEST_RATIO ${TEST_RATIO} leave nothing to train on; give them a sum below 1.`,
    );
  }
  return { seed: SEED, validationRatio: VALIDATION_RATIO, testRatio: TEST_RATIO };
}
