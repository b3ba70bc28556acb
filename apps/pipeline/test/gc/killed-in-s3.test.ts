import { findRun, listRuns } from '@lf/flow';
import { withTestCredentials } from '@lf/test-doubles/s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openGcPlace, requireWhole, runSmall } from './gc-place.ts';
import { startLf } from './start-lf.ts';

withTestCredentials();

const GC = ['gc', '--yes', '--keep-days', '5', '--grace', '0'];

it('lf gc on S3, killed at a deletion while runs begin and end: they complete, what stays is whole, and the next one ends the work', async () => {
  const place = await openGcPlace('s3');
  const { s3 } = place;
  if (s3 === null) throw new Error('no S3');
  for (let seed = 0; seed < 6; seed += 1) await runSmall(place.store, `old-${seed}`, { seed });
  for (const letter of ['a', 'b', 'c']) {
    await place.store.put(`artifacts/sha256/${letter}/${letter.repeat(64)}`, Uint8Array.of(1));
  }
  await place.age(10);

  // At the first one, within a run, and at artifacts, which a run that begins then may write
  const kills = [
    { of: /^shop\/runs\/small\/old-\d\/(?!_lock)/, nth: 1 },
    { of: /^shop\/runs\/small\/old-\d\/(?!_lock)/, nth: 4 },
    { of: /^shop\/artifacts\//, nth: 1 },
    { of: /^shop\/artifacts\//, nth: 2 },
  ];
  for (const [round, { of, nth }] of kills.entries()) {
    const { child, ended } = startLf(place, GC);
    let deletions = 0;
    let isKilled = false;
    const met = new Promise<void>((resolve) => {
      s3.before = ({ operation, key }) => {
        if (operation !== 'DeleteObject' || !of.test(key)) return;
        deletions += 1;
        if (deletions !== nth) return;
        isKilled = child.kill('SIGKILL');
        resolve();
      };
    });
    const runs = [0, 1, 2].map(async (at) => {
      const runId = `new-${round}-${at}`;
      // Begun before the collection, with it and in the middle of it
      if (at === 2) await Promise.race([met, ended]);
      else await sleep(at * 300);
      const seed = at === 2 && round >= 2 ? 1 : 0;
      await runSmall(place.elsewhere(), runId, { seed, waitMs: 400 });
      return runId;
    });
    const end = await ended;
    expect([round, end.code, isKilled, end.stderr]).toEqual([round, null, true, '']);
    for (const runId of await Promise.all(runs)) {
      expect((await findRun(place.store, runId)).status).toBe('completed');
      await requireWhole(place.elsewhere(), runId);
    }
  }
  s3.before = () => undefined;
  const { code, stderr } = await startLf(place, GC).ended;
  expect(code, stderr).toBe(0);
  const left = (await listRuns(place.store)).map(({ runId }) => runId);
  expect(left.filter((runId) => runId.startsWith('old-'))).toEqual([]);
  expect(left).toHaveLength(12);
  for (const runId of left) await requireWhole(place.elsewhere(), runId);
}, 240_000);
