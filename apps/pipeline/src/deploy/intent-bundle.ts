import { describeIntentModel, type BundleDescription, type ContextSource } from '@lf/contract';
import type { IntentMetrics } from '@lf/train-intent';
import { ownVersion } from './own-version.ts';
import type { IntentFlowConfig } from '../params/intent-config.ts';
import type { IntentScores } from '../train/intent-scores.ts';

/** What the bundle's manifest says of an intent model. */
export function describeIntentBundle(of: {
  readonly scores: IntentScores;
  readonly config: IntentFlowConfig;
  readonly seed: number;
  readonly dataDigest: string;
  /** What the model was told beside the actions; nothing unless given. */
  readonly context?: readonly ContextSource[];
}): BundleDescription {
  const { scores, config, seed, dataDigest, context = [] } = of;
  const origin = {
    metrics: flatMetrics(scores),
    config: { ...config },
    seed,
    dataDigest,
    versions: { '@lf/pipeline': ownVersion() },
  };
  return describeIntentModel(origin, { maxEvents: config.MAX_LEN, context });
}

/** `rocAuc`, `k0.rocAuc` ...; undefined metrics are left out. With `baseRate` and `threshold`, as serving tells them. */
function flatMetrics({ comparison }: IntentScores): Record<string, number> {
  const evaluation = comparison.models[0]?.evaluation;
  if (evaluation === undefined) return {};
  const named = (prefix: string, metrics: IntentMetrics) =>
    (['rocAuc', 'prAuc', 'logLoss', 'calibrationError', 'f1', 'accuracy'] as const).flatMap(
      (name): [string, number][] => {
        const value = metrics[name];
        return value === null ? [] : [[`${prefix}${name}`, value]];
      },
    );
  const { rows, positives } = evaluation.overall;
  return Object.fromEntries([
    ...named('', evaluation.overall),
    ...(rows > 0 ? [['baseRate', positives / rows] as const] : []),
    ['threshold', evaluation.threshold],
    ...evaluation.perCut.flatMap((metrics) => named(`k${metrics.cut}.`, metrics)),
  ]);
}
