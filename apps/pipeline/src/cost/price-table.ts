import { documentParser, formatConfigIssues, type ConfigIssue } from '@lf/config';
import { PipelineError } from '../errors.ts';

/** What an hour costs, as somebody has looked it up for one region. */
export interface PriceTable {
  readonly $schema?: string;
  readonly currency: string;
  /** The region that the prices are of; absent: they are taken for any. */
  readonly region?: string;
  /** By instance type: one instance for an hour. */
  readonly instances: Readonly<Record<string, number>>;
  /** By memory in MB: one unit of provisioned concurrency for an hour. */
  readonly serverlessProvisioned?: Readonly<Record<string, number>>;
}

const PRICES = {
  type: 'object',
  propertyNames: { minLength: 1 },
  additionalProperties: {
    type: 'number',
    minimum: 0,
    maximum: 1_000_000,
    expected: 'a price for an hour: a number from 0 to 1000000',
  },
} as const;

/** JSON Schema (draft 7) of a price table; `schemas/prices.schema.json` is this, for editors. */
export const PRICE_TABLE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Price table of Local Flow',
  expected: 'an object with currency and instances',
  type: 'object',
  additionalProperties: false,
  required: ['currency', 'instances'],
  properties: {
    $schema: { type: 'string', expected: 'the path of this schema' },
    currency: {
      type: 'string',
      pattern: '^[A-Z]{3}$',
      expected: 'three capital letters, such as "USD"',
      description: 'The currency of all prices.',
    },
    region: {
      type: 'string',
      pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$',
      expected: 'a region of AWS, such as "eu-west-1"',
      description: 'The region that the prices are of.',
    },
    instances: {
      ...PRICES,
      expected: 'prices by instance type, such as {"ml.t2.medium": 0.1}',
      description: 'One instance for an hour, by its type.',
    },
    serverlessProvisioned: {
      ...PRICES,
      propertyNames: { pattern: '^[0-9]+$' },
      expected: 'prices by memory in MB, such as {"2048": 0.1}',
      description: 'One unit of provisioned concurrency for an hour, by its memory in MB.',
    },
  },
} as const;

/**
 * Checks a price table that was read from JSON.
 *
 * @param subject what is read, for the error
 * @throws PipelineError `prices_invalid` that names every wrong key
 */
export function parsePriceTable(json: unknown, subject: string): PriceTable {
  const fail = (issues: readonly ConfigIssue[]): PipelineError =>
    new PipelineError('prices_invalid', formatConfigIssues(subject, issues));
  return documentParser<PriceTable>(PRICE_TABLE_SCHEMA, fail)(json);
}
