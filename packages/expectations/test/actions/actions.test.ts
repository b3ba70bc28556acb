import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import {
  ActionError,
  runActions,
  runCheckpoint,
  runCommand,
  sendSlack,
  sendWebhook,
  suite,
  validate,
} from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';

interface Asked {
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on this machine that keeps what it is asked. */
async function server(
  answer: (response: ServerResponse) => void = (response) => response.end('ok'),
) {
  const asked: Asked[] = [];
  const listening = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      asked.push({ path: request.url, headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { asked, origin: `http://127.0.0.1:${port}` };
}

async function failed() {
  const orders = suite('orders <1>');
  orders.column('state').valuesToBeInSet({ valueSet: ['open'], severity: 'warning' });
  orders.column('gone').valuesToNotBeNull();
  return validate({ source: { rows: [{ state: 'open' }, { state: 'secret' }] }, suite: orders });
}

const messagesOf = (failures: Awaited<ReturnType<typeof runActions>>) =>
  failures.map(({ action, exception_info: info }) => [action, info.exception_message]);

it('posts a summary without values of the data, or what it is told', async () => {
  const { asked, origin } = await server();
  const result = await failed();
  const url = `${origin}/hook?key=1`;
  const actions = [
    sendWebhook({ url, headers: { authorization: 'Bearer x' } }),
    sendWebhook({ url, withValues: true }),
    sendWebhook({ url, body: ({ validation }) => ({ validation }) }),
  ];
  expect(await runActions(result, actions)).toEqual([]);
  const [plain, full, own] = asked;
  expect(plain?.headers).toMatchObject({
    authorization: 'Bearer x',
    'content-type': 'application/json',
  });
  expect(plain?.path).toBe('/hook?key=1');
  expect(plain?.body).not.toContain('secret');
  expect(JSON.parse(plain?.body ?? '')).toMatchObject({
    suite: 'orders <1>',
    source: '2 rows in memory',
    success: false,
    error: null,
    statistics: { unsuccessful_expectations: 2 },
    failures: [
      {
        type: 'expect_column_values_to_be_in_set',
        subject: 'state',
        severity: 'warning',
        text: '1 (50.00 %)',
      },
      {
        subject: 'gone',
        text: 'error: The column "gone" does not exist; the table has: "state".'.replaceAll(
          '"state"',
          'state',
        ),
      },
    ],
  });
  expect(full?.body).toContain('secret');
  expect(own?.body).toBe('{"validation":"orders <1>"}');
});

it('writes to Slack in its form', async () => {
  const { asked, origin } = await server();
  await runActions(await failed(), [sendSlack({ url: origin })]);
  const sent: unknown = JSON.parse(asked[0]?.body ?? '');
  expect(sent).toEqual({
    text: [
      '2 of 2 expectation(s) failed: suite orders &lt;1&gt;, 2 rows in memory',
      '• warning: expect_column_values_to_be_in_set (state): 1 (50.00 %)',
      '• critical: expect_column_values_to_not_be_null (gone): error: The column "gone" does not exist; the table has: state.',
    ].join('\n'),
  });
});

it('says what went wrong, without the path of an address, and never throws', async () => {
  const refusing = await server((response) =>
    response.writeHead(404).end(`no\n such hook ${'x'.repeat(9000)}`),
  );
  const moved = await server((response) => response.writeHead(302, { location: '/other' }).end());
  const silent = await server(() => undefined);
  const result = await failed();
  const actions = [
    sendWebhook({ url: `${refusing.origin}/token` }),
    sendSlack({ url: `${moved.origin}/token` }),
    sendWebhook({ url: `${silent.origin}/token`, timeoutMs: 50 }),
    sendWebhook({ url: 'http://127.0.0.1:1/token' }),
  ];
  const messages = messagesOf(await runActions(result, actions));
  expect(messages.map(([, message]) => message)).toEqual([
    expect.stringMatching(
      /^Cannot post the webhook to http:\S+: the server answered 404: no such hook x+\.\.\.\.$/,
    ),
    `Cannot post the Slack message to ${moved.origin}: the server answered 302.`,
    `Cannot post the webhook to ${silent.origin}: no answer came within 50 ms.`,
    expect.stringMatching(/^Cannot post the webhook to http:\/\/127.0.0.1:1: \S/),
  ]);
  expect(messages.map(([action]) => action)).toEqual(['webhook', 'slack', 'webhook', 'webhook']);
  expect(JSON.stringify(messages)).not.toContain('token');
  expect(() => sendWebhook({ url: 'file:///etc/passwd' })).toThrow(ActionError);
  expect(() => sendSlack({ url: 'no address' })).toThrow('must begin with https:// or http://');
  expect(() => runCommand({ command: 'true', timeoutMs: 0 })).toThrow('timeoutMs must be above 0');
});

it('runs a command with a summary as its input, and tells how it failed', async () => {
  const path = join(temporaryFolder(), 'input');
  const result = await failed();
  let output = '';
  const script = `process.stdin.pipe(require('fs').createWriteStream(${JSON.stringify(path)})); console.log(process.env.LF_SUITE, process.env.LF_SUCCESS)`;
  const run = {
    command: process.execPath,
    args: ['-e', script],
    onOutput: (text: string) => (output += text),
  };
  expect(
    await runActions(result, [runCommand({ ...run, onOutput: (text) => (output += text) })]),
  ).toEqual([]);
  expect(output).toBe('orders <1> false\n');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ suite: 'orders <1>' });
  const failures = await runActions(result, [
    runCommand({ command: 'echo oh no; exit 3' }),
    runCommand({ command: 'no-such-program-of-ours', args: [] }),
  ]);
  expect(messagesOf(failures)).toEqual([
    ['run', 'The command echo oh no; exit 3 failed: it ended with exit code 3. It wrote: oh no'],
    [
      'run',
      expect.stringContaining('failed: it cannot be run (spawn no-such-program-of-ours ENOENT)'),
    ],
  ]);
});

it('ends a command that takes too long, with what it started', async () => {
  const path = join(temporaryFolder(), 'late');
  const late = runCommand({ command: `(sleep 1; touch ${path}) & sleep 5`, timeoutMs: 200 });
  const failures = await runActions(await failed(), [late]);
  expect(messagesOf(failures)[0]?.[1]).toContain('failed: it took more than 200 ms');
  await wait(1200);
  expect(existsSync(path)).toBe(false);
});

it('is an action of checkpoints, which it cannot make fail', async () => {
  const { asked, origin } = await server();
  const rows = suite('rows');
  rows.table.rowCountToEqual({ value: 1 });
  const night = await runCheckpoint({
    name: 'night',
    validations: [
      { source: { rows: [{ a: 1 }] }, suite: rows },
      { id: 'gone', source: { parquet: 'no-such.parquet' }, suite: rows },
    ],
    actions: [sendWebhook({ url: origin }), runCommand({ command: 'exit 1' })],
  });
  expect(night.run_results['rows']?.success).toBe(true);
  expect(night.action_failures.map(({ validation, action }) => [validation, action])).toEqual([
    ['rows', 'run'],
    ['gone', 'run'],
  ]);
  expect(asked.map(({ body }) => (JSON.parse(body) as { error: unknown }).error)).toEqual([
    null,
    expect.stringContaining('does not exist'),
  ]);
});

async function lf(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const code = await runCli(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isInteractive: false,
  });
  return { code, out, err };
}

it('notifies from the command line, and keeps the exit code of the check', async () => {
  const { asked, origin } = await server();
  const folder = temporaryFolder();
  const [data, path] = [join(folder, 'data.csv'), join(folder, 'suite.json')];
  writeFileSync(data, 'n\n1\n');
  const rowCount = (value: number) =>
    writeFileSync(
      path,
      JSON.stringify({
        name: 's',
        expectations: [{ type: 'expect_table_row_count_to_equal', kwargs: { value } }],
      }),
    );
  vi.stubEnv('HOOK', origin);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const args = ['check', data, '--suite', path];
  const actions = ['--webhook', 'env:HOOK', '--run-command', 'echo told; exit 1'];
  rowCount(1);
  expect(await lf(...args, ...actions)).toMatchObject({ code: 0, err: '' });
  expect(asked).toHaveLength(0);
  const always = await lf(...args, ...actions, '--notify', 'always');
  expect(always.code).toBe(0);
  expect(always.err).toContain('told\nThe command');
  expect((await lf(...args, ...actions, '--notify', 'always', '--require-actions')).code).toBe(2);
  rowCount(2);
  expect((await lf(...args, ...actions, '--require-actions')).code).toBe(1);
  expect(asked).toHaveLength(3);
  const missing = await lf('check', 'gone.csv', '--suite', path, '--slack', 'env:HOOK');
  expect(missing.code).toBe(2);
  expect(missing.err).toContain('does not exist');
  expect(asked.at(-1)?.body).toContain('The check could not be made');
  const unset = await lf(...args, '--slack', 'env:NO_SUCH_HOOK');
  expect(unset.err).toContain('the variable "NO_SUCH_HOOK", which is not set');
  expect((await lf(...args, '--webhook', 'ftp://x')).code).toBe(2);
});
