import { manifestKey, tableKey, type PublishOptions } from '@lf/dataset';
import { expect, it } from 'vitest';
import { checkSeeds } from '../src/check-seeds.ts';
import { checkFlowSchedule, type FlowFlaws } from '../src/flow-law.ts';
import { LawBroken } from '../src/simulation.ts';
import { checkUploadSchedule, type UploadFlaws } from '../src/upload-law.ts';

/** Enough for each of the faults below; far fewer than CI checks. */
const ENOUGH = { firstSeed: 1, schedules: 3000 };

const ofFlow = (flaws: FlowFlaws) =>
  checkSeeds({
    ...ENOUGH,
    check: (seed, options) => checkFlowSchedule(seed, { ...options, ...flaws }),
  });
const ofUpload = (flaws: UploadFlaws) =>
  checkSeeds({
    ...ENOUGH,
    check: (seed, options) => checkUploadSchedule(seed, { ...options, ...flaws }),
  });

async function manifestFirst({ store, manifest, files }: PublishOptions): Promise<void> {
  await store.put(manifestKey(manifest.name), Buffer.from(JSON.stringify(manifest)));
  for (const table of manifest.tables) {
    await store.putFile(tableKey(manifest.name, table), files.get(table.name) ?? '');
  }
}

it('sees that a data set is torn when the manifest is written before its tables', async () => {
  const checking = ofUpload({ publish: manifestFirst });
  await expect(checking).rejects.toThrow(LawBroken);
  await expect(checking).rejects.toThrow(
    /a manifest names what is there[\s\S]*seed \d+\n[\s\S]*put datasets\/shop\/manifest.json/,
  );
});

it('sees that a power cut takes what a store did not sync', async () => {
  const disk = { forgetsToSync: true };
  await expect(ofUpload({ disk })).rejects.toThrow(LawBroken);
  await expect(ofFlow({ disk })).rejects.toThrow(LawBroken);
});

it('sees that two processes have a run when a lock takes the living for dead', async () => {
  const checking = ofFlow({ world: () => ({ isAlive: async () => false }) });
  await expect(checking).rejects.toThrow(/process \d+ and process \d+ both have the run/);
});

it('sees that durations are taken from a clock that jumps', async () => {
  const checking = ofFlow({ world: (world) => ({ elapsedMs: () => world.now().getTime() }) });
  await expect(checking).rejects.toThrow('nothing takes less than no time');
});

it('gives the same schedule for the same seed', async () => {
  const trace = async (): Promise<string> => {
    const world = () => ({ isAlive: async () => false });
    return ofFlow({ world }).then(() => '', String);
  };
  const first = await trace();
  expect(first).toContain('seed ');
  expect(await trace()).toBe(first);
});
