import { expect, it } from 'vitest';
import { KernelsError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new KernelsError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'KernelsError', code: 'write_failed', cause });
});
