import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, goOn, whoListensAt } from './flows/at-debugger.ts';
import { LF, Workplace } from './workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../examples/most-viewed.js');

let place: Workplace;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
  // Scratch folders stay until they are removed: here with the workplace
  environment = { TMPDIR: place.folder };
  const run = await place.lf(['run', 'most-viewed', '--run-id', 'r1', '--quiet']);
  expect(run.code, run.stderr).toBe(0);
}, 600_000);
afterAll(() => place.close(), 600_000);

/** Every file of the datastore with a digest of its bytes. */
async function datastore(): Promise<Record<string, string>> {
  const root = join(place.folder, '.lf');
  const found: Record<string, string> = {};
  for (const name of await readdir(root, { recursive: true })) {
    const bytes = await readFile(join(root, name)).catch(() => null);
    if (bytes !== null) found[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return found;
}

it.each(['start', 'process_raw_data', 'count'])(
  'does %s again, with the same bytes, and changes nothing of the datastore',
  async (step) => {
    const before = await datastore();
    const again = await place.lf(['step', 'r1', step, '--plain'], environment);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain(`[${step}] finished in`);
    expect(again.stdout).toMatch(
      new RegExp(
        `^${step} of run r1 finished as in attempt 1: its (artifact has|\\d artifacts have) the same bytes`,
      ),
    );
    expect(await datastore()).toEqual(before);
    const [, folder = ''] = /scratch folder: (\S+) /.exec(again.stdout) ?? [];
    expect(await readdir(join(folder, 'runs/most-viewed'))).toEqual([
      expect.stringMatching(/^r1\.again-/),
    ]);
  },
);

it('puts all into the folder that is asked for, as JSON says, and refuses one that is in use', async () => {
  const out = join(place.folder, 'out');
  const again = await place.lf(['step', 'r1', 'count', '--out', out, '--json']);
  expect(again.code, again.stderr).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({
    ...{ runId: 'r1', task: 'count', directory: out, comparison: { isSame: true } },
  });
  const refused = await place.lf(['step', 'r1', 'count', '--out', out]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('expected an empty folder');
});

it('waits for a debugger first with --inspect, and goes on when told', async () => {
  const port = await freePort();
  const args = ['step', 'r1', 'end', '--inspect', String(port), '--json'];
  const again = place.lf(args, environment);
  const ended = again.then(({ stderr }) => `it ended: ${stderr}`);
  expect(await Promise.race([ended, whoListensAt(port)])).toContain('apps/pipeline/dist/main.js');
  await goOn(port);
  const { code, stdout, stderr } = await again;
  expect(code, stderr).toBe(0);
  expect(stderr).toContain(`end will wait for a debugger at 127.0.0.1:${port}`);
  expect(JSON.parse(stdout)).toMatchObject({ comparison: { isSame: true, artifacts: [] } });
});

it('says what it knows not, and does not serve', async () => {
  const unknown = await place.lf(['step', 'r1', 'cuont']);
  expect(unknown.stderr).toMatch(/flow most-viewed has start, process_raw_data, .*count, end/);
  expect(unknown.code).toBe(1);
  expect((await place.lf(['step', 'r2', 'count'])).stderr).toContain('did you mean r1?');
  const port = await place.lf(['step', 'r1', 'count', '--inspect', '80']);
  expect(port.stderr).toContain('expected a port from 1024 to 65535');
  const serving = await place.lf(['step', 'r1', 'deploy']);
  expect(serving.stderr).toContain(`${LF} resume r1 --from deploy`);
});
