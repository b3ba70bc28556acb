import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { parquetOf, temporaryFolder } from '../data.ts';

const NOT_NULL = 'expect_column_values_to_not_be_null';

const SUITE = {
  name: 'orders',
  expectations: [
    { type: NOT_NULL, kwargs: { column: 'id' }, severity: 'warning' },
    { type: 'expect_table_row_count_to_equal', kwargs: { value: { $PARAMETER: 'rows' } } },
  ],
};

async function lf(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const code = await runCli(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isInteractive: false,
  });
  return { code, out, err };
}

function files(suiteContent: unknown = SUITE) {
  const folder = temporaryFolder();
  const [data, suite] = [join(folder, 'orders.csv'), join(folder, 'suite.json')];
  writeFileSync(data, 'id,n\na,1\n,2\n');
  writeFileSync(suite, JSON.stringify(suiteContent));
  return { folder, data, suite };
}

it('fails for what is critical, or for milder failures where it is told to', async () => {
  const { data, suite } = files();
  const args = ['check', data, '--suite', suite, '--param'];
  const warned = await lf(...args, 'rows=2');
  expect(warned).toMatchObject({ code: 0, err: '' });
  expect(warned.out).toContain('1 of 2 expectation(s) failed');
  expect((await lf(...args, 'rows=2', '--fail-on', 'warning')).code).toBe(1);
  expect((await lf(...args, 'rows=2', '--fail-on', 'info')).code).toBe(1);
  expect((await lf(...args, 'rows=3')).code).toBe(1);
});

it('answers 3 where the only trouble is what could not be checked', async () => {
  const missing = { type: NOT_NULL, kwargs: { column: 'nowhere' } };
  const broken = files({ name: 's', expectations: [missing] });
  const raised = await lf('check', broken.data, '--suite', broken.suite);
  expect(raised.code).toBe(3);
  expect(raised.out).toContain('The column "nowhere" does not exist');
  const failing = { type: NOT_NULL, kwargs: { column: 'id' } };
  const both = files({ name: 's', expectations: [missing, failing] });
  expect((await lf('check', both.data, '--suite', both.suite)).code).toBe(1);
});

it('writes JSON, JUnit and GitHub annotations', async () => {
  const { data, suite } = files();
  const args = ['check', data, '--suite', suite, '--param', 'rows=2', '--format'];
  expect(JSON.parse((await lf(...args, 'json')).out)).toMatchObject({
    success: false,
    statistics: { evaluated_expectations: 2 },
  });
  expect((await lf(...args, 'junit')).out.split('\n').slice(1, 6)).toEqual([
    '<testsuites tests="2" failures="1" errors="0">',
    '  <testsuite name="orders" tests="2" failures="1" errors="0">',
    `    <testcase classname="orders" name="${NOT_NULL} (id)">`,
    '      <failure type="warning" message="expected id: Values are not null; came 1 (50.00 %), null"/>',
    '    </testcase>',
  ]);
  expect((await lf(...args, 'github')).out).toBe(
    `::warning title=orders%3A ${NOT_NULL} (id)::expected id: Values are not null; came 1 (50.00 %25), null\n`,
  );
});

it('names failing rows by columns, and writes to a file', async () => {
  const { folder, data, suite } = files();
  const output = join(folder, 'deep', 'result.json');
  const { out } = await lf(
    ...['check', data, '--suite', suite, '--param', 'rows=2', '--format', 'json'],
    ...[
      '--result-format',
      'complete',
      '--id-columns',
      'n',
      '--output',
      output,
      '--run-name',
      'mine',
    ],
  );
  expect(out).toBe('');
  const written = JSON.parse(readFileSync(output, 'utf8')) as { results: readonly unknown[] };
  expect(written).toMatchObject({ meta: { run_id: { run_name: 'mine' } } });
  expect(written.results[0]).toMatchObject({
    result: { unexpected_index_list: [{ id: null, n: 2 }] },
  });
});

it('answers 2 and says what to do where the check cannot be made', async () => {
  const { folder, data, suite } = files();
  writeFileSync(join(folder, 'broken.json'), '{');
  writeFileSync(join(folder, 'empty.mjs'), 'export const nothing = 1;');
  writeFileSync(
    join(folder, 'unknown.json'),
    JSON.stringify({ name: 's', expectations: [{ type: 'expect_column_to_exsit' }] }),
  );
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'Expected a command: check, profile, summarise'],
    [['chek'], 'came "chek". Did you mean check?'],
    [['check', '--suite', suite], 'No data given'],
    [['check', data], '--suite <file> is missing'],
    [['check', data, '--sute', suite], 'Unknown option --sute. Did you mean --suite?'],
    [['check', data, '--suite'], "Option '--suite <value>' argument missing"],
    [['check', data, '--suite', suite, '--suite', suite], '--suite was given 2 times'],
    [['check', data, '--suite', join(folder, 'none.json')], 'there is no such file'],
    [['check', data, '--suite', folder], 'Cannot read the suite'],
    [['check', data, '--suite', join(folder, 'broken.json')], 'is not JSON'],
    [
      ['check', data, '--suite', join(folder, 'unknown.json')],
      'Did you mean expect_column_to_exist?',
    ],
    [['check', data, '--suite', suite], 'No value for the suite parameter "rows"'],
    [['check', data, '--suite', suite, '--param', 'rows'], 'must be name=value; came "rows"'],
    [
      ['check', data, '--suite', suite, '--format', 'xml'],
      'table, json, junit, github; came "xml"',
    ],
    [['check', data, '--suite', suite, '--examples=-1'], 'whole number from 0; came "-1"'],
    [['check', data, '--suite', suite, '--load', join(folder, 'none.mjs')], 'Cannot load'],
    [
      ['check', data, '--suite', suite, '--load', join(folder, 'empty.mjs')],
      'exports no expectation',
    ],
    [['check', data, '--reference', suite], 'is no summary of a batch'],
    [['check', 'data.xlsx', '--suite', suite], 'Cannot tell what "data.xlsx" is'],
    [['check', data, 'data.parquet', '--suite', suite], 'of several kinds'],
    [['check', join(folder, 'no.csv'), '--suite', suite, '--param', 'rows=2'], 'Cannot read'],
    [
      ['check', data, '--suite', suite, '--param', 'rows=2', '--output', join(data, 'x')],
      'Cannot write',
    ],
    [['profile', data, '--margin', 'wide'], '--margin must be a number from 0; came "wide"'],
    [['summarise', data, '--columns', 'nowhere'], 'The column "nowhere" does not exist'],
    [['docs', data, '--suite', suite], '--output <folder> is missing'],
    [['docs', '--output', folder], 'Nothing to write: expected data'],
    [['docs', suite, '--output', folder], 'is no result'],
    [['docs', data, '--suite', suite, '--param', 'rows=2', '--output', data], 'EEXIST'],
    [['list', 'expect_column_to_exsit'], 'Did you mean expect_column_to_exist?'],
  ];
  for (const [args, message] of cases) {
    const { code, out, err } = await lf(...args);
    expect([code, out], args.join(' ')).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  }
  expect(
    (await lf('--verbose', 'check', data, '--suite', join(folder, 'none.json'))).err,
  ).toContain('    at ');
});

it('lists every expectation with its kwargs, and the schema of one', async () => {
  const { out } = await lf('list');
  expect(out).toContain(`${NOT_NULL}
  The values of the column are not null.
  column: string, mostly?: number 0..1
`);
  expect(out).toContain('expect_column_population_stability_index_to_be_less_than');
  const listed: unknown = JSON.parse((await lf('list', '--format', 'json')).out);
  expect(listed).toContainEqual(
    expect.objectContaining({
      type: 'expect_column_to_exist',
      kwargs: expect.any(Object) as object,
    }),
  );
  expect(JSON.parse((await lf('list', NOT_NULL)).out)).toMatchObject({
    title: NOT_NULL,
    type: 'object',
    required: ['column'],
  });
});

it('helps with the program and with each command', async () => {
  const { out } = await lf('--help');
  for (const name of ['check', 'profile', 'summarise', 'docs', 'list']) {
    expect(out).toContain(`lf-expectations ${name} `);
    expect(await lf(name, '--help')).toMatchObject({ code: 0, err: '' });
  }
  expect((await lf('check', '--help')).out).toContain('--fail-on <critical|warning|info>');
});

it('profiles data to a suite that checks it', async () => {
  const folder = temporaryFolder();
  const data = await parquetOf(
    "SELECT i AS id, ['a', 'b'][1 + i % 2] AS kind FROM range(100) t(i)",
  );
  const suite = join(folder, 'suite.json');
  const profiled = await lf(
    'profile',
    data,
    '--output',
    suite,
    '--name',
    'mine',
    '--exclude',
    'other',
  );
  expect(profiled).toMatchObject({ code: 0, err: '' });
  expect(profiled.out).toContain('100 values are all different');
  expect((await lf('check', data, '--suite', suite, '--fail-on', 'info')).out).toBe(
    'Suite "mine": all 9 expectation(s) hold\n',
  );
  expect(JSON.parse((await lf('profile', data)).out)).toMatchObject({ name: 'profiled' });
});

it('checks drift against a stored reference, alone or as a parameter of a suite', async () => {
  const folder = temporaryFolder();
  const before = await parquetOf('SELECT i % 50 AS x FROM range(1000) t(i)');
  const after = await parquetOf('SELECT i % 50 + 25 AS x FROM range(1000) t(i)');
  const reference = join(folder, 'reference.json');
  expect((await lf('summarise', before, '--output', reference)).code).toBe(0);
  expect((await lf('check', before, '--reference', reference)).code).toBe(0);
  expect((await lf('check', after, '--reference', reference)).code).toBe(1);
  const { suite } = files({
    name: 'ks',
    expectations: [
      {
        type: 'expect_column_kolmogorov_smirnov_statistic_to_be_less_than',
        kwargs: { column: 'x', reference: { $PARAMETER: 'reference' }, threshold: 0.6 },
      },
    ],
  });
  expect((await lf('check', after, '--suite', suite, '--reference', reference)).code).toBe(0);
});

it('reads several files as one table, and expectations of a module', async () => {
  const folder = temporaryFolder();
  const [a, b] = [join(folder, 'a.csv'), join(folder, 'b.csv')];
  writeFileSync(a, 'n\n1\n');
  writeFileSync(b, 'n\n2\n');
  const module = join(folder, 'mine.mjs');
  writeFileSync(
    module,
    `export const mine = [{ type: 'expect_mine', summary: 'Mine.', kwargs: { type: 'object' }, bind: () => ({
      problems: null,
      bound: () => ({
        metrics: { rows: { kind: 'aggregate', sql: 'count(*)' } },
        judge: (values) => ({ success: values.count('rows') === 2, result: {} }),
      }),
    }) }];`,
  );
  const { suite } = files({ name: 's', expectations: [{ type: 'expect_mine', kwargs: {} }] });
  expect((await lf('check', a, b, '--suite', suite, '--load', module)).code).toBe(0);
  expect((await lf('list', 'expect_mine', '--load', module)).out).toContain('"Mine."');
});

it('writes a site of a check, and adds results that were written before', async () => {
  const { folder, data, suite } = files();
  const site = join(folder, 'site');
  const args = [data, '--suite', suite, '--param'];
  const checked = await lf('docs', ...args, 'rows=3', '--output', site);
  expect(checked).toEqual({ code: 1, out: `${join(site, 'index.html')}\n`, err: '' });
  const result = join(folder, 'result.json');
  await lf('check', ...args, 'rows=2', '--format', 'json', '--output', result);
  expect((await lf('docs', result, '--output', site)).code).toBe(0);
  const index = readFileSync(join(site, 'index.html'), 'utf8');
  expect(index).toContain('orders');
  const unrun = await lf('docs', '--suite', suite, '--output', join(folder, 'unrun'));
  expect(unrun.code).toBe(0);
});

it('writes bad rows to a file and says how many there are', async () => {
  const { folder, data, suite } = files();
  const badRows = join(folder, 'new', 'bad.csv');
  const args = ['check', data, '--suite', suite, '--param', 'rows=2', '--bad-rows'];
  const written = await lf(...args, badRows);
  expect(written).toMatchObject({ code: 0, err: `1 bad row(s) are in ${badRows}.\n` });
  expect(readFileSync(badRows, 'utf8')).toBe(
    `id,n,bad_row,bad_reasons\n,2,1,${NOT_NULL}: id: Values are not null.\n`,
  );
  const wrong = await lf(...args, 'bad.xlsx');
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('must end in .csv, .csv.gz or .parquet; came "bad.xlsx"');
});

it('checks files as partitions, of several kinds too, and splits their bad rows off', async () => {
  const { folder, data, suite } = files();
  const [lines, badRows] = [join(folder, 'more.jsonl'), join(folder, 'bad.csv')];
  writeFileSync(lines, '{"id": null, "n": 3}\n{"id": "c", "n": 4}\n');
  const args = ['--suite', suite, '--param', 'rows=4', '--bad-rows', badRows];
  const together = await lf('check', data, lines, ...args);
  expect(together.code).toBe(2);
  expect(together.err).toContain('several kinds');
  const { code, err } = await lf('check', data, lines, '--partitions', ...args);
  expect({ code, err }).toEqual({ code: 0, err: `2 bad row(s) are in ${badRows}.\n` });
  expect(readFileSync(badRows, 'utf8').split('\n').slice(1, -1)).toEqual([
    `,2,1,${NOT_NULL}: id: Values are not null.`,
    `,3,2,${NOT_NULL}: id: Values are not null.`,
  ]);
});

it('reads JSON Lines, with the options that they have', async () => {
  const { folder, suite } = files();
  const data = join(folder, 'orders.jsonl');
  writeFileSync(data, '{"id": "a", "n": 1, "day": "31/01/2020"}\n{"n": 2}\n');
  const args = ['check', data, '--suite', suite, '--param', 'rows=2'];
  const formatted = ['--date-format', 'day=%d/%m/%Y', '--format', 'json'];
  expect(JSON.parse((await lf(...args, ...formatted)).out)).toMatchObject({
    meta: { jsonl: { rows: 2, columns: { id: 'VARCHAR', n: 'BIGINT', day: 'DATE' } } },
  });
  expect((await lf(...args, '--delimiter', ';')).err).toContain(
    'Options for CSV were given (delimiter), and the files are JSON Lines, which take --type,',
  );
  expect((await lf('check', 'orders.json', '--suite', suite)).err).toContain(
    'JSON is read as JSON Lines, one object a line: name such a file .jsonl.',
  );
});

it('says in the JSON Schema of an expectation what its kwargs mean', async () => {
  const { out } = await lf('list', 'expect_column_values_to_be_between');
  expect(JSON.parse(out)).toMatchObject({
    properties: { mostly: { description: 'The share of values that must pass, from 0 to 1 (1).' } },
  });
});
