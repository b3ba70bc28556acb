import { ACTIONS } from '@lf/dataset';
import type { BundleParts } from '@lf/deploy';
import type { IntentConfig, IntentMetrics } from '@lf/train-intent';
import { ownVersion } from '../serve/own-version.ts';
import type { IntentScores } from './intent-scores.ts';

/** What the bundle's manifest says of an intent model. */
export function describeIntentBundle(of: {
  readonly scores: IntentScores;
  readonly config: IntentConfig;
  readonly seed: number;
  readonly dataDigest: string;
}): BundleParts['manifest'] {
  const { scores, config, seed, dataDigest } = of;
  return {
    kind: 'intent',
    inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', ACTIONS.length] }],
    outputs: [{ name: 'probability', dtype: 'float32', shape: ['batch', 1] }],
    metrics: flatMetrics(scores),
    config: { ...config },
    seed,
    dataDigest,
    versions: { '@lf/pipeline': ownVersion() },
  };
}

/** `rocAuc`, `k0.rocAuc` ...; undefined metrics are left out. */
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
  return Object.fromEntries([
    ...named('', evaluation.overall),
    ...evaluation.perCut.flatMap((metrics) => named(`k${metrics.cut}.`, metrics)),
  ]);
}
