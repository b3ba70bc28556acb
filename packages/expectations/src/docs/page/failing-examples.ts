import { failingWithTimes, withTimes } from '../../epoch-times.ts';
import type { ExpectationResult } from '../../result/validation-result.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count, shownValue } from '../html/shown-value.ts';

/** How many rows of a long list are looked at: enough to know the frequent values. */
const READ_ROWS = 10_000;

/** How many keys stand beside one value. */
const KEYS = 5;

/** The longest shown key, in characters. */
const KEY_CHARS = 60;

interface Example {
  readonly value: unknown;
  count: number;
  readonly keys: unknown[];
}

type Result = Readonly<Record<string, unknown>>;

function longest(result: Result, whole: string, partial: string): readonly unknown[] {
  const [all, some] = [result[whole], result[partial]];
  if (Array.isArray(all)) return all.slice(0, READ_ROWS);
  return Array.isArray(some) ? some.slice(0, READ_ROWS) : [];
}

/** Failing rows by value, most frequent first, with the keys or positions of the first of them. */
function examplesOf(values: readonly unknown[], keys: readonly unknown[]): readonly Example[] {
  const byText = new Map<string, Example>();
  for (const [at, value] of values.entries()) {
    const text = JSON.stringify(value) ?? 'null';
    const example = byText.get(text) ?? { value, count: 0, keys: [] };
    example.count += 1;
    if (keys[at] !== undefined && example.keys.length < KEYS) example.keys.push(keys[at]);
    byText.set(text, example);
  }
  return [...byText.values()].sort((a, b) => b.count - a.count);
}

function shownKey(key: unknown, columns: readonly unknown[]): string {
  if (typeof key !== 'object' || key === null) return shownValue(key, KEY_CHARS);
  const entries = Object.entries(key).filter(
    ([name]) => columns.length === 0 || columns.includes(name),
  );
  return entries
    .map(([name, value]) => `${name} = ${shownValue(withTimes(value, name), KEY_CHARS)}`)
    .join(', ');
}

function row(example: Example, columns: readonly unknown[], hasKeys: boolean): Html {
  const keys = example.keys.map((key, at) => html`${at > 0 && ' · '}${shownKey(key, columns)}`);
  const more = example.count > example.keys.length ? ' …' : '';
  return html`<tr>
    <td><code>${shownValue(example.value)}</code></td>
    <td class="n">${count(example.count)}</td>
    ${hasKeys && html`<td>${keys}${more}</td>`}
  </tr>`;
}

/** Failing values with how often they occur and where; nothing where the result names none. */
export function failingExamples(
  { expectation_config: config, result }: Pick<ExpectationResult, 'expectation_config' | 'result'>,
  limit: number,
): Html | null {
  const values = longest(result, 'unexpected_list', 'partial_unexpected_list').map((value) =>
    failingWithTimes(config, value),
  );
  if (values.length === 0) return null;
  const keys = longest(result, 'unexpected_index_list', 'partial_unexpected_index_list');
  const { unexpected_index_column_names: names, unexpected_count: failed } = result;
  const columns: readonly unknown[] = Array.isArray(names) ? names : [];
  const examples = examplesOf(values, keys);
  const hasKeys = keys.length > 0;
  const isPart = typeof failed === 'number' && failed > values.length;
  const scope = isPart ? `the first ${count(values.length)} failing rows` : 'all failing rows';
  const shown =
    examples.length > limit ? `${limit} of ${count(examples.length)} values among ` : 'From ';
  const heading = columns.length > 0 ? 'Key' : 'Row, counted from 0';
  return html`<div class="scroll" role="group" aria-label="Failing values">
    <table>
      <caption>
        ${shown}${scope}
      </caption>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col" class="n">Times</th>
          ${hasKeys && html`<th scope="col">${heading}</th>`}
        </tr>
      </thead>
      <tbody>
        ${examples.slice(0, limit).map((example) => row(example, columns, hasKeys))}
      </tbody>
    </table>
  </div>`;
}
