import { SettingsError } from './errors.ts';
import { createInvoke, endpointOf, type Invoke } from './invoke/invoke.ts';
import { intent } from './models/intent/intent.ts';
import type { Model } from './models/model.ts';
import { createRec } from './models/rec/rec.ts';
import { readSettings, type Environment, type Settings } from './settings.ts';

/** Where predictions come from, and under which settings. */
export interface Service {
  readonly settings: Settings;
  readonly endpoint: string;
  readonly model: Model;
  readonly invoke: Invoke;
}

/**
 * The service that the environment names.
 *
 * @throws SettingsError
 */
export async function openService(environment: Environment): Promise<Service> {
  const settings = readSettings(environment);
  return {
    settings,
    endpoint: endpointOf(settings.target),
    model: await modelOf(settings),
    invoke: createInvoke(settings.target),
  };
}

/** The model in front of which the service stands: by the bundle's kind, or as LF_API_MODEL says. */
async function modelOf({ model, bundle, seenItems }: Settings): Promise<Model> {
  if (bundle === undefined) {
    if (model !== 'rec') return intent;
    throw new SettingsError([
      'LF_API_BUNDLE: expected the bundle of the rec model, whose vocabulary tells SKUs from ids, got none.',
    ]);
  }
  const { readServedBundle } = await import('./bundle/read-served-bundle.ts');
  const served = await readServedBundle(bundle);
  if (model !== undefined && model !== served.kind) {
    throw new SettingsError([
      `LF_API_MODEL: expected the bundle's kind ${served.kind}, got '${model}'.`,
    ]);
  }
  return served.kind === 'intent' ? intent : createRec(served.vocabulary, seenItems);
}
