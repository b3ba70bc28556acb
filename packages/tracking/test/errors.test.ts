import { expect, it } from 'vitest';
import { TrackingError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new TrackingError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'TrackingError', code: 'write_failed', cause });
});
