import { expect, it } from 'vitest';
import { ExportError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new ExportError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'ExportError', code: 'write_failed', cause });
});
