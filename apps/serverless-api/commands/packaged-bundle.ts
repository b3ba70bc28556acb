import { maxEventsOf, packBundle, readBundle, unpackBundle } from '@lf/contract';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { servedFiles } from '@lf/serving';
import { readSettings, type Environment } from '@lf/serving';
import { APP } from './paths.ts';

/** The folder of the zip that holds the bundle, beside the code. */
const FOLDER = 'model';

/**
 * Puts what the Lambda reads of a local bundle where it is packaged, for as long as `use` runs; a bundle at an address
 * is fetched by the Lambda itself.
 *
 * @param environment - settings to package with
 * @param workspace - the folder that a relative LF_API_BUNDLE counts from
 * @param use - gets the environment in which LF_API_BUNDLE names the packaged copy
 * @throws SettingsError, ContractError
 */
export async function withPackagedBundle(
  environment: Environment,
  workspace: string,
  use: (environment: Environment) => Promise<number>,
): Promise<number> {
  const bundle = environment['LF_API_BUNDLE'];
  if (!bundle || isAddress(bundle)) return use(environment);
  const target = join(APP, FOLDER);
  const { target: predictor } = readSettings(environment);
  const { manifest, files } = await readBundle(resolve(workspace, bundle), {
    only: servedFiles(predictor.kind === 'bundle'),
  });
  const parts = {
    manifest: { ...manifest, maxEvents: maxEventsOf(manifest) },
    files: Object.fromEntries(files),
  };
  try {
    rmSync(target, { recursive: true, force: true });
    await unpackBundle(await packBundle(parts), target);
    return await use({ ...environment, LF_API_BUNDLE: FOLDER });
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** Whether a bundle is fetched from an address rather than read from a path. */
export function isAddress(bundle: string): boolean {
  return /^(https?|s3):/.test(bundle);
}
