import { expect, it } from 'vitest';
import { UiError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new UiError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'UiError', code: 'write_failed', cause });
});
