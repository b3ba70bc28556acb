import { writeFile } from 'node:fs/promises';
import { compileWasm, generatedSource } from './compileWasm.ts';

const bytes = await compileWasm('lstm.ts');
const target = new URL('../src/generated/lstmWasm.ts', import.meta.url);
await writeFile(target, generatedSource('LSTM_WASM_BASE64', 'lstm.ts', bytes));
process.stdout.write(`src/generated/lstmWasm.ts: ${bytes.length} bytes of WebAssembly\n`);
