import { ContractError } from '@lf/contract';
import { isLoopbackHost } from '@lf/serving';
import { ModelRefusedError } from '@lf/serving/models';
import { RequestError, TrialRefusedError } from '../errors.ts';
import type { ModelSlot } from '../served/model-slot.ts';
import { shortMessage } from '../short-message.ts';
import { parseJson, requireJsonType } from './body.ts';
import { pathUnknown } from './path-unknown.ts';
import type { Reply } from './reply.ts';
import type { Call, Route, RouteContext } from './route.ts';

/** Two paths and a number. */
const MAX_BODY_BYTES = 16_384;

const LOOPBACK_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;

/** @throws RequestError 404 where management is off, 403 for a stranger */
function requireManager({ request }: Call, context: RouteContext): void {
  if (context.management === 'off') throw pathUnknown(context);
  if (context.management === 'open') return;
  const isNear = LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '');
  if (!isNear || !isLoopbackHost(request.headers.host ?? '')) {
    throw new RequestError(
      403,
      'management_forbidden',
      'Models are managed from this machine alone, by its loopback address.',
    );
  }
}

const invalid = (expected: string) =>
  new RequestError(400, 'management_invalid', `Expected a JSON object ${expected}.`);

async function readObject(
  { request, read }: Call,
  expected: string,
): Promise<Record<string, unknown>> {
  const body = await read(MAX_BODY_BYTES);
  requireJsonType(request);
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(expected);
  return { ...value };
}

function textOf(fields: Record<string, unknown>, key: string, expected: string): string {
  const value = fields[key];
  if (typeof value !== 'string' || value === '') throw invalid(expected);
  return value;
}

/** SageMaker unloads other models when it hears 507, then tries again. */
const isOutOfMemory = (error: unknown) =>
  error instanceof Error && /bad_alloc|out of memory|ENOMEM|allocation failed/i.test(error.message);

/** What is wrong with a bundle is the caller's to hear. */
async function loading<Result>(load: Promise<Result>): Promise<Result> {
  try {
    return await load;
  } catch (error) {
    if (isOutOfMemory(error)) {
      throw new RequestError(507, 'out_of_memory', 'There is no memory for another model.');
    }
    if (
      error instanceof ContractError ||
      error instanceof ModelRefusedError ||
      error instanceof TrialRefusedError
    ) {
      throw new RequestError(422, error.code, shortMessage(error));
    }
    throw error;
  }
}

/** As SageMaker spells it, and what an operator asks. */
function described(name: string, { champion, challenger }: ModelSlot) {
  return {
    modelName: name,
    modelUrl: champion.url,
    kind: champion.model.manifest.kind,
    version: champion.version,
    challenger: challenger && {
      modelUrl: challenger.served.url,
      version: challenger.served.version,
      share: challenger.share,
    },
  };
}

const LOAD = '{"model_name": "<name>", "url": "<path of a bundle>"}';
const SWAP = '{"url": "<path of a bundle>"}';
const CHALLENGE = '{"url": "<path of a bundle>", "share": <0 to 1>}';

type Manage = Route['methods'][string];

/** Only for managers, and only when the server is up. */
const managed =
  (act: Manage): Manage =>
  async (call, context) => {
    requireManager(call, context);
    return act(call, context);
  };

const list = managed(async (_call, { registry }) => ({
  status: 200,
  body: { models: registry.entries().map(([name, slot]) => described(name, slot)) },
}));

const load = managed(async (call, { registry }) => {
  const fields = await readObject(call, LOAD);
  const name = textOf(fields, 'model_name', LOAD);
  const slot = await loading(registry.load(name, textOf(fields, 'url', LOAD)));
  return { status: 200, body: described(name, slot) };
});

const get = managed(async ({ model }, { registry }) => ({
  status: 200,
  body: described(model, registry.slot(model)),
}));

const swap = managed(async (call, { registry }) => {
  const { model } = call;
  const before = registry.slot(model).champion;
  const url = textOf(await readObject(call, SWAP), 'url', SWAP);
  const slot = await loading(registry.swap(model, url));
  const previous = { modelUrl: before.url, version: before.version };
  return { status: 200, body: { ...described(model, slot), previous } };
});

const unload = managed(async ({ model }, { registry }): Promise<Reply> => {
  await registry.unload(model);
  return { status: 200, body: { modelName: model } };
});

const challenge = managed(async (call, { registry }) => {
  const { model } = call;
  const fields = await readObject(call, CHALLENGE);
  const { share } = fields;
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) throw invalid(CHALLENGE);
  const slot = await loading(registry.challenge(model, textOf(fields, 'url', CHALLENGE), share));
  return { status: 200, body: described(model, slot) };
});

const dismiss = managed(async ({ model }, { registry }) => ({
  status: 200,
  body: described(model, await registry.dismiss(model)),
}));

/** SageMaker's multi-model contract, with PUT for a new version and a challenger beside each model. */
export const MODELS_ROUTE: Route = { pattern: '/models', methods: { GET: list, POST: load } };
export const MODEL_ROUTE: Route = {
  pattern: '/models/<name>',
  methods: { GET: get, PUT: swap, DELETE: unload },
};
export const CHALLENGER_ROUTE: Route = {
  pattern: '/models/<name>/challenger',
  methods: { PUT: challenge, DELETE: dismiss },
};
