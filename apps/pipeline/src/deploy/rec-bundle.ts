import { describeRecModel, type BundleDescription } from '@lf/contract';
import { listLength } from '@lf/train-rec';
import { ownVersion } from './own-version.ts';
import type { RecCandidate } from '../params/rec-params.ts';
import type { RecScores } from '../train/rec-scores.ts';

/** What the bundle's manifest says of a rec model. */
export function describeRecBundle(of: {
  readonly candidate: RecCandidate;
  readonly scores: RecScores;
  readonly dataDigest: string;
}): BundleDescription {
  const { candidate, scores, dataDigest } = of;
  const origin = {
    metrics: flatMetrics(scores),
    config: { MODEL_CHOICE: candidate.choice, ...candidate.config },
    seed: candidate.config.SEED,
    dataDigest,
    versions: { '@lf/pipeline': ownVersion() },
  };
  return describeRecModel(origin, { k: listLength(scores.itemCount) });
}

/** `hr5`, `mrr20` ... of the served model on the test sessions; undefined metrics are left out. */
function flatMetrics({ models }: RecScores): Record<string, number> {
  const cutoffs = models[0]?.evaluation.cutoffs ?? [];
  const named = cutoffs.flatMap(({ k, hr, mrr, ndcg, coverage }) =>
    Object.entries({ hr: hr?.value, mrr: mrr?.value, ndcg: ndcg?.value, coverage }).map(
      ([name, value]) => [`${name}${k}`, value] as const,
    ),
  );
  return Object.fromEntries(
    named.flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  );
}
