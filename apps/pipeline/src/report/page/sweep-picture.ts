import {
  differingAxes,
  parallelCoordinates,
  type AxisValue,
  type Content,
  type Trial,
} from '@lf/report';
import { CUTOFF, type ScoredCandidate } from '../../train/rec-scores.ts';

/** Keys of a configuration that fit on the drawing. */
const MOST_KEYS = 6;

const MODEL = 'model';
const SCORES = [
  ['coverage', 'coverage'],
  [`HR@${CUTOFF}`, 'hr'],
  [`MRR@${CUTOFF}`, 'mrr'],
  [`NDCG@${CUTOFF}`, 'ndcg'],
] as const;

/**
 * What a sweep tried on the left, and what came of it on the validation sessions on the right.
 *
 * @param tried the run's record of the candidates, each with its name and configuration
 * @returns null where no two candidates differ in a key that both have: their table says all
 */
export function sweepPicture(scored: readonly ScoredCandidate[], tried: unknown): Content {
  const configs = configsIn(tried);
  const trials = scored.map(({ name, choice, ...scores }): Trial => {
    const config = configs.get(name) ?? [];
    const found = SCORES.map(([axis, key]): [string, AxisValue] => [axis, scores[key]]);
    return { name, values: new Map([...config, [MODEL, choice], ...found]) };
  });
  const tells = (axis: string) => axis !== MODEL && SCORES.every(([score]) => score !== axis);
  const differing = differingAxes(trials);
  const keys = differing.filter(tells).slice(0, MOST_KEYS);
  if (keys.length === 0) return null;
  return parallelCoordinates({
    title: `The ${trials.length} models to choose from`,
    note: `Each line is one of them: what was tried on the left, what came of it on the right. The colour is that of its NDCG@${CUTOFF}.`,
    axes: [
      ...differing.filter((axis) => axis === MODEL),
      ...keys,
      ...SCORES.map(([axis]) => axis).filter((axis) => differing.includes(axis)),
    ],
    trials,
  });
}

/** The plain values of each candidate's configuration; a record of another version may lack them. */
function configsIn(tried: unknown): ReadonlyMap<string, readonly (readonly [string, AxisValue])[]> {
  const configs = new Map<string, readonly (readonly [string, AxisValue])[]>();
  for (const candidate of Array.isArray(tried) ? (tried as readonly unknown[]) : []) {
    if (typeof candidate !== 'object' || candidate === null) continue;
    const { name, config }: { name?: unknown; config?: unknown } = candidate;
    if (typeof name !== 'string' || typeof config !== 'object' || config === null) continue;
    configs.set(name, Object.entries(config).flatMap(plainly));
  }
  return configs;
}

function plainly([key, value]: [string, unknown]): readonly (readonly [string, AxisValue])[] {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? [[key, value as AxisValue]] : [];
}
