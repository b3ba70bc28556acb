import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DocsError } from '../errors.ts';
import { runSource } from './run-source.ts';

const EXPECTATIONS = 'packages/expectations/src/cli/main.ts';
const ORDERS = 400;
const STATES = ['paid', 'open', 'paid', 'sent', 'paid', 'returned', 'sent'] as const;

const SUITE = {
  name: 'orders',
  expectations: [
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } },
    { type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' } },
    {
      type: 'expect_column_values_to_be_in_set',
      kwargs: { column: 'state', value_set: ['open', 'paid', 'sent', 'returned'] },
    },
    {
      type: 'expect_column_values_to_be_between',
      kwargs: { column: 'price', min_value: 0, max_value: 500 },
    },
  ],
};

/** Checks a table of orders with two faults in it; gives the page of the result. */
export async function writeDataDocs(folder: string): Promise<string> {
  await writeFile(join(folder, 'orders.csv'), orders());
  await writeFile(join(folder, 'suite.json'), JSON.stringify(SUITE));
  const args = ['docs', 'orders.csv', '--suite', 'suite.json', '--output', 'site'];
  // 1: an expectation fails, which is what the picture shows
  await runSource(EXPECTATIONS, args, { cwd: folder, exitCodes: [0, 1] });
  const pages = await readdir(join(folder, 'site'), { recursive: true });
  const result = pages.find((name) => name.includes('result') && name.endsWith('.html'));
  if (result === undefined) {
    throw new DocsError(
      'command_failed',
      `Data Docs have no page of a result: ${pages.join(', ')}`,
    );
  }
  return join(folder, 'site', result);
}

function orders(): string {
  const rows = Array.from({ length: ORDERS }, (_, index) => {
    const state = index % 57 === 9 ? 'payed' : STATES[index % STATES.length];
    const price = index === 123 ? -12.5 : ((index * 37) % 480) + 4.5;
    return `A${1000 + index},${state},${price}`;
  });
  return ['id,state,price', ...rows, ''].join('\n');
}
