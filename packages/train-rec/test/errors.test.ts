import { expect, it } from 'vitest';
import { TrainRecError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new TrainRecError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'TrainRecError', code: 'write_failed', cause });
});
