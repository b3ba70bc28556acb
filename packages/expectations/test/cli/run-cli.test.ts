import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { temporaryFolder } from '../data.ts';

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

function files() {
  const folder = temporaryFolder();
  const [data, suite] = [join(folder, 'orders.csv'), join(folder, 'suite.json')];
  writeFileSync(data, 'id,n\na,1\n,2\n');
  writeFileSync(suite, JSON.stringify(SUITE));
  return { folder, data, suite };
}

it('checks a file, and fails from the severity that is asked for', async () => {
  const { data, suite } = files();
  const args = ['check', data, '--suite', suite, '--param', 'rows=2'];
  const failing = await lf(...args);
  expect(failing).toMatchObject({ code: 1, err: '' });
  expect(failing.out).toContain('1 of 2 expectation(s) failed');
  expect((await lf(...args, '--fail-on', 'critical')).code).toBe(0);
  expect((await lf(...args, '--fail-on', 'warning')).code).toBe(1);
});

it('writes JSON, JUnit and GitHub annotations', async () => {
  const { data, suite } = files();
  const args = ['check', data, '--suite', suite, '--param', 'rows=2', '--output'];
  expect(JSON.parse((await lf(...args, 'json')).out)).toMatchObject({
    success: false,
    statistics: { evaluated_expectations: 2 },
  });
  expect((await lf(...args, 'junit')).out.split('\n').slice(1, 6)).toEqual([
    '<testsuites tests="2" failures="1" errors="0">',
    '  <testsuite name="orders" tests="2" failures="1" errors="0">',
    `    <testcase classname="orders" name="${NOT_NULL} (id)">`,
    '      <failure type="warning" message="1 (50.00 %), null"/>',
    '    </testcase>',
  ]);
  expect((await lf(...args, 'github')).out).toBe(
    `::warning title=orders%3A ${NOT_NULL} (id)::1 (50.00 %25), null\n`,
  );
});

it('answers 2 and says what to do where the check cannot be made', async () => {
  const { folder, data, suite } = files();
  writeFileSync(join(folder, 'broken.json'), '{');
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'Expected a command'],
    [['check', data], 'needs --suite'],
    [['check', data, '--sute', suite], "Unknown option '--sute'"],
    [['check', data, '--suite', join(folder, 'none.json')], 'no such file'],
    [['check', data, '--suite', join(folder, 'broken.json')], 'is not JSON'],
    [['check', data, '--suite', suite], 'No value for the suite parameter "rows"'],
    [['check', data, '--suite', suite, '--output', 'xml'], 'table, json, junit, github'],
    [['check', 'data.xlsx', '--suite', suite], 'Cannot tell what "data.xlsx" is'],
    [['check', join(folder, 'no.csv'), '--suite', suite, '--param', 'rows=2'], 'Cannot read'],
  ];
  for (const [args, message] of cases) {
    const { code, out, err } = await lf(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  }
});

it('lists the expectations, and helps', async () => {
  expect((await lf('list')).out).toContain(`${NOT_NULL} `);
  const listed: unknown = JSON.parse((await lf('list', '--json')).out);
  expect(listed).toContainEqual(
    expect.objectContaining({
      type: 'expect_column_to_exist',
      kwargs: expect.any(Object) as object,
    }),
  );
  expect(await lf('--help')).toMatchObject({ code: 0, err: '' });
});
