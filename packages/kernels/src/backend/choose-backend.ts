import { createRequire } from 'node:module';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { BackendUnavailableError, UnknownBackendError } from '../errors.ts';
import { type BackendName, BACKENDS } from './backend-names.ts';
import type { BackendTry } from './backend-try.ts';
import { loadPackage, missingIn } from './load-package.ts';
import { withoutNewHandlers } from './process-handlers.ts';
import type { ImportPackage, Provider } from './provider.ts';
import { PROVIDERS } from './providers.ts';

/** The backend that TensorFlow.js runs on from now on. */
export interface ChosenBackend {
  readonly name: BackendName;
  readonly packageName: string;
  /** Version of the package. */
  readonly version: string;
  readonly reason: string;
  /** Every attempt in order, the chosen one last. */
  readonly tried: readonly BackendTry[];
}

export interface ChooseBackendOptions {
  /** Take this backend or fail; by default the first of BACKENDS that is there. */
  readonly prefer?: BackendName;
  /** Hears of each attempt as it ends. */
  readonly onTry?: (attempt: BackendTry) => void;
}

/**
 * Starts the best TensorFlow.js backend that is installed and runs here, and makes it the active one.
 *
 * @throws BackendUnavailableError if the preferred one, or none at all, is there
 * @throws UnknownBackendError if `prefer` is no backend's name
 */
export async function chooseBackend(options: ChooseBackendOptions = {}): Promise<ChosenBackend> {
  return chooseFrom(PROVIDERS, loadPackage, options);
}

/** `chooseBackend` over any providers. */
export async function chooseFrom(
  providers: readonly Provider[],
  importPackage: ImportPackage,
  { prefer, onTry }: ChooseBackendOptions,
): Promise<ChosenBackend> {
  if (prefer !== undefined && !BACKENDS.includes(prefer)) throw new UnknownBackendError(prefer);
  const candidates = providers.filter(({ backend }) => prefer === undefined || backend === prefer);
  const tf = await import('@tensorflow/tfjs-core'); // here, so that the kernels alone never load it
  const tried: BackendTry[] = [];
  for (const provider of candidates) {
    const attempt = await tryProvider(tf, provider, importPackage, prefer !== undefined);
    tried.push(attempt);
    onTry?.(attempt);
    if (attempt.isAvailable) {
      const reason = prefer === undefined ? provider.reason : `asked for; ${provider.reason}`;
      const version = packageVersion(provider.packageName) ?? 'unknown';
      const { backend: name, packageName } = provider;
      return { name, packageName, version, reason, tried };
    }
  }
  throw new BackendUnavailableError(
    prefer ?? 'any',
    tried,
    candidates.map(({ install }) => install),
  );
}

async function tryProvider(
  tf: typeof TensorFlow,
  provider: Provider,
  importPackage: ImportPackage,
  isForced: boolean,
): Promise<BackendTry> {
  const { backend: name, packageName, reason } = provider;
  const wanted: string[] = [];
  const importing: ImportPackage = (each) => {
    wanted.push(each);
    return importPackage(each);
  };
  try {
    await provider.register(importing, isForced);
    if (!tf.engine().backendNames().includes(name)) {
      throw new Error(`it registered with another copy of @tensorflow/tfjs-core: run npm dedupe`);
    }
    const hasStarted = await withoutNewHandlers(() => tf.setBackend(name));
    if (!hasStarted) throw new Error('it is installed but does not start here');
    await checkSum(tf);
    return { name, packageName, isAvailable: true, detail: reason };
  } catch (error) {
    return { name, packageName, isAvailable: false, detail: failure(error, wanted) };
  }
}

// A backend may start and fail at its first kernel (a driver too old): compute something.
async function checkSum(tf: typeof TensorFlow): Promise<void> {
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4])));
  const [first, second] = await sum.data();
  sum.dispose();
  if (first !== 4 || second !== 6) throw new Error('it adds [1, 2] and [3, 4] wrongly');
}

function failure(error: unknown, wanted: readonly string[]): string {
  if (!(error instanceof Error)) return String(error);
  const missing = missingIn(error);
  if (missing !== undefined) {
    return wanted.includes(missing)
      ? 'not installed'
      : `it needs ${missing}, which is not installed`;
  }
  return error.message.split('\n', 1)[0] ?? error.message;
}

function packageVersion(name: string): string | undefined {
  try {
    const manifest: unknown = createRequire(import.meta.url)(`${name}/package.json`);
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    const version: unknown = Reflect.get(manifest, 'version');
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined; // a package that keeps its manifest to itself
  }
}
