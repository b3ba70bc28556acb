import { DEFAULT_K, EXCLUDED, MAX_K } from '../models/rec/choices.ts';
import { TIME_FORM } from '../models/intent/time.ts';
import type { Service } from '../service.ts';
import type { ModelKind } from '../models/model.ts';
import type { PriceRange } from '../models/rec/catalogue.ts';
import {
  describeSeenItems,
  errorSchema,
  ITEMS_SCHEMA,
  OUTCOMES_TAKEN_SCHEMA,
  outcomesSchema,
  predictionSchema,
  SESSIONS_SCHEMA,
} from './schemas.ts';
import type { Schema } from './schemas.ts';

/** The codes of each status that is no success, and when it is answered. */
const ERRORS = {
  400: {
    description: 'The request is wrong; the message says where.',
    codes: [
      'missing_parameter',
      'empty_session',
      'too_many_events',
      'unknown_action',
      'parameter_invalid',
      'unknown_parameter',
      'query_too_long',
      'outcomes_invalid',
    ],
  },
  401: {
    description: 'The header x-api-key is missing or wrong.',
    codes: ['api_key_missing', 'api_key_wrong'],
  },
  403: { description: 'The Host header names another host.', codes: ['host_forbidden'] },
  404: { description: 'There is nothing at this path.', codes: ['path_unknown'] },
  405: { description: 'The path answers another method alone.', codes: ['method_not_allowed'] },
  422: {
    description:
      'The model was not trained on such sessions, and the service is set to refuse them.',
    codes: ['out_of_scope'],
  },
  500: {
    description: 'The service is set wrongly, or fails; its log has the reason.',
    codes: ['setting_invalid', 'internal_error'],
  },
  502: { description: 'The endpoint gave no prediction.', codes: ['endpoint_error'] },
  503: {
    description: 'The endpoint is left alone after failures, or the model cannot be fetched now.',
    codes: ['endpoint_suspended', 'bundle_unavailable'],
  },
  504: { description: 'The endpoint did not answer in time.', codes: ['endpoint_timeout'] },
} as const satisfies Readonly<
  Record<number, { readonly description: string; readonly codes: readonly string[] }>
>;

type ErrorStatus = keyof typeof ERRORS;

const HEADERS = {
  'x-request-id': {
    description: "The caller's own if it sent a plain one, else a new one; the log has it too.",
    required: true,
    schema: { type: 'string', maxLength: 64 },
  },
  'access-control-allow-origin': {
    description:
      "'*' or an origin; not there where only the service's own pages may read its answers.",
    required: false,
    schema: { type: 'string' },
  },
};
const RETRY_AFTER = {
  description: 'Seconds.',
  required: true,
  schema: { type: 'string', pattern: '^\\d+$' },
};

const REQUEST_ID = {
  name: 'x-request-id',
  in: 'header',
  required: false,
  description: 'An id of at most 64 letters, digits or ._=- under which the request is logged.',
  schema: { type: 'string' },
};

const SESSION_ID = {
  name: 'x-session-id',
  in: 'header',
  required: false,
  description:
    "The shop's id of the session, the same for all its requests: a log of the traffic keeps a hash of it, and an endpoint " +
    'with a challenger gives them one version of the model.',
  schema: { type: 'string' },
};

/**
 * The OpenAPI 3.1 document of a service: it knows the kind of its model, its limits and whether it asks for a key.
 *
 * @returns the document, to be sent as JSON
 */
export function describeApi(service: Service): Readonly<Record<string, unknown>> {
  const { model, settings } = service;
  const security = settings.apiKey === undefined ? [] : [{ apiKey: [] }];
  const failures: readonly ErrorStatus[] = [500, 502, 503, 504];
  const refused: readonly ErrorStatus[] = settings.allowedHosts === 'any' ? [] : [403];
  const guarded: readonly ErrorStatus[] = [
    400,
    ...(settings.apiKey === undefined ? [] : ([401] as const)),
    ...refused,
  ];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Local Flow',
      version: '1.0.0',
      description:
        model.kind === 'intent'
          ? 'Will this session end in a purchase?'
          : 'Which products come next?',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.' }],
    security,
    paths: {
      '/predict': {
        get: {
          operationId: 'predict',
          summary:
            model.kind === 'intent'
              ? 'The probability of a purchase'
              : 'The products that come next',
          parameters: [
            sessionParameter(service),
            ...choiceParameters(service),
            REQUEST_ID,
            SESSION_ID,
          ],
          responses: {
            200: okay('The prediction.', predictionSchema(model)),
            ...errorsOf([
              ...guarded,
              405,
              ...(model.kind === 'intent' && settings.outOfScope === 'refuse'
                ? ([422] as const)
                : []),
              ...failures,
            ]),
          },
        },
      },
      ...(model.kind === 'rec' ? { '/items': itemsPath(guarded) } : {}),
      ...(service.showcase && service.showcase.sessions.length > 0
        ? { '/sessions': sessionsPath(guarded) }
        : {}),
      ...(service.traffic ? { '/outcomes': outcomesPath(model.kind, guarded) } : {}),
      '/': {
        get: {
          operationId: 'play',
          summary: 'A page to try the service',
          security: [],
          responses: {
            200: {
              description: 'An HTML page that asks nobody but this service.',
              headers: HEADERS,
              content: { 'text/html': { schema: { type: 'string' } } },
            },
            ...errorsOf([...refused, 405, 500, 503]),
          },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'describe',
          summary: 'This document',
          security: [],
          responses: {
            200: okay('An OpenAPI 3.1 document.', { type: 'object' }),
            ...errorsOf([...refused, 405, 500, 503]),
          },
        },
      },
    },
    components: {
      ...(settings.apiKey === undefined
        ? {}
        : { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } } }),
      responses: {
        ...Object.fromEntries(
          Object.entries(ERRORS).map(([status, error]) => [
            `Error${status}`,
            errorOf(status, error),
          ]),
        ),
        Throttled: {
          description: 'Too many requests: API Gateway answers itself.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
    },
  };
}

function sessionParameter({ model, settings }: Service): object {
  const form = `separated by commas, oldest first, at most ${settings.maxEvents} of them`;
  return {
    name: 'session',
    in: 'query',
    required: true,
    style: 'form',
    explode: false,
    description:
      model.kind === 'intent'
        ? `What the shopper did, ${form}. The parameter may come again: its events follow.`
        : `SKUs of the products that the shopper saw, ${form}. The parameter may come again: its SKUs follow. ` +
          `A comma within a SKU is %2C. ${describeSeenItems(settings.seenItems)}`,
    schema: {
      type: 'array',
      minItems: 1,
      maxItems: settings.maxEvents,
      items: model.kind === 'intent' ? { enum: model.actions } : { type: 'string', minLength: 1 },
    },
    example: model.kind === 'intent' ? ['view', 'detail', 'add'] : [...model.skus.slice(0, 2)],
  };
}

/** What a caller may choose of a recommendation. */
function choiceParameters({ model, settings }: Service): readonly object[] {
  if (model.kind === 'intent') return contextParameters(settings);
  return [
    {
      name: 'k',
      in: 'query',
      required: false,
      description: 'How many products are named at most; a model names its 100 best.',
      schema: { type: 'integer', minimum: 1, maximum: MAX_K, default: DEFAULT_K },
    },
    {
      name: 'exclude',
      in: 'query',
      required: false,
      description: 'seen: no products of the session; none: these, too.',
      schema: {
        enum: Object.keys(EXCLUDED),
        default: settings.seenItems === 'exclude' ? 'seen' : 'none',
      },
    },
    ...(model.filters.categories.length === 0 ? [] : [categoryParameter(model.filters.categories)]),
    ...(model.filters.prices === undefined ? [] : priceParameters(model.filters.prices)),
  ];
}

/** What a caller may tell of the events beside their actions. */
function contextParameters({ maxEvents }: Service['settings']): readonly object[] {
  const list = (name: string, description: string, example: readonly string[]) => ({
    name,
    in: 'query',
    required: false,
    style: 'form',
    explode: false,
    description: `${description} As many as the session has events. The answer's context says what of it the model reads.`,
    schema: { type: 'array', minItems: 1, maxItems: maxEvents, items: { type: 'string' } },
    example,
  });
  return [
    list('times', `When each event happened: ${TIME_FORM}; never falling.`, [
      '1764518400',
      '1764518425',
      '1764518491',
    ]),
    list('skus', 'The product of each event, empty for none. A comma within a SKU is %2C.', [
      '',
      'hat-1',
      'hat-1',
    ]),
  ];
}

/** A document of thousands of categories would be read by nobody. */
const MOST_CATEGORIES = 200;

function categoryParameter(categories: readonly string[]): object {
  return {
    name: 'category',
    in: 'query',
    required: false,
    description:
      "Only products of this category of the bundle's catalogue, of the 100 best of the model: fewer than k may be left.",
    schema:
      categories.length > MOST_CATEGORIES
        ? { type: 'string', examples: categories.slice(0, 2) }
        : { enum: categories },
  };
}

function priceParameters({ lowest, highest }: PriceRange): readonly object[] {
  return (['price_min', 'price_max'] as const).map((name) => ({
    name,
    in: 'query',
    required: false,
    description:
      `Only products of the bundle's catalogue at this price or ${name === 'price_min' ? 'above' : 'below'}, which has ` +
      `prices from ${lowest} to ${highest}; of the 100 best of the model, so that fewer than k may be left.`,
    schema: { type: 'number' },
  }));
}

function itemsPath(guarded: readonly ErrorStatus[]): object {
  return {
    get: {
      operationId: 'findItems',
      summary: 'Products that the model knows, most popular first',
      parameters: [
        {
          name: 'search',
          in: 'query',
          required: false,
          description: 'Part of the SKU or the name, whatever its case.',
          schema: { type: 'string', maxLength: 256 },
        },
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        },
        REQUEST_ID,
      ],
      responses: {
        200: okay('The products.', ITEMS_SCHEMA),
        ...errorsOf([...guarded, 405, 500, 503]),
      },
    },
  };
}

function sessionsPath(guarded: readonly ErrorStatus[]): object {
  return {
    get: {
      operationId: 'showSessions',
      summary: 'Sessions as they happened, to try the service with',
      parameters: [REQUEST_ID],
      responses: {
        200: okay("The sessions of the model's bundle.", SESSIONS_SCHEMA),
        ...errorsOf([...guarded, 405, 500, 503]),
      },
    },
  };
}

function outcomesPath(kind: ModelKind, guarded: readonly ErrorStatus[]): object {
  return {
    post: {
      operationId: 'tellOutcomes',
      summary: 'What became of sessions after their predictions',
      parameters: [REQUEST_ID],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: outcomesSchema(kind) } },
      },
      responses: {
        200: okay('How many are kept.', OUTCOMES_TAKEN_SCHEMA),
        ...errorsOf([...guarded, 405, 500, 503]),
      },
    },
  };
}

function okay(description: string, schema: Schema): object {
  return { description, headers: HEADERS, content: { 'application/json': { schema } } };
}

function errorOf(status: string, { description, codes }: (typeof ERRORS)[ErrorStatus]): object {
  return {
    description,
    headers: status === '503' ? { ...HEADERS, 'retry-after': RETRY_AFTER } : HEADERS,
    content: { 'application/json': { schema: errorSchema(codes) } },
  };
}

function errorsOf(statuses: readonly ErrorStatus[]): Readonly<Record<string, object>> {
  return {
    ...Object.fromEntries(
      statuses.map((status) => [status, { $ref: `#/components/responses/Error${status}` }]),
    ),
    429: { $ref: '#/components/responses/Throttled' },
  };
}
