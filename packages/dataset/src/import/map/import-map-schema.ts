import { IMPORT_ACTIONS, TIME_UNITS } from './import-map.ts';

const NAME = { type: 'string', minLength: 1 } as const;

const FIELD = {
  expected:
    'the name of a column, a list of names of which the first that holds something is taken, or {"constant": "a value"}',
  anyOf: [
    NAME,
    { type: 'array', items: NAME, minItems: 1 },
    {
      type: 'object',
      additionalProperties: false,
      required: ['constant'],
      properties: { constant: NAME },
    },
  ],
} as const;

const TEXTS = {
  expected: 'a list of texts',
  type: 'array',
  items: { expected: 'a text', type: 'string' },
} as const;

const ACTION_RULE = {
  enum: [...IMPORT_ACTIONS, 'drop'],
  expected: `one of ${[...IMPORT_ACTIONS, 'drop'].join(', ')}`,
} as const;

function field(description: string) {
  return { ...FIELD, description } as const;
}

const TIMES = {
  expected: 'an object with unit or format, and zone or plusMs if needed',
  description: 'How times are written.',
  type: 'object',
  additionalProperties: false,
  properties: {
    unit: {
      enum: TIME_UNITS,
      expected: `one of ${TIME_UNITS.join(', ')}`,
      description:
        'iso: text such as 2021-01-01T00:51:16.000+01:00. Else a number since 1970 in seconds, milliseconds, microseconds or nanoseconds.',
      default: 'iso',
    },
    format: {
      ...NAME,
      expected: 'a form such as "%d.%m.%Y %H:%M:%S"',
      description: 'Text in another form than iso, in place of unit: %Y %m %d %H %M %S %f.',
    },
    zone: {
      ...NAME,
      expected: 'a time zone: "UTC", "+02:00" or a name such as "Europe/Berlin"',
      description: 'The time zone of texts that name none.',
      default: 'UTC',
    },
    plusMs: field('Milliseconds to add, where the time column has the day alone.'),
  },
} as const;

const SOURCE = {
  expected: 'an object with at least time and action',
  type: 'object',
  additionalProperties: false,
  required: ['time', 'action'],
  properties: {
    files: {
      ...NAME,
      expected: 'a pattern of file names, such as "*clicks*"',
      description:
        'Which files: a pattern in which * stands for anything. Every file unless given.',
    },
    delimiter: {
      type: 'string',
      pattern: '^[\\t !#-~]$',
      expected: 'one sign that is neither a quote nor a line end, such as ";" or "\\t"',
      description: 'What separates the fields of a text. Told by its first line unless given.',
    },
    header: {
      expected: 'a list of names',
      type: 'array',
      items: { ...NAME, expected: 'a name' },
      minItems: 1,
      description: 'Names for the columns of texts without a header.',
    },
    each: {
      expected: 'the name of a list, or a list of such names',
      anyOf: [NAME, { type: 'array', items: NAME, minItems: 1 }],
      description: 'A list in JSON or Parquet, each member of which is an event.',
    },
    visitor: field('Who it was, where an id lives longer than a session.'),
    session: field('The session. Without it, pauses cut the events of a visitor into sessions.'),
    time: field('When it was.'),
    times: TIMES,
    action: field('What was done.'),
    actions: {
      expected: 'an object: a value of the action column, and what it means',
      type: 'object',
      additionalProperties: ACTION_RULE,
      description: 'What the values of the action column mean; drop leaves such rows out.',
    },
    otherActions: {
      ...ACTION_RULE,
      description: 'What any other value of the action column means.',
      default: 'drop',
    },
    viewsOfItems: {
      enum: ['detail', 'view'],
      expected: 'detail or view',
      description: 'What a page view is that names an item.',
      default: 'view',
    },
    item: field('The id of the product.'),
    url: field('The address of the page.'),
    empty: { ...TEXTS, description: 'Values that mean nothing, such as (not set).' },
    where: {
      expected: 'a list of conditions',
      description: 'Conditions that a row must meet; others are left out and counted.',
      type: 'array',
      items: {
        expected: 'an object with field, and in or notIn',
        type: 'object',
        additionalProperties: false,
        required: ['field'],
        properties: { field: field('The column.'), in: TEXTS, notIn: TEXTS },
        anyOf: [{ required: ['in'] }, { required: ['notIn'] }],
      },
    },
  },
} as const;

/** JSON Schema (draft 7) of an import map; `presets/import-map.schema.json` is this, for editors. */
export const IMPORT_MAP_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Import map of Local Flow',
  expected: 'an object with a list of sources',
  type: 'object',
  additionalProperties: false,
  required: ['sources'],
  properties: {
    $schema: { type: 'string', expected: 'the path of this schema' },
    description: { type: 'string', expected: 'a text' },
    idleMinutes: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 525_600,
      expected: 'minutes, above 0 and at most 525600, a year',
      description: 'A longer pause ends a session.',
      default: 30,
    },
    duplicates: {
      enum: ['drop', 'keep'],
      expected: 'drop or keep',
      description: 'Whether rows that repeat another one in everything stay.',
      default: 'drop',
    },
    sources: {
      expected: 'a list of at least one source',
      description: 'How the rows of files become events; the first that fits a file is used.',
      type: 'array',
      minItems: 1,
      items: SOURCE,
    },
  },
} as const;
