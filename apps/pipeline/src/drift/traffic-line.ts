import { schemaCheck } from '@lf/contract';
import { LOG_LINE_VERSION, type LogLineOfTraffic } from '@lf/serving';

const id = { type: 'string', minLength: 1, maxLength: 64 };
const text = { type: 'string', maxLength: 256 };
const whole = { type: 'integer', minimum: 0, maximum: 1_000_000_000 };
const common = {
  v: { const: LOG_LINE_VERSION },
  t: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
  id,
  i: whole,
  s: id,
};

/** What a line must be, whoever wrote it. */
const LINE = {
  oneOf: [
    {
      type: 'object',
      required: ['lf', 'v', 't', 'id', 'kind', 'model', 'session'],
      properties: {
        ...common,
        lf: { const: 'request' },
        kind: { const: 'intent' },
        model: { type: ['string', 'null'], maxLength: 256 },
        session: { type: 'string', pattern: '^[2-6]*$' },
        p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
      },
    },
    {
      type: 'object',
      required: ['lf', 'v', 't', 'id', 'kind', 'model', 'session', 'top'],
      properties: {
        ...common,
        lf: { const: 'request' },
        kind: { const: 'rec' },
        model: { type: ['string', 'null'], maxLength: 256 },
        session: { type: 'array', items: whole, maxItems: 100_000 },
        top: { type: 'array', items: { type: 'integer' }, maxItems: 1_000 },
        unknown: whole,
      },
    },
    {
      type: 'object',
      required: ['lf', 'v', 't', 'id'],
      properties: {
        ...common,
        lf: { const: 'outcome' },
        purchased: { type: 'boolean' },
        next: text,
      },
    },
  ],
};

const isLine = schemaCheck<LogLineOfTraffic>(LINE, { strict: false });

/** How every line of ours begins; what a log of the cloud writes before it is passed over. */
const BEGINNING = '{"lf":"';

/**
 * A line of the log of the traffic.
 *
 * @returns `foreign` for a line of something else, `unreadable` for half a line of ours or a changed one
 */
export function parseTrafficLine(line: string): LogLineOfTraffic | 'foreign' | 'unreadable' {
  const at = line.indexOf(BEGINNING);
  if (at === -1) return 'foreign';
  try {
    const value: unknown = JSON.parse(line.slice(at));
    return isLine(value) ? value : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
