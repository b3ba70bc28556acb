import { PLAYGROUND_PAGE } from '../generated/playground-page.ts';
import type { Showcase } from '../showcase/showcase.ts';
import type { Service } from '../service.ts';

/**
 * The playground's page for a service: it asks the service that sent it, by paths beside its own.
 *
 * @returns HTML
 */
export function playgroundPage({ model, settings, endpoint, card, showcase }: Service): string {
  const described = {
    endpoint,
    needsKey: settings.apiKey !== undefined,
    maxEvents: settings.maxEvents,
    ...(model.kind === 'intent'
      ? { kind: model.kind, actions: model.actions }
      : {
          kind: model.kind,
          total: model.skus.length,
          hidesSeen: settings.seenItems === 'exclude',
        }),
    ...(card && { model: { ...card, ...told(showcase) } }),
    hasSessions: showcase !== undefined && showcase.sessions.length > 0,
  };
  // Nothing in it may end the element that holds it
  const json = JSON.stringify(described).replaceAll('<', '\\u003c');
  return PLAYGROUND_PAGE.replace('/*service*/', () => json);
}

/** What of a showcase stands in the page itself; its sessions may need a key. */
function told(showcase: Showcase | undefined): Pick<Showcase, 'data' | 'trained'> {
  const { data, trained } = showcase ?? {};
  return { ...(data !== undefined && { data }), ...(trained !== undefined && { trained }) };
}
