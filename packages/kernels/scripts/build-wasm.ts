import { writeFile } from 'node:fs/promises';
import { compileWasm, generatedFile, generatedSource, MODULES } from './compile-wasm.ts';

for (const name of MODULES) {
  const bytes = await compileWasm(name);
  await writeFile(generatedFile(name), generatedSource(name, bytes));
  process.stdout.write(`src/generated/${name}-wasm.ts: ${bytes.length} bytes of WebAssembly\n`);
}
