import { kwargWords } from '../declare/kwarg-words.ts';
import { BUILT_IN } from '../builtin/index.ts';
import type { JsonSchema } from '../declare/fields.ts';
import { registry } from '../declare/registry.ts';
import { DRIFT } from '../drift/expectations.ts';
import { chosen } from './arguments.ts';
import type { Command } from './command.ts';
import { deliver, loadExpectations } from './files.ts';
import { EXIT, usage } from './terminal.ts';
import { shown } from '../shown.ts';

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A JSON Schema in a word or two; null is left out, as every optional kwarg may be it. */
function typeText(schema: unknown): string {
  if (!isObject(schema)) return 'anything';
  const { anyOf, type, items, minimum, maximum } = schema;
  const values = listed(schema['enum']);
  if (values.length > 0) return values.map((value) => JSON.stringify(value)).join(' | ');
  const branches = listed(anyOf).filter((each) => !isObject(each) || each['type'] !== 'null');
  if (branches.length > 0) return branches.map(typeText).join(' | ');
  if (type === 'array') return `list of ${typeText(items)}`;
  const types = [type].flat().filter((name) => typeof name === 'string' && name !== 'null');
  const names = types.length === 0 ? ['anything'] : types;
  const ends = [minimum, maximum].map((end) => (typeof end === 'number' ? String(end) : ''));
  return `${names.join(' | ')}${ends.some((end) => end !== '') ? ` ${ends.join('..')}` : ''}`;
}

/** Every expectation that takes `mostly` takes it too: the notes of the command tell so once. */
const GOES_WITH_MOSTLY = 'mostly_counts_nulls';

function kwargsText({ properties, required }: JsonSchema): string {
  const needed = listed(required);
  if (!isObject(properties) || Object.keys(properties).length === 0) return 'no kwargs';
  return Object.entries(properties)
    .filter(([name]) => name !== GOES_WITH_MOSTLY)
    .sort(([a], [b]) => Number(needed.includes(b)) - Number(needed.includes(a)))
    .map(([name, schema]) => `${name}${needed.includes(name) ? '' : '?'}: ${typeText(schema)}`)
    .join(', ');
}

/** A schema of kwargs in which each of them says what it means. */
function inWords(schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const described = Object.entries(properties).map(([name, held]) => {
    const description = kwargWords(name);
    return [name, isObject(held) && description !== undefined ? { description, ...held } : held];
  });
  return { ...schema, properties: Object.fromEntries(described) };
}

/** `list`: what can be expected. */
export const listCommand: Command = {
  takes: '[type] [options]',
  meaning:
    'Lists all expectations with their kwargs, or shows the JSON Schema for the kwargs of one.',
  options: {
    format: { value: 'table|json', meaning: 'for people or for programs (table)' },
    load: {
      value: 'module',
      meaning: 'a JavaScript module that exports your own expectations',
      isRepeatable: true,
    },
  },
  notes: `Every expectation also takes row_condition and condition_parser among its kwargs, and meta, notes,
description and severity (critical, warning, info) beside them. Where mostly is taken, so is mostly_counts_nulls.`,
  run: async (given, terminal) => {
    const format = chosen(given, 'format', ['table', 'json'], 'table');
    const known = registry([
      ...BUILT_IN,
      ...DRIFT,
      ...(await loadExpectations(given.every('load'))),
    ]);
    const [wanted, ...rest] = given.words;
    if (rest.length > 0) throw usage('list takes at most one type.');
    if (wanted !== undefined && known.find(wanted) === undefined) {
      const nearest = known.nearest(wanted);
      throw usage(
        `Unknown expectation ${shown(wanted)}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`} \`list\` shows all of them.`,
      );
    }
    const found = known.types
      .filter((type) => wanted === undefined || type === wanted)
      .map((type) => known.find(type))
      .filter((each) => each !== undefined)
      .map(({ type, summary, kwargs }) => ({ type, summary, kwargs }));
    const [only] = found;
    const text =
      wanted !== undefined && only !== undefined
        ? JSON.stringify(
            { title: only.type, description: only.summary, ...inWords(only.kwargs) },
            null,
            2,
          )
        : format === 'json'
          ? JSON.stringify(found, null, 2)
          : found
              .map(
                ({ type, summary, kwargs }) => `${type}\n  ${summary}\n  ${kwargsText(kwargs)}\n`,
              )
              .join('\n');
    await deliver(text, undefined, terminal);
    return EXIT.holds;
  },
};
