import { pathUnknown } from './path-unknown.ts';
import { modelLoading } from './predictions.ts';
import type { Reply } from './reply.ts';
import type { Call, RouteContext } from './route.ts';
import { DEFAULT_MODEL } from '../served/model-registry.ts';

/** What the public API answers besides predictions: its document, its page, its products and sessions. */
export async function publicPage(call: Call, context: RouteContext): Promise<Reply> {
  const { phase, registry, publicApi } = context;
  if (publicApi === null) throw pathUnknown(context);
  if (phase === 'loading') throw modelLoading();
  return publicApi(registry.slot(DEFAULT_MODEL).champion.model)(call.request);
}
