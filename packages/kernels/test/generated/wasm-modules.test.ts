import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  compileWasm,
  generatedFile,
  generatedSource,
  MODULES,
} from '../../scripts/compile-wasm.ts';
import { layoutFile, LAYOUTS, layoutSource } from '../../scripts/host-layout.ts';

it.each(MODULES)('the committed module %s is what assembly/ compiles to', async (name) => {
  const fresh = generatedSource(name, await compileWasm(name));
  expect(await readFile(generatedFile(name), 'utf8')).toBe(fresh);
});

it.each(LAYOUTS)("the host's $name layout is what assembly/ says", async (layout) => {
  expect(await readFile(layoutFile(layout), 'utf8')).toBe(await layoutSource(layout));
});
