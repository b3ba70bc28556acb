import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileLstm, generatedSource } from '../../scripts/compile-wasm.ts';

it('the committed module is what assembly/ compiles to', async () => {
  const target = new URL('../../src/generated/lstm-wasm.ts', import.meta.url);
  const fresh = generatedSource(await compileLstm());
  expect(await readFile(target, 'utf8')).toBe(fresh);
});
