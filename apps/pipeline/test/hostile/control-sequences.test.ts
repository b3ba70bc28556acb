import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/settings/definitions.ts';
import { Workplace, type Finished } from '../workplace.ts';

/** Colours, moves the cursor, sets the title, goes back to the line's start, reverses the text; ESC alone and C1. */
const EVIL = 'x\u001b[31m\u001b[2J\u001b]0;t\u0007\r\u0008\u009b31m\u202e\u2066\u200f';

/** All but ends of lines and tabs. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(null);
});
afterAll(() => place.close());

function expectNoneRaw({ stdout, stderr }: Finished): void {
  const text = stdout + stderr;
  // Shown, so it did come through
  expect(text).toMatch(/\\(x1b|u001b)/);
  const [raw] = RAW.exec(text) ?? [];
  expect(raw?.charCodeAt(0).toString(16)).toBeUndefined();
}

describe('control sequences from outside reach no terminal raw', () => {
  const commands: readonly (readonly [from: string, args: readonly string[]])[] = [
    ['a command', [EVIL]],
    ['a flag', ['runs', 'list', `--${EVIL}`]],
    ["a flag's value", ['datasets', 'clean', '--older-than', EVIL]],
    ['a run id', ['runs', 'show', EVIL]],
    ["a log's run id and step", ['runs', 'log', EVIL, EVIL]],
    ['a run to resume', ['resume', EVIL]],
    ['an endpoint', ['endpoint', 'rollback', EVIL]],
    ['a bundle', ['bundle', 'inspect', EVIL]],
    ['a run id to be made', ['run', 'intent', '--run-id', EVIL]],
    ['a flow', ['run', EVIL]],
    ['a folder of data', ['run', 'intent', '--data', EVIL]],
    ['a configuration file', ['run', 'intent', '--config', EVIL]],
  ];
  it.each(commands)('%s', async (_from, args) => {
    const finished = await place.lf(args);
    expect(finished.code).not.toBe(0);
    expectNoneRaw(finished);
  });

  it('every setting', async () => {
    const names = Object.keys(SETTINGS).filter((name) => name !== 'METAFLOW_DATATOOLS_SYSROOT_S3');
    expectNoneRaw(await place.lf(['runs'], Object.fromEntries(names.map((name) => [name, EVIL]))));
    await place.write('.env', names.map((name) => `${name}="${EVIL}"\n`).join(''));
    expectNoneRaw(await place.lf(['runs']));
    await place.write('.env', '');
  });

  it('keys and values of a configuration', async () => {
    const path = await place.write('evil.json', JSON.stringify({ [EVIL]: EVIL, EPOCHS: EVIL }));
    expectNoneRaw(await place.lf(['run', 'intent', '--config', path]));
  });

  it('names of files and columns, SKUs and times of an upload', async () => {
    const folder = join(place.folder, `data ${EVIL}`);
    await mkdir(folder);
    const head =
      'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url';
    for (const csv of [
      `${head},"${EVIL}"\ns1,pageview,,,1547000000000,u1,x\n`,
      `${head}\ns1,event_product,"${EVIL}",p1,1547000000000,u1\n`,
      `${head}\ns1,pageview,,,"${EVIL}",u1\n`,
      `${head}\ns1,event_product,add,"${EVIL}",1547000000000,u1\n`.repeat(2),
    ]) {
      await place.write(`data ${EVIL}/browsing_train.csv`, csv);
      expectNoneRaw(await place.lf(['upload', '--data', folder]));
    }
  });
});
