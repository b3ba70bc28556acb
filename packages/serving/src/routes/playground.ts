import { PLAYGROUND_PAGE } from '../generated/playground-page.ts';
import type { Service } from '../service.ts';

/**
 * The playground's page for a service: it asks the service that sent it, by paths beside its own.
 *
 * @returns HTML
 */
export function playgroundPage({ model, settings, endpoint, card }: Service): string {
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
    ...(card && { model: card }),
  };
  // Nothing in it may end the element that holds it
  const json = JSON.stringify(described).replaceAll('<', '\\u003c');
  return PLAYGROUND_PAGE.replace('/*service*/', () => json);
}
