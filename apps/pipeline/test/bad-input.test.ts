import { appendFile, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

const HEADER =
  'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url\n';
const ROW = 's1,pageview,,,1547000000000,u1\n';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

/** Every refusal: an exit code that is not 0, a message, no stack trace. */
async function refused(args: readonly string[], environment: NodeJS.ProcessEnv, expected: RegExp) {
  const { code, stderr } = await place.lf(args, environment);
  expect(stderr).toMatch(expected);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(code).not.toBe(0);
}

describe('the command line refuses with a clear error', () => {
  const uploads: readonly (readonly [name: string, csv: string, expected: RegExp])[] = [
    ['an empty file', '', /empty/i],
    ['a header without rows', HEADER, /no rows|header/i],
    [
      'a missing column',
      HEADER.replace(',hashed_url', '') + 's1,pageview,,,1547000000000\n',
      /hashed_url/,
    ],
    [
      'an unknown action',
      `${HEADER}s1,event_product,buy,p1,1547000000000,u1\n`,
      /detail, add, purchase, remove[\s\S]*line 2: "buy"/,
    ],
    ['a ragged row', `${HEADER}${ROW}s2,pageview\n`, /3/],
    ['a time that is none', `${HEADER}s1,pageview,,,yesterday,u1\n`, /yesterday/],
    ['rows that repeat', HEADER + ROW + ROW, /LF_DUPLICATE_ROWS|duplicate/i],
  ];
  it.each(uploads)('%s', async (_name, csv, expected) => {
    const path = await place.write('browsing_train.csv', csv);
    await refused(['upload'], { BROWSING_TRAIN_PATH: path }, expected);
  });

  it('a missing file', () =>
    refused(
      ['upload'],
      { BROWSING_TRAIN_PATH: join(place.folder, 'none.csv') },
      /no such file\. Check the path\.\nBROWSING_TRAIN_PATH in the environment names .*none\.csv\.\n/,
    ));

  it('a missing file that a flag names', () =>
    refused(
      ['evaluate', 'intent', '--prefixes', 'none.csv'],
      {},
      /no such file\. Check the path\.\n--prefixes names none\.csv\.\n/,
    ));

  it('a file whose name is too long', () =>
    refused(
      ['upload'],
      { BROWSING_TRAIN_PATH: join(place.folder, 'x'.repeat(300)) },
      /cannot be read: the name is longer than the system allows/,
    ));

  it.runIf(process.platform === 'linux')(
    'a datastore where the system makes no folder, before any work',
    async () => {
      const environment = { LF_DATASTORE_ROOT: 'file:/proc/no-such-folder' };
      const expected = /writing to the store \(\/proc\/no-such-folder\): nothing can be made there/;
      for (const args of [['upload'], ['run', 'intent']])
        await refused(args, environment, expected);
    },
  );

  it('a folder without a browsing table', async () => {
    const empty = join(place.folder, 'empty');
    await mkdir(empty, { recursive: true });
    await refused(['run', 'intent', '--data', empty], {}, /browsing_train\.csv/);
  });

  it('sessions without an add', async () => {
    const rows = Array.from({ length: 40 }, (_, event) => {
      const session = `s${Math.floor(event / 5)}`;
      return `${session},pageview,,,${1547000000000 + event},u${event}\n`;
    });
    const path = await place.write('no-adds.csv', HEADER + rows.join(''));
    await refused(['run', 'intent'], { BROWSING_TRAIN_PATH: path }, /add/);
  });

  it('events that break the suite, with the expectation and what was seen', async () => {
    const path = await place.write('short.csv', `${HEADER}${ROW}s2,pageview,,,1547000000001,u2\n`);
    await refused(
      ['run', 'intent'],
      { BROWSING_TRAIN_PATH: path },
      /expect_average_session_length_to_be_between[\s\S]*observed 1/,
    );
  });

  it('a misspelt setting and a configuration key out of range', async () => {
    await refused(['runs'], { LF_SEEDS: '1' }, /did you mean LF_SEED\?/);
    const config = await place.write('wrong.json', '{"EPOCHS": 0, "PATIENSE": 3}');
    await refused(['run', 'intent', '--config', config], {}, /EPOCHS[\s\S]*PATIENCE/);
  });

  it('a model that there is not, from a setting or a flag, with all that there are', async () => {
    const { code, stderr } = await place.lf(['run', 'rec'], { MODEL_CHOICE: 'KNNN' });
    expect(stderr).toMatch(/MODEL_CHOICE="KNNN": one of [\s\S]*VSKNN/);
    expect(code).toBe(2);
    await refused(['run', 'rec', '--model', 'X'], {}, /--model="X": one of /);
  });

  it.each([
    ['no list', '{"MODEL_CHOICE": "MARKOV"}', /expected a list of objects such as/],
    ['a model without its name', '[{"SEED": 1}]', /MODEL_CHOICE/],
    ['a misspelt key', '[{"MODEL_CHOICE": "MARKOV", "TEST_RATOI": 0.1}]', /TEST_RATIO/],
    [
      'models judged on different sessions',
      '[{"MODEL_CHOICE": "MARKOV", "TEST_RATIO": [0.1, 0.2]}]',
      /MARKOV TEST_RATIO=0.1 has 0.05 and 0.1, MARKOV TEST_RATIO=0.2 0.05 and 0.2/,
    ],
  ])('a sweep with %s', async (_name, json, expected) => {
    const sweep = await place.write('sweep.json', json);
    await refused(['run', 'rec', '--sweep', sweep], { MODEL_CONFIG_PATH: '' }, expected);
  });

  it('events without a product, for recommendations', async () => {
    const path = await place.write('no-skus.csv', HEADER + ROW + ROW.replace('0,u1', '1,u2'));
    const environment = { BROWSING_TRAIN_PATH: path, MODEL_CONFIG_PATH: '' };
    await refused(['run', 'rec', '--model', 'MARKOV'], environment, /product_sku_hash/);
  });

  it('too few sessions to split, with the keys to change', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, event) =>
        `s${event >> 1},event_product,detail,p${event},${1_547_000_000_000 + event},u${event}\n`,
    );
    const path = await place.write('few.csv', HEADER + rows.join(''));
    const environment = { BROWSING_TRAIN_PATH: path, MODEL_CONFIG_PATH: '' };
    await refused(['run', 'rec', '--model', 'MARKOV'], environment, /VALIDATION_RATIO/);
  });

  it('bad cases to evaluate on, by their lines', async () => {
    const data = await place.write(
      'sessions.csv',
      `${HEADER}s1,event_product,detail,a,1547000000000,u1\ns1,event_product,detail,b,1547000000001,u1\n`,
    );
    const cases = await place.write('cases.csv', 'prefix,target\na,b\n,a\n');
    const args = ['evaluate', 'rec', '--data', data, '--cases', cases, '--model', 'MARKOV'];
    await refused(args, { MODEL_CONFIG_PATH: '' }, /prefix[\s\S]*line 3/);
  });

  it('a run that is not there', () => refused(['resume', 'nothing'], {}, /nothing/));

  it('an endpoint port that is taken, before anything is started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    try {
      const args = ['run', 'intent', '--run-id', 'taken', '--port', String(address.port)];
      await refused(
        args,
        {},
        new RegExp(`--port="?${address.port}"?: a free port[^]*another program has it`),
      );
    } finally {
      server.close();
    }
    await refused(['runs', 'show', 'taken'], {}, /taken/);
    await refused(['run', 'intent', '--port', '70000'], {}, /a port from 1 to 65535/);
  });

  it('a session of 100,000 events, and goes on when it may be dropped', async () => {
    const shop = await place.lf(['shop', '--out', 'shop', '--events', '3000', '--json']);
    expect(shop.code, shop.stderr).toBe(0);
    const bot = Array.from(
      { length: 100_000 },
      (_, event) => `bot,pageview,,,${1_780_000_000_000 + event},u${event}\n`,
    );
    const browsing = join(place.folder, 'shop', 'browsing_train.csv');
    await appendFile(browsing, bot.join(''));
    const args = ['run', 'intent', '--run-id', 'bot', '--data', join(place.folder, 'shop')];
    await refused(args, {}, /bot: 100000 events[\s\S]*LF_LONG_SESSIONS=drop/);
    const resumed = await place.lf(['resume', 'bot', '--json'], { LF_LONG_SESSIONS: 'drop' });
    expect(resumed.code, resumed.stderr).toBe(0);
  });
});
