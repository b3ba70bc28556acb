import { ACTION_CODES, ACTIONS } from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import type { ShownSession } from '@lf/serving';
import { typicalSessions } from './typical-sessions.ts';

/** Of each outcome: with the base rate of a shop, a dozen sessions would often have no purchase among them. */
const OF_EACH_OUTCOME = { fewest: 3, most: 40, count: 6 };

/**
 * Chooses test sessions to try an intent model with: cut as late as the data have them cut, after an add and before a
 * purchase, as many that ended in a purchase as others, where there are.
 *
 * @param test rows of a session follow each other, its cuts ascending
 */
export function intentSessions(test: LabelledSequences): readonly ShownSession[] {
  const latest = latestCuts(test);
  const [bought, left] = (['purchase', 'no purchase'] as const).map((next) =>
    typicalSessions(
      latest.filter((session) => session.next === next),
      OF_EACH_OUTCOME,
    ),
  );
  return alternately(left ?? [], bought ?? []);
}

function latestCuts({
  offsets,
  actions,
  labels,
  groups,
}: LabelledSequences): readonly ShownSession[] {
  const sessions: ShownSession[] = [];
  labels.forEach((label, row) => {
    if (groups[row + 1] === groups[row]) return;
    const codes = actions.subarray(offsets[row], offsets[row + 1]);
    // Of whole sessions, an option of the labelling, many have a purchase
    if (!codes.includes(ACTION_CODES.add) || codes.includes(ACTION_CODES.purchase)) return;
    const events = Array.from(codes, (code) => ACTIONS[code]).filter(
      (action) => action !== undefined,
    );
    sessions.push({ events, next: label === 1 ? 'purchase' : 'no purchase' });
  });
  return sessions;
}

function alternately<Value>(some: readonly Value[], others: readonly Value[]): readonly Value[] {
  const most = Math.max(some.length, others.length);
  return Array.from({ length: most }, (_, place) => [
    ...some.slice(place, place + 1),
    ...others.slice(place, place + 1),
  ]).flat();
}
