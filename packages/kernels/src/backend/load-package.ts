import { createRequire } from 'node:module';

/**
 * Imports a package from where Node finds it for this file or, where it is not there, from the folders of `NODE_PATH`,
 * which Node itself searches for CommonJS alone: an image keeps TensorFlow apart from the code that it runs.
 *
 * @throws an error whose code says that the package is not there, or what the package throws as it loads
 */
export async function loadPackage(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (error) {
    if (missingIn(error) !== name) throw error;
    const loaded: unknown = createRequire(import.meta.url)(name);
    return loaded;
  }
}

const CODES: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

/** The package or file that an import did not find; undefined where an error says something else. */
export function missingIn(error: unknown): string | undefined {
  if (!(error instanceof Error) || !CODES.includes(Reflect.get(error, 'code'))) return undefined;
  return /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
}
