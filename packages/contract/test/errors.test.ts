import { expect, it } from 'vitest';
import { ContractError } from '../src/index.ts';

it('keeps the code and the cause of a failure', () => {
  const cause = new Error('disk');
  const error = new ContractError('write_failed', 'while writing', { cause });
  expect(error).toMatchObject({ name: 'ContractError', code: 'write_failed', cause });
});
