import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const LSTM = fileURLToPath(new URL('../assembly/lstm.ts', import.meta.url));

// No runtime and no start function: the module is a set of functions over addresses and a page of
// constants, so that any number of threads can instantiate it on one memory. Relaxed SIMD stays off: its results
// differ between machines.
const FLAGS = [
  ...['--runtime', 'stub', '--noAssert', '-O3'],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ...['--memoryBase', '128'], // constants lie behind the job
  ...['--disableWarning', '112'], // v128 between our own functions only
];

/** Compiles assembly/lstm.ts to a WebAssembly module; throws with the compiler's output. */
export async function compileLstm(): Promise<Uint8Array> {
  const written: Uint8Array[] = [];
  const diagnostics: string[] = [];
  const stderr = { write: (chunk: Uint8Array | string) => diagnostics.push(String(chunk)) };
  const { error } = await asc.main([basename(LSTM), '--outFile', 'module.wasm', ...FLAGS], {
    readFile: async (name) => {
      try {
        return await readFile(join(dirname(LSTM), name), 'utf8');
      } catch {
        return null; // the compiler probes several paths for one import
      }
    },
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') written.push(contents);
    },
    listFiles: () => [],
    stderr,
  });
  const [bytes] = written;
  if (error !== null || bytes === undefined || diagnostics.length > 0) {
    throw new Error(`assembly/lstm.ts does not compile cleanly:\n${diagnostics.join('')}`);
  }
  return bytes;
}

/** src/generated/lstm-wasm.ts for a module, byte for byte reproducible. */
export function generatedSource(bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64');
  return [
    '// Compiled from assembly/lstm.ts by `npm run build:wasm`; a test holds it to a fresh compile.',
    'export const LSTM_WASM_BASE64 =',
    `  '${base64}';`,
    '',
  ].join('\n');
}
