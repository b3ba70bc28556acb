import { claimDeletion, type DeletionClaim, type ObjectStore } from '@lf/dataset';
import { surveyRuns } from '@lf/flow';
import { chooseRuns } from './choose-runs.ts';
import type { GcOptions } from './options.ts';
import { askSageMaker, planDefinitions, planSageMaker } from './plan-aws.ts';
import { planMachine } from './plan-machine.ts';
import { planObjects } from './plan-objects.ts';
import { planRuns } from './plan-runs.ts';
import { bundlesServedHere, servedRuns } from './served-runs.ts';
import type { Finding, Planned } from './things.ts';

export interface CollectOptions extends GcOptions {
  /** Whether what nobody needs is removed; else it is only told. */
  readonly removes: boolean;
  readonly scratchDays: number;
  /** Bundle that a public API reads, if the settings name one. */
  readonly apiBundle: string | undefined;
  readonly asksSageMaker: boolean;
  /** Of AWS Batch; null: it is not asked. */
  readonly queue: string | null;
  readonly nowMs: number;
  /** Hears of each removal. */
  readonly onRemoved?: (finding: Finding) => void;
}

/** What a collection found, and what became of it. */
export interface Collected {
  readonly isDryRun: boolean;
  /** What nobody needs: removed, unless it is a dry run. */
  readonly unneeded: readonly Finding[];
  readonly kept: readonly Finding[];
  /** What nobody needs and could not be removed; `why` says what was said. */
  readonly failed: readonly Finding[];
}

/**
 * Looks for what no kept run, data set or endpoint needs, in the datastore, on this machine and in AWS, and removes it if
 * asked. Runs may go on and begin meanwhile.
 *
 * @throws DeletionUnderWayError, AwsError, BatchError
 */
export async function collect(store: ObjectStore, options: CollectOptions): Promise<Collected> {
  const claim = options.removes ? await claimDeletion(store) : null;
  try {
    return await collectUnder(claim, store, options);
  } finally {
    await claim?.release();
  }
}

async function collectUnder(
  claim: DeletionClaim | null,
  store: ObjectStore,
  options: CollectOptions,
): Promise<Collected> {
  const { nowMs } = options;
  const unneeded: Finding[] = [];
  const kept: Finding[] = [];
  const failed: Finding[] = [];
  const settle = async (planned: readonly Planned[]): Promise<void> => {
    for (const plan of planned) {
      const { kind, name, bytes, is, why } = plan;
      const finding: Finding = { kind, name, bytes, is, why };
      if (plan.is === 'kept') {
        kept.push(finding);
        continue;
      }
      // Also for objects outside the store: a process that has lost the right to delete stops
      await claim?.mayDelete();
      if (claim === null) {
        unneeded.push(finding);
        continue;
      }
      try {
        const stayed = await plan.remove();
        if (stayed !== null) kept.push({ ...finding, is: 'kept', why: stayed });
        else {
          unneeded.push(finding);
          options.onRemoved?.(finding);
        }
      } catch (error) {
        if (hasCode(error, 'deletion_lost', 'object_conflict')) throw error;
        failed.push({ ...finding, why: error instanceof Error ? error.message : String(error) });
      }
    }
  };

  const here = await bundlesServedHere(store);
  const sageMaker = options.asksSageMaker ? await askSageMaker(store.url) : null;
  const runs = await surveyRuns(store);
  const served = await servedRuns(store, {
    ...{ runs, here, sageMaker },
    apiBundle: options.apiBundle,
  });
  const choices = chooseRuns(runs, { options, served, nowMs });
  await settle(await planRuns(store, choices, claim));
  const going = new Set(unneeded.map(({ name }) => name));
  const runIds = new Set(
    runs.filter(({ flow, runId }) => !going.has(`${flow}/${runId}`)).map(({ runId }) => runId),
  );
  await settle(await planObjects(store, { claim, options, nowMs, going }));
  const { scratchDays } = options;
  await settle(await planMachine(store, { options, scratchDays, nowMs, here, runIds }));
  const ofAws = { options, nowMs, runs, going };
  if (sageMaker !== null) await settle(planSageMaker(sageMaker, ofAws));
  if (options.queue !== null) {
    await settle(await planDefinitions(store, { ...ofAws, queue: options.queue }));
  }
  if (claim !== null) await store.sweep();
  return { isDryRun: claim === null, unneeded, kept, failed };
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
