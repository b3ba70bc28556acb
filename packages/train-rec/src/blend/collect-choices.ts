import { sessionItems } from '@lf/recommenders';
import type { ReadCandidates } from '@lf/recommenders/training';
import type { NextItemCases } from '../sessions/next-item-cases.ts';
import type { ObservedChoice } from './conditional-logit.ts';

/**
 * Describes the candidates of cases spread evenly over all of them. A case whose target is not among
 * its candidates teaches nothing about their order and is left out.
 *
 * @param width how many numbers describe a candidate
 */
export function collectChoices(
  read: ReadCandidates,
  cases: NextItemCases,
  maxCases: number,
  width: number,
): readonly ObservedChoice[] {
  const total = cases.targets.length;
  const asked = Math.min(total, maxCases);
  const choices: ObservedChoice[] = [];
  for (let i = 0; i < asked; i++) {
    const row = Math.floor((i * total) / asked);
    const { count, items, features } = read(sessionItems(cases.sessions, row));
    const taken = items.subarray(0, count).indexOf(cases.targets[row] ?? -1);
    if (taken < 0) continue;
    choices.push({ features: features.slice(0, count * width), taken });
  }
  return choices;
}
