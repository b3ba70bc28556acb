import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** The modules: `assembly/<name>/<name>.ts` is compiled to `src/generated/<name>-wasm.ts`. */
export const MODULES = ['lstm', 'masked-lm', 'session-encoder', 'top-k', 'word2vec'] as const;
export type ModuleName = (typeof MODULES)[number];

const ASSEMBLY = fileURLToPath(new URL('../assembly/', import.meta.url));

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

/** Compiles a module to WebAssembly; throws with the compiler's output. */
export async function compileWasm(name: ModuleName): Promise<Uint8Array> {
  const entry = `${name}/${name}.ts`;
  const written: Uint8Array[] = [];
  const diagnostics: string[] = [];
  const stderr = { write: (chunk: Uint8Array | string) => diagnostics.push(String(chunk)) };
  const { error } = await asc.main([entry, '--outFile', 'module.wasm', ...FLAGS], {
    readFile: async (path) => {
      try {
        return await readFile(join(ASSEMBLY, path), 'utf8');
      } catch {
        return null; // the compiler probes several paths for one import
      }
    },
    writeFile: (_path, contents) => {
      if (typeof contents !== 'string') written.push(contents);
    },
    listFiles: () => [],
    stderr,
  });
  const [bytes] = written;
  if (error !== null || bytes === undefined || diagnostics.length > 0) {
    throw new Error(`assembly/${entry} does not compile cleanly:\n${diagnostics.join('')}`);
  }
  return bytes;
}

/** Where a module's generated source lies. */
export function generatedFile(name: ModuleName): URL {
  return new URL(`../src/generated/${name}-wasm.ts`, import.meta.url);
}

/** The generated source of a compiled module, byte for byte reproducible. */
export function generatedSource(name: ModuleName, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64');
  return [
    `// Compiled from assembly/${name} by \`npm run build:wasm\`; a test holds it to a fresh compile.`,
    `export const ${name.toUpperCase().replaceAll('-', '_')}_WASM_BASE64 =`,
    `  '${base64}';`,
    '',
  ].join('\n');
}
