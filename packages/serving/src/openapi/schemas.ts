import { CONTEXT_SOURCES, INTENT_SCOPES } from '@lf/contract';
import type { Model, ModelKind } from '../models/model.ts';
import { MAX_K } from '../models/rec/choices.ts';
import type { SeenItems } from '../models/rec/choices.ts';
import { MAX_OUTCOMES } from '../request-log/read-outcomes.ts';

/** A JSON Schema of ours, as OpenAPI 3.1 takes it (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const ratio = { type: 'number', minimum: 0, maximum: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** An object that has all of `required`, may have all of `optional`, and nothing else. */
function objectOf(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  };
}

const ORIGIN = {
  time: {
    type: 'number',
    minimum: 0,
    description: "Seconds from the request's arrival to the answer.",
  },
  endpoint: {
    type: 'string',
    description: 'What predicted: a SageMaker endpoint, a URL, or a bundle.',
  },
} as const;

/** What is known of products. */
const PRODUCTS = {
  type: 'object',
  description: "By SKU, of those of which the model's bundle knows any.",
  additionalProperties: objectOf(
    {},
    {
      name: text,
      category: text,
      price: { ...text, description: 'As it is shown.' },
      amount: {
        type: 'number',
        description:
          'The price as price_min and price_max compare it, in the unit of the catalogue.',
      },
      url: { ...text, description: "The product's page: an http or https address." },
    },
  ),
} as const;

/** What `GET /predict` answers with 200, by the kind of the model. */
export function predictionSchema(model: Model): Schema {
  if (model.kind === 'intent') {
    return objectOf(
      {
        prediction: {
          type: 'number',
          minimum: 0,
          maximum: 1,
          description: 'Probability that the session ends in a purchase.',
        },
        scope: {
          enum: INTENT_SCOPES,
          description:
            'in_scope: a session with an add and without a purchase, as those that the model was trained on. The ' +
            'number means little for others.',
        },
        ...ORIGIN,
      },
      {
        baseRate: {
          ...ratio,
          description: 'Share of purchases among the sessions that the model was judged on.',
        },
        threshold: {
          ...ratio,
          description: 'The probability from which the training called a session a purchase.',
        },
        context: {
          type: 'array',
          items: { enum: CONTEXT_SOURCES },
          description:
            'Where times or skus are given: what of it the model reads; empty where it reads actions alone.',
        },
      },
    );
  }
  return objectOf(
    {
      prediction: { ...texts, maxItems: MAX_K, description: 'SKUs that come next, best first.' },
      scores: {
        type: 'array',
        items: { type: 'number' },
        maxItems: MAX_K,
        description: "The model's score of each SKU; none in a fallback.",
      },
      fallback: {
        type: 'boolean',
        description:
          'True if no product of the session is known: the most popular ones are answered.',
      },
      ...ORIGIN,
    },
    {
      products: PRODUCTS,
      unknown: {
        ...texts,
        maxItems: 20,
        description: 'SKUs of the session that the model does not know; they are skipped.',
      },
    },
  );
}

/** What `GET /items` answers with 200. */
export const ITEMS_SCHEMA: Schema = objectOf(
  {
    items: { ...texts, maxItems: 100, description: 'SKUs, most popular first.' },
    total: { ...count, description: 'How many products the model knows.' },
  },
  { products: PRODUCTS },
);

/** What `GET /sessions` answers with 200. */
export const SESSIONS_SCHEMA: Schema = objectOf(
  {
    sessions: {
      type: 'array',
      items: objectOf(
        { events: { ...texts, minItems: 1, description: 'Actions or SKUs, oldest first.' } },
        { next: { ...text, description: 'What came after them.' } },
      ),
    },
  },
  { products: PRODUCTS },
);

/** What `POST /outcomes` takes. */
export function outcomesSchema(kind: ModelKind): Schema {
  const outcome =
    kind === 'intent'
      ? { purchased: { type: 'boolean', description: 'Whether a purchase followed.' } }
      : { next: { ...text, minLength: 1, description: 'SKU of the product that came next.' } };
  const about = {
    requestId: { ...text, minLength: 1, description: "The answer's header x-request-id." },
  };
  const instance = { ...count, description: 'Which instance of a batch; 0 if left out.' };
  const items = objectOf({ ...about, ...outcome }, { instance });
  return objectOf({
    outcomes: { type: 'array', minItems: 1, maxItems: MAX_OUTCOMES, items },
  });
}

/** What `POST /outcomes` answers with 200. */
export const OUTCOMES_TAKEN_SCHEMA: Schema = objectOf({
  accepted: { ...count, description: 'Outcomes that are kept.' },
  unsampled: { ...count, description: 'Outcomes of requests that are not in the sample.' },
  dropped: { ...count, description: 'Outcomes for which there was no room.' },
});

/** What an error tells beside code, message and request id. */
const ERROR_FIELDS: Readonly<Record<string, Schema>> = {
  parameter: text,
  allowed: texts,
  nearest: text,
  scope: { enum: INTENT_SCOPES },
  unknown: {
    type: 'array',
    maxItems: 5,
    items: objectOf({ position: count, action: text }, { nearest: text }),
  },
  limit: count,
  events: count,
  reason: { enum: ['unreachable', 'refused', 'bad_answer', 'timeout', 'suspended'] },
  endpoint: text,
  timeoutMs: count,
  retryAfterSeconds: count,
};

/** What an error answers with: one of the codes of its status. */
export function errorSchema(codes: readonly string[]): Schema {
  return objectOf(
    { code: { enum: codes }, message: text, requestId: { type: 'string', maxLength: 64 } },
    ERROR_FIELDS,
  );
}

/** How the setting of seen products reads in a description. */
export function describeSeenItems(seenItems: SeenItems): string {
  return seenItems === 'include'
    ? 'Products of the session may be recommended.'
    : 'Products of the session are not recommended.';
}
