import { askByText, type Ask } from './ask.ts';
import type { ServedBundle } from './bundle/served-bundle.ts';
import { SettingsError } from './errors.ts';
import { createInvoke } from './invoke/invoke.ts';
import { createIntent } from './models/intent/intent.ts';
import type { ModelCard } from './models/model-card.ts';
import type { Model } from './models/model.ts';
import { createRec } from './models/rec/rec.ts';
import type { Showcase } from './showcase/showcase.ts';
import type { World } from './api.ts';
import { createResilientAsk } from './resilience/resilient-ask.ts';
import { requirePrinted } from './request-log/request-log-settings.ts';
import { openRequestLog } from './request-log/open-request-log.ts';
import type { RequestLog } from './request-log/request-log.ts';
import { readSettings, type Settings } from './settings.ts';

/** Where predictions come from, and under which settings. */
export interface Service {
  readonly settings: Settings;
  /** What predicts, as answers and logs name it: a SageMaker name, a URL, or a bundle. */
  readonly endpoint: string;
  readonly model: Model;
  readonly ask: Ask;
  /** What the model's bundle says of it; undefined where only the endpoint has the bundle. */
  readonly card?: ModelCard;
  /** What the model's bundle has for people who try it. */
  readonly showcase?: Showcase;
  /** Where the traffic is logged; undefined: nowhere. */
  readonly traffic?: Traffic;
}

/** The log of the traffic, and which model's it is. */
export interface Traffic {
  readonly log: RequestLog;
  /** `bundleVersion` of the model that answers; null where only the endpoint knows it. */
  readonly model: string | null;
}

/**
 * The service that the environment names.
 *
 * @throws SettingsError; BundleUnavailableError, after which another try may succeed
 */
export async function openService(world: World): Promise<Service> {
  const settings = readSettings(world.environment);
  const bundle = await bundleOf(settings);
  const model = modelOf(settings, bundle);
  const predictor = predictorOf(settings, { bundle, model, world });
  const traffic = await trafficOf(settings, bundle, world);
  return {
    settings,
    model,
    ...predictor,
    ...(bundle && { card: bundle.card, showcase: publicShowcase(bundle.showcase, settings) }),
    ...(traffic && { traffic }),
  };
}

/** Anybody may ask a service that the environment names: it shows sessions of the shop only where it is told to. */
function publicShowcase(showcase: Showcase, { sessions }: Settings): Showcase {
  return sessions === 'show' ? showcase : { ...showcase, sessions: [] };
}

/** What is printed as it comes, by a process that may be frozen after its answer. */
async function trafficOf(
  { requestLog }: Settings,
  bundle: ServedBundle | undefined,
  { environment, print = () => undefined }: World,
): Promise<Traffic | undefined> {
  if (requestLog === undefined) return undefined;
  requirePrinted(requestLog);
  const now = () => new Date();
  const log = await openRequestLog(requestLog, { folder: '.', now, print, environment });
  return { log, model: bundle?.version ?? null };
}

async function bundleOf({
  bundle,
  bundleDigest,
  target,
}: Settings): Promise<ServedBundle | undefined> {
  if (bundle === undefined) return undefined;
  const { readServedBundle } = await import('./bundle/served-bundle.ts');
  return readServedBundle(bundle, target.kind === 'bundle', bundleDigest);
}

/** The model in front of which the service stands: by the bundle's kind, or as LF_API_MODEL says. */
function modelOf({ model, seenItems }: Settings, bundle: ServedBundle | undefined): Model {
  const kind = bundle?.kind ?? model ?? 'intent';
  if (model !== undefined && model !== kind) {
    throw new SettingsError([`LF_API_MODEL: expected the bundle's kind ${kind}, got '${model}'.`]);
  }
  if (bundle?.kind === 'intent')
    return createIntent(bundle.maxEvents, bundle.facts, bundle.context);
  if (kind === 'intent') return createIntent();
  if (bundle?.kind === 'rec') {
    const { vocabulary, maxEvents, showcase } = bundle;
    return createRec(vocabulary, { seenItems, maxEvents, products: showcase.products });
  }
  throw new SettingsError([
    'LF_API_BUNDLE: expected the bundle of the rec model, whose vocabulary tells SKUs from ids, got none.',
  ]);
}

function predictorOf(
  { target, resilience }: Settings,
  of: {
    readonly bundle: ServedBundle | undefined;
    readonly model: Model;
    readonly world: World;
  },
): Pick<Service, 'endpoint' | 'ask'> {
  const { bundle, model, world } = of;
  if (target.kind !== 'bundle') {
    const { nowMs, sleep, random } = world;
    const endpoint = target.kind === 'url' ? target.url : target.endpointName;
    const ask = askByText(endpoint, createInvoke(target), model);
    return {
      endpoint,
      ask: createResilientAsk(ask, { endpoint, ...resilience, nowMs, sleep, random }),
    };
  }
  if (bundle?.ask === undefined) {
    throw new SettingsError(['LF_API_BUNDLE: expected a bundle to predict from, got none.']);
  }
  return { endpoint: bundle.name, ask: bundle.ask };
}
