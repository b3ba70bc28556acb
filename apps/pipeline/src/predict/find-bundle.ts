import { nearestName } from '@lf/config';
import { listEndpoints } from '@lf/deploy';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { endpointStateDirectory } from '../datastore.ts';
import { bundleOnDisk } from '../deploy/bundle-on-disk.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Where a run keeps its packed model, by the kind of the model. */
const MODEL_KINDS = ['intent', 'rec'] as const;

/**
 * The path of the bundle that somebody means: a file or an unpacked bundle, an endpoint on this machine, or a run.
 *
 * @throws PipelineError if nothing matches
 */
export async function findBundle(meant: string): Promise<string> {
  if (await isThere(meant)) return resolve(meant);
  const { store } = openContext();
  const endpoints = await listEndpoints({ stateDirectory: endpointStateDirectory(store) });
  const endpoint = endpoints.find(({ name }) => name === meant);
  if (endpoint !== undefined) return endpoint.bundlePath;
  // A name that no key may have, such as a path, is no run's
  if (/^[\w.-]+$/.test(meant)) {
    for (const kind of MODEL_KINDS) {
      const key = `models/${kind}/${meant}/model.tar.gz`;
      if (await store.exists(key)) return bundleOnDisk(store, key);
    }
  }
  const names = endpoints.map(({ name }) => name);
  const nearest = nearestName(meant, names);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new PipelineError(
    'bundle_unknown',
    `Looking for the model '${meant}': expected a model.tar.gz, an endpoint on this machine ` +
      `(${names.length === 0 ? 'there is none' : names.join(', ')}) or a run that has packed a model (${lfCommand('runs', 'list')}), found none.${hint}`,
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
