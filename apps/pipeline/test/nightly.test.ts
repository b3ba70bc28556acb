import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workplace, finished, freePort, type Finished } from './workplace.ts';

const NIGHT = join(import.meta.dirname, '../examples/nightly/night.sh');
const EXAMPLES = join(import.meta.dirname, '../examples/nightly');

/** The shop's own names of columns and actions. */
const MAP = {
  sources: [
    {
      session: 'Visit',
      time: 'At',
      times: { unit: 'ms' },
      action: ['What', 'Kind'],
      actions: {
        pageview: 'view',
        detail: 'detail',
        add: 'add',
        remove: 'remove',
        purchase: 'purchase',
      },
      item: 'Product',
    },
  ],
};
const HEADER = 'Visit,Kind,What,Product,At,Page';
const GOOD_CONFIG = { EPOCHS: 2, LSTM_DIMS: 8 };
/** One unit that has learnt nothing: worse on any data. */
const WORSE_CONFIG = { EPOCHS: 1, LSTM_DIMS: 1, LEARNING_RATE: 1e-9 };

interface Told {
  readonly text: string;
  readonly night: string;
  readonly status: string;
  readonly exitCode: number;
  readonly drift: string;
  readonly log: string | null;
}

let place: Workplace;
let receiver: Server;
const told: Told[] = [];
let rows: readonly string[];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      told.push(JSON.parse(Buffer.concat(chunks).toString()) as Told);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  place = await Workplace.open(GOOD_CONFIG);
  await place.lf(['shop', '--out', 'raw', '--events', '20000']);
  const text = await readFile(join(place.folder, 'raw/browsing_train.csv'), 'utf8');
  rows = text.trim().split('\n').slice(1);
  await mkdir(join(place.folder, 'exports'));
  await place.write('import-map.json', JSON.stringify(MAP));
  await place.write('.env', 'LF_REQUEST_LOG=requests\n');
});
afterAll(async () => {
  await place.close();
  receiver.close();
});

async function exported(lines: readonly string[]): Promise<void> {
  await place.write('exports/monday.csv', [HEADER, ...lines].join('\n') + '\n');
}

function nightEnvironment(): NodeJS.ProcessEnv {
  const address = receiver.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    NIGHT_WEBHOOK: `http://127.0.0.1:${address.port}/night`,
    NIGHT_KEEP_LAST: '1',
    NIGHT_KEEP_DAYS: '0',
  };
}

const SCRIPT = `NIGHT_LF="$1 $2" exec bash '${NIGHT}' .`;

/** A whole night, and what the webhook was told of it. */
async function night(): Promise<Finished & { readonly said: Told; readonly log: string }> {
  const before = told.length;
  const ended = await place.shell(SCRIPT, nightEnvironment());
  const said = told[before];
  if (said === undefined) throw new Error(`the webhook was not told:\n${ended.stderr}`);
  expect(told).toHaveLength(before + 1);
  expect(said.exitCode).toBe(ended.code);
  const log = said.log === null ? '' : await readFile(said.log, 'utf8');
  // Where it worked, cron has nothing to send; else one line
  const [quiet, loud] =
    ended.code === 0 ? [ended.stderr, ended.stdout] : [ended.stdout, ended.stderr];
  expect(quiet).toBe('');
  expect(loud.trim().split('\n')).toHaveLength(1);
  expect(loud).toContain(said.text);
  return { ...ended, said, log };
}

interface Listed {
  readonly name: string;
  readonly url: string;
  readonly status: string;
  readonly bundlePath: string;
}

/** The endpoint and what it predicts. */
async function serving(): Promise<{
  readonly run: string;
  readonly url: string;
  readonly prediction: unknown;
}> {
  const { stdout } = await place.lf(['endpoint', 'list', '--json']);
  const [endpoint, ...others] = JSON.parse(stdout) as Listed[];
  if (endpoint === undefined) throw new Error('nothing serves');
  expect(others).toEqual([]);
  const answer = await fetch(`${endpoint.url}/predict?session=add,view,remove`);
  const { prediction } = (await answer.json()) as { prediction: unknown };
  return { run: endpoint.bundlePath.split('/').at(-2) ?? '', url: endpoint.url, prediction };
}

async function runs(): Promise<readonly string[]> {
  const { stdout } = await place.lf(['runs', 'list', '--json']);
  return (JSON.parse(stdout) as { runId: string }[]).map(({ runId }) => runId);
}

it('does not train on data that the suite refuses, and says so', async () => {
  // Sessions of one event are no sessions of a shop
  await exported(rows.map((row, at) => row.replace(/^[^,]*/, `visitor${at}`)));
  const { code, said, log } = await night();
  expect(code, log).toBe(3);
  expect(said).toMatchObject({ status: 'bad_data', drift: 'not judged' });
  expect(said.text).toMatch(/not fit to train on.* data_validation: /);
  expect(await runs()).toEqual([said.night]);
});

it('serves the model of a night that works, and removes what nobody needs', async () => {
  const [refused] = await runs();
  await exported(rows);
  const { code, said, log } = await night();
  expect(code, log).toBe(0);
  expect(said).toMatchObject({ status: 'served', drift: 'not judged' });
  expect(said.text).toContain(`The model of run ${said.night} is in place: intent-`);
  expect(await serving()).toMatchObject({ run: said.night });
  const left = await runs();
  expect(left).toEqual([said.night]);
  expect(left).not.toContain(refused);
});

it('tells that the traffic of the day had drifted, and serves the new model', async () => {
  const { url, run } = await serving();
  const oneHot = (action: number) => Array.from({ length: 7 }, (_, at) => (at === action ? 1 : 0));
  const session = [oneHot(0), ...Array.from({ length: 30 }, () => oneHot(3)), oneHot(1)];
  const answer = await fetch(`${url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instances: Array.from({ length: 1000 }, () => session) }),
  });
  expect(answer.status, await answer.text()).toBe(200);
  await expect.poll(loggedRequests, { timeout: 30_000 }).toBeGreaterThanOrEqual(1000);
  const { code, said, log } = await night();
  expect(code, log).toBe(5);
  expect(said).toMatchObject({ status: 'served_with_drift', drift: 'drift' });
  expect(said.night).not.toBe(run);
  expect(await serving()).toMatchObject({ run: said.night });
});

async function loggedRequests(): Promise<number> {
  const folder = join(place.folder, 'requests');
  const texts = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).join('').split('"lf":"request"').length - 1;
}

it('keeps what serves where the export is broken, and says what is wrong with it', async () => {
  const before = await serving();
  const ids = await runs();
  await exported(rows.map((row, at) => (at % 10 === 0 ? row.replace(/,\d{13},/, ',noon,') : row)));
  const { code, said, log } = await night();
  expect(code, log).toBe(3);
  expect(said).toMatchObject({ status: 'bad_data' });
  expect(said.text).toContain('at most 2 % of the rows to be lost, but 2001 of');
  expect(log).toContain('times that cannot be read: "noon" 2001');
  expect(await serving()).toEqual(before);
  expect(await runs()).toEqual(ids);
});

it('does not put a worse model in place, and says by how much it is worse', async () => {
  const before = await serving();
  await exported(rows);
  await place.write('config.json', JSON.stringify(WORSE_CONFIG));
  const { code, said, log } = await night();
  await place.write('config.json', JSON.stringify(GOOD_CONFIG));
  expect(code, log).toBe(4);
  expect(said).toMatchObject({ status: 'worse_model' });
  expect(said.text).toMatch(/not put in place.*ROC-AUC on \d+ rows: new 0\.\d+, serving 0\.\d+/);
  expect(await serving()).toEqual(before);
});

it('lets one night alone work, and stops it by a signal', async () => {
  const before = await serving();
  const { length } = await runs();
  const first = place.startShell(SCRIPT, nightEnvironment());
  const end = finished(first);
  await expect.poll(runs, { timeout: 60_000, interval: 500 }).toHaveLength(length + 1);
  const second = await night();
  expect(second.code).toBe(75);
  expect(second.said).toMatchObject({ status: 'overlap', log: null });

  first.kill('SIGTERM');
  expect((await end).code).toBe(143);
  expect(told.at(-1)).toMatchObject({ status: 'failed', exitCode: 143 });
  expect(told.at(-1)?.text).toMatch(/stopped by a signal.*: cd \S+ && \S+ \S+ resume night-/);
  expect(await serving()).toEqual(before);
  const { stdout } = await place.lf(['runs', 'list', '--json']);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ runId: told.at(-1)?.night, status: 'interrupted' }),
  );
});

it('ends with its own exit code where the webhook cannot be told', async () => {
  await rm(join(place.folder, 'exports/monday.csv'));
  const { code, stderr } = await place.shell(SCRIPT, {
    NIGHT_WEBHOOK: `http://127.0.0.1:${await freePort()}/gone`,
  });
  expect(code).toBe(3);
  const log = /log (\S+)\)/.exec(stderr)?.[1] ?? '';
  expect(await readFile(log, 'utf8')).toContain(
    'The webhook could not be told, try 3 of 3: ECONNREFUSED',
  );
});

it('refuses a folder that is not there', async () => {
  const { code, stderr } = await place.shell(SCRIPT.replace(/ \.$/, ' nowhere'));
  expect(code).toBe(2);
  expect(stderr).toContain('usage: night.sh <folder of the shop>');
});

it('has units that systemd understands', async () => {
  const folder = join(place.folder, 'units');
  await mkdir(folder);
  for (const name of ['local-flow-night.service', 'local-flow-night.timer']) {
    await copyFile(join(EXAMPLES, name), join(folder, name));
  }
  // The program of the unit must be there for the check
  const unit = join(folder, 'local-flow-night.service');
  const text = await readFile(unit, 'utf8');
  await writeFile(unit, text.replace(/^(ExecStart=)\S+/m, `$1${NIGHT}`));
  const verify = promisify(execFile)('systemd-analyze', ['verify', '--man=no', unit]);
  const { stderr } = await verify.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { stderr: '' };
    throw error;
  });
  expect(stderr).toBe('');
});
