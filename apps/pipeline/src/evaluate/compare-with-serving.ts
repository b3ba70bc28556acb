import { ContractError } from '@lf/contract';
import {
  compareModels,
  requireNoWorse,
  type EndpointRecord,
  type ModelComparison,
} from '@lf/deploy';
import { ServingError } from '@lf/serving/models';
import type { RunParams } from '../params/run-params.ts';

/** How a flow judges packed models, new and old alike, on the same validation rows. */
export interface Judge {
  /** Higher is better. */
  readonly metric: string;
  readonly rows: number;
  /** @returns null where the rows do not define the metric */
  readonly score: (bundlePath: string) => Promise<number | null>;
}

/**
 * Compares a packed model with the one that an endpoint serves now.
 *
 * @returns null if the one that serves cannot be judged: its bundle is gone, or is of another make
 * @throws ModelWorseError if the new one loses more than the run allows, unless it is forced
 */
export async function compareWithServing(
  context: {
    readonly params: Pick<RunParams, 'maxMetricDrop' | 'force'>;
    log(message: string): void;
  },
  of: {
    readonly champion: Pick<EndpointRecord, 'name' | 'bundlePath'>;
    readonly bundlePath: string;
    readonly judge: Judge;
  },
): Promise<ModelComparison | null> {
  const { champion, bundlePath, judge } = of;
  const { maxMetricDrop, force } = context.params;
  let serving: number | null;
  try {
    serving = await judge.score(champion.bundlePath);
  } catch (error) {
    // Only what is wrong with the old bundle: a fault of ours should be seen
    if (!(error instanceof ContractError || error instanceof ServingError)) throw error;
    context.log(`${champion.name} is not compared with: ${error.message}`);
    return null;
  }
  const comparison = compareModels(
    {
      metric: judge.metric,
      rows: judge.rows,
      champion: serving,
      challenger: await judge.score(bundlePath),
    },
    maxMetricDrop,
  );
  context.log(`beside ${champion.name}: ${comparison.verdict}`);
  return requireNoWorse(comparison, { force });
}
