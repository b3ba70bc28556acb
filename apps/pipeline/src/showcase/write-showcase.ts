import { serializeShowcase, type Product, type ShownSession } from '@lf/serving';
import type { ShowcaseParts } from '../settings/showcase-parts.ts';

/**
 * Writes what a bundle shows to people who try its model. It has no time and no id of a session or a shopper, so the same
 * data give the same bytes.
 *
 * @param of.sessions such as {@link intentSessions} chooses
 * @param of.products what the catalogue says of the products, the ones of these sessions first; asked unless there is
 *   nothing to show
 * @returns `showcase.json`; also if nothing is to be shown, so that a service shows no sessions that it finds elsewhere
 */
export async function writeShowcase(
  parts: ShowcaseParts,
  of: {
    readonly isSynthetic: boolean;
    readonly sessions: () => readonly ShownSession[];
    readonly products?: (
      sessions: readonly ShownSession[],
    ) => Promise<ReadonlyMap<string, Product>>;
  },
): Promise<Uint8Array> {
  const sessions = parts === 'all' ? of.sessions() : [];
  return serializeShowcase({
    ...(of.isSynthetic && { data: 'a synthetic shop' }),
    sessions,
    products: (parts === 'none' ? undefined : await of.products?.(sessions)) ?? new Map(),
  });
}
