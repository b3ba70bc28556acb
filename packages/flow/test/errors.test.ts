import { expect, it } from 'vitest';
import { FlowError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new FlowError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'FlowError', code: 'write_failed', cause });
});
