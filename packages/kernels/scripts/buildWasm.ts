import { writeFile } from 'node:fs/promises';
import { compileLstm, generatedSource } from './compileWasm.ts';

const bytes = await compileLstm();
const target = new URL('../src/generated/lstmWasm.ts', import.meta.url);
await writeFile(target, generatedSource(bytes));
process.stdout.write(`src/generated/lstmWasm.ts: ${bytes.length} bytes of WebAssembly\n`);
