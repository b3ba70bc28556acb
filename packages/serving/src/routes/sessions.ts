import type { Call } from '../api.ts';
import { productsOf, type Product, type ShownSession } from '../showcase/showcase.ts';

/** Sessions to try the service with. */
export interface SessionsBody {
  readonly sessions: readonly ShownSession[];
  /** What is known of the products in them, by SKU; not there where nothing is. */
  readonly products?: Readonly<Record<string, Product>>;
}

/** Answers `GET /sessions`: sessions as they happened, from the model's bundle. */
export function showSessions({ service: { showcase, model } }: Call): SessionsBody {
  const sessions = showcase?.sessions ?? [];
  if (model.kind === 'intent' || showcase === undefined) return { sessions };
  const skus = sessions.flatMap(({ events, next }) =>
    next === undefined ? events : [...events, next],
  );
  const products = productsOf(skus, showcase.products);
  return { sessions, ...(products && { products }) };
}
