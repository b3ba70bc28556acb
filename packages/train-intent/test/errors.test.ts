import { expect, it } from 'vitest';
import { TrainIntentError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new TrainIntentError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'TrainIntentError', code: 'write_failed', cause });
});
