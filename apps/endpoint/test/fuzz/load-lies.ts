import assert from 'node:assert/strict';
import { ContractError } from '@lf/contract';
import fc from 'fast-check';
import { ModelRefusedError } from '@lf/serving/models';
import { openSessions } from '@lf/serving/models';
import { loadModel } from '@lf/serving/models';
import { bundleFolder } from '../in-process.ts';
import { bundleChanges, changedBundle } from './bundle-lies.ts';
import { FUZZED, type Fuzzed } from './fuzzed-models.ts';
import { keepChecking, type Until } from './keep-checking.ts';

/**
 * Opens changed bundles in this very process, as a server does at its start: each is opened or refused with a reason,
 * none ends or hangs the process, and none leaves a session of the runtime open.
 *
 * @returns how many were opened and refused
 * @throws Error with the seed and the smallest change that breaks the law
 */
export async function loadLies(
  seed: number,
  kind: keyof typeof FUZZED,
  until: Until,
): Promise<{ readonly opened: number; readonly refused: number }> {
  const { pack }: Fuzzed = FUZZED[kind];
  const bundles = await bundleFolder();
  const packed = await pack();
  const counts = { opened: 0, refused: 0 };
  const open = openSessions();
  try {
    await keepChecking(
      fc.asyncProperty(bundleChanges, async (change) => {
        const bytes = await changedBundle(packed, change);
        if (bytes === null) return;
        try {
          const model = await loadModel(await bundles.write('changed.tar.gz', bytes));
          await model.close();
          counts.opened += 1;
        } catch (error) {
          if (!(error instanceof ContractError || error instanceof ModelRefusedError)) throw error;
          counts.refused += 1;
        }
        assert.equal(openSessions(), open, 'a session was left open');
      }),
      seed,
      until,
    );
    return counts;
  } finally {
    await bundles.remove();
  }
}
