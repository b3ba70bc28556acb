import { cutItems, FIRST_ITEM_ID, recInstance, type Vocabulary } from '@lf/contract';
import { encodeSession } from '../../session-text.ts';
import type { LoggedSession } from '../../request-log/log-lines.ts';
import { productsOf, type Product } from '../../showcase/showcase.ts';
import type { Model, Prediction } from '../model.ts';
import { bestItems } from './best-items.ts';
import { catalogueOf } from './catalogue.ts';
import { DEFAULT_K, recParameters, type SeenItems } from './choices.ts';
import { parseRecSession } from './parse.ts';
import { readRanking } from './prediction.ts';

/** What comes next, by product: the best that the vocabulary knows. */
interface RecPrediction extends Prediction {
  /** SKUs, best first. */
  readonly prediction: readonly string[];
  /** The model's scores, one a SKU; none if the prediction is a fallback. */
  readonly scores: readonly number[];
  /** True if no product of the session is known: the most popular ones are recommended. */
  readonly fallback: boolean;
  /** SKUs of the session that the vocabulary does not know; not there if it knows all. */
  readonly unknown?: readonly string[];
  /** Name, category, price and page by SKU, of those of which the bundle knows any. */
  readonly products?: Readonly<Record<string, Product>>;
}

export interface RecOptions {
  /** Whether products that the session holds may be recommended. */
  readonly seenItems: SeenItems;
  /** How many products of a session the model reads, the latest ones. */
  readonly maxEvents: number;
  /** What is known of products, by SKU, to be told with a prediction; by default nothing. */
  readonly products?: ReadonlyMap<string, Product>;
}

/**
 * Which products come next?
 *
 * @param vocabulary - of the model that answers
 */
export function createRec(
  vocabulary: Vocabulary,
  { seenItems, maxEvents: maxRead, products = new Map() }: RecOptions,
): Model {
  const { skus, itemOf } = vocabulary;
  const told = (named: readonly string[]) => {
    const known = productsOf(named, products);
    return known && { products: known };
  };
  const catalogue = catalogueOf(vocabulary, products);
  const example = `?session=${encodeSession(skus.slice(0, 2))}`;

  return {
    kind: 'rec',
    skus,
    products,
    filters: catalogue,
    example,
    parameters: recParameters(catalogue),
    prepare(written, maxEvents, choices = {}) {
      const k = choices.k ?? DEFAULT_K;
      const seen = choices.seenItems ?? seenItems;
      const { items, unknown, events } = parseRecSession(written, vocabulary, {
        example,
        maxEvents,
      });
      const named = unknown.length > 0 ? { unknown } : {};
      const codes = recInstance(cutItems(items, maxRead));
      const logged = (prediction: Prediction): LoggedSession => ({
        session: codes,
        top: idsOf(prediction, itemOf),
        ...(events > items.length && { unknown: events - items.length }),
      });
      const wanted = catalogue.wantedBy(choices);
      if (items.length === 0) {
        // Items are in the order of popularity
        const prediction =
          wanted === undefined ? skus.slice(0, k) : wanted.first(k).map((item) => skus[item] ?? '');
        return {
          events,
          logged,
          prediction: {
            prediction,
            scores: [],
            fallback: true,
            ...named,
            ...told(prediction),
          },
        };
      }
      // A model names its 100 best: fewer are left where many of them were seen, or are not wanted
      const left = new Set(seen === 'exclude' ? items : []);
      return {
        events,
        logged,
        codes,
        readPrediction: (answer): RecPrediction | undefined => {
          const ranking = readRanking(answer);
          if (ranking === undefined) return undefined;
          const best = bestItems(ranking, {
            k,
            itemCount: skus.length,
            isLeftOut: (item) => left.has(item) || wanted?.has(item) === false,
          });
          const prediction = best.items.map((item) => skus[item] ?? '');
          return {
            prediction,
            scores: best.scores,
            fallback: false,
            ...named,
            ...told(prediction),
          };
        },
      };
    },
    instanceOf: (ids) => ids,
  };
}

/** The token ids of the products that an answer names, best first. */
function idsOf({ prediction }: Prediction, itemOf: Vocabulary['itemOf']): readonly number[] {
  if (!Array.isArray(prediction)) return [];
  return prediction.flatMap((sku: unknown) => {
    const item = typeof sku === 'string' ? itemOf.get(sku) : undefined;
    return item === undefined ? [] : [item + FIRST_ITEM_ID];
  });
}
