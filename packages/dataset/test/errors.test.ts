import { expect, it } from 'vitest';
import { DatasetError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new DatasetError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'DatasetError', code: 'write_failed', cause });
});
