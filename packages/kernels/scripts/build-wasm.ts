import { writeFile } from 'node:fs/promises';
import { compileLstm, generatedSource } from './compile-wasm.ts';

const bytes = await compileLstm();
const target = new URL('../src/generated/lstm-wasm.ts', import.meta.url);
await writeFile(target, generatedSource(bytes));
process.stdout.write(`src/generated/lstm-wasm.ts: ${bytes.length} bytes of WebAssembly\n`);
