import { loggedSessions } from '@lf/serving';
import { RequestError } from '../errors.ts';
import { DEFAULT_MODEL } from '../served/model-registry.ts';
import { VARIANTS, type Variant } from '../served/model-slot.ts';
import { requireJsonType } from './body.ts';
import { parseInSlices } from './parse-in-slices.ts';
import { pathUnknown } from './path-unknown.ts';
import type { Reply } from './reply.ts';
import type { Call, RouteContext } from './route.ts';

const KEY_CHARS = 256;

export function modelLoading(): RequestError {
  return new RequestError(503, 'model_loading', 'The model is being loaded. Try again shortly.', {
    'retry-after': '1',
  });
}

/** What decides between champion and challenger: the session if the client names it, else the request. */
function keyOf(call: Call): string {
  return sessionIdOf(call) ?? call.requestId;
}

/** The session as the client names it; undefined where it names none. */
function sessionIdOf({ request }: Call): string | undefined {
  const session = request.headers['x-session-id'];
  return typeof session === 'string' && session !== '' ? session.slice(0, KEY_CHARS) : undefined;
}

/** SageMaker's header that asks a variant by name. */
function variantOf({ request }: Call): Variant | null {
  const asked = request.headers['x-amzn-sagemaker-target-variant'];
  return VARIANTS.find((variant) => variant === asked) ?? null;
}

/** SageMaker's header that names the variant; only where there is more than one. */
function variantHeader(variant: Variant | null): Readonly<Record<string, string>> {
  return variant === null ? {} : { 'x-amzn-invoked-production-variant': variant };
}

/** Answers TensorFlow Serving's JSON by the model of the path, or by the default one. */
export async function invocations(call: Call, context: RouteContext): Promise<Reply> {
  const { phase, registry, limits, requestLog } = context;
  const body = await call.read(limits.maxBodyBytes);
  requireJsonType(call.request);
  if (phase === 'loading') throw modelLoading();
  const name = call.model === '' ? DEFAULT_MODEL : call.model;
  registry.slot(name);
  return call.admit(async () => {
    const question = await parseInSlices(body);
    const { result, variant, version } = await registry.ask(name, {
      key: keyOf(call),
      variant: variantOf(call),
      ask: async (model) => ({ model, answer: await model.answer(question, limits) }),
      instances: ({ answer }) => answer.predictions.length,
    });
    const { model, answer } = result;
    const { predictions } = answer;
    if (requestLog?.takes(call.requestId) === true) {
      requestLog.request(call.requestId, {
        kind: model.kind,
        model: version,
        sessions: loggedSessions(model, question, answer),
        // A batch is of many sessions, of which one header tells nothing
        sessionId: predictions.length === 1 ? sessionIdOf(call) : undefined,
      });
    }
    return {
      status: 200,
      body: { predictions },
      instances: predictions.length,
      ...(variant && { variant, headers: variantHeader(variant) }),
    };
  });
}

/** A failure that has been put into words for the client already. */
class AnsweredFailure extends Error {
  override readonly name = 'AnsweredFailure';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`GET /predict was answered with ${reply.status}`);
    this.reply = reply;
  }
}

/** `GET /predict`, answered as by the Lambda. */
export async function predict(call: Call, context: RouteContext): Promise<Reply> {
  const { phase, registry, publicApi } = context;
  if (publicApi === null) throw pathUnknown(context);
  if (phase === 'loading') throw modelLoading();
  try {
    const { result, variant } = await call.admit(() =>
      registry.ask(DEFAULT_MODEL, {
        key: keyOf(call),
        variant: variantOf(call),
        ask: async (model) => {
          const reply = await publicApi(model)(call.request);
          if (reply.status >= 500) throw new AnsweredFailure(reply);
          return reply;
        },
        instances: ({ status }) => (status < 400 ? 1 : 0),
      }),
    );
    return variant === null
      ? result
      : { ...result, variant, headers: { ...result.headers, ...variantHeader(variant) } };
  } catch (error) {
    if (error instanceof AnsweredFailure) return error.reply;
    throw error;
  }
}
