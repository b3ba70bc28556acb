import { expect, it } from 'vitest';
import { DeployError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new DeployError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'DeployError', code: 'write_failed', cause });
});
