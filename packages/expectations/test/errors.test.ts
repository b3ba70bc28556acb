import { expect, it } from 'vitest';
import { ExpectationsError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new ExpectationsError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'ExpectationsError', code: 'write_failed', cause });
});
