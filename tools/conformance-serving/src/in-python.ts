import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelCase, Outputs, Signature, TensorValues } from './model-case.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the Python runtimes declare and answer for one model. */
export interface PythonAnswers {
  readonly signature: Signature;
  /** Runtime -> outputs by batch. */
  readonly runtimes: Readonly<Record<string, readonly Outputs[]>>;
}

interface WrittenTensor {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly file: string;
}

interface Written {
  readonly signature: Signature;
  readonly runtimes: Readonly<Record<string, readonly Readonly<Record<string, WrittenTensor>>[]>>;
}

/** Makes the virtual environment with TensorFlow and ONNX Runtime unless it is there. */
export function ensureVenv(): void {
  execFileSync('bash', [at('../../workspace/src/python/venv.sh'), at('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Writes a model as its bundle holds it, and gives the folder. */
export function writeModel({ name, files }: ModelCase, scratch: string): string {
  const folder = join(scratch, name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Lets TensorFlow and ONNX Runtime answer all batches of all models; `folders` hold the models. */
export function askPython(
  cases: readonly ModelCase[],
  folders: readonly string[],
): readonly PythonAnswers[] {
  const scratch = dirname(folders[0] ?? '');
  const job = cases.map(({ inputName, batches }, model) => {
    const folder = folders[model] ?? '';
    return {
      folder,
      batches: batches.map(({ shape, values }, batch) => {
        const file = join(folder, `batch-${batch}.bin`);
        writeFileSync(file, values);
        const dtype = values instanceof Float32Array ? 'float32' : 'int32';
        return { name: inputName, dtype, shape, file };
      }),
    };
  });
  const [jobPath, resultsPath] = [join(scratch, 'job.json'), join(scratch, 'results.json')];
  writeFileSync(jobPath, JSON.stringify(job));
  execFileSync(at('../.venv/bin/python'), [at('../python/predict.py'), jobPath, resultsPath], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // Our own program writes it
  const written = JSON.parse(readFileSync(resultsPath, 'utf8')) as readonly Written[];
  return written.map(({ signature, runtimes }) => ({
    signature,
    runtimes: mapValues(runtimes, (batches) => batches.map((each) => mapValues(each, readTensor))),
  }));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function readTensor({ dtype, shape, file }: WrittenTensor): TensorValues {
  const bytes = Uint8Array.from(readFileSync(file)).buffer;
  return { shape, values: dtype === 'float32' ? new Float32Array(bytes) : new Int32Array(bytes) };
}
