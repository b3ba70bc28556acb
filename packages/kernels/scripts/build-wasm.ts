import { writeFile } from 'node:fs/promises';
import { compileWasm, generatedFile, generatedSource, MODULES } from './compile-wasm.ts';
import { layoutFile, LAYOUTS, layoutSource } from './host-layout.ts';

for (const name of MODULES) {
  const bytes = await compileWasm(name);
  await writeFile(generatedFile(name), generatedSource(name, bytes));
  process.stdout.write(`src/generated/${name}-wasm.ts: ${bytes.length} bytes of WebAssembly\n`);
}
for (const layout of LAYOUTS) {
  await writeFile(layoutFile(layout), await layoutSource(layout));
}
