import { difference } from '../compare.ts';
import type { Part } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { askOurs, askTheirs } from '../programs.ts';
import { ZONES } from '../zones.ts';
import type { DrawnCase } from './cases.ts';
import { whyMeant } from './meant.ts';
import type { DrawnPart } from './parts.ts';
import type { DrawnTable } from './tables.ts';
import { forTheirs } from './theirs-form.ts';

/** A drawn case, what both say of it, and how they differ. */
export interface Checked {
  readonly each: DrawnCase;
  readonly table: DrawnTable;
  readonly part: DrawnPart;
  readonly zone: string;
  readonly ours: Outcome;
  readonly theirs: Outcome;
  readonly difference: string | null;
  /** Why a difference is meant, where it is. */
  readonly known: string | null;
}

/** A drawn part and the Parquet file of its table. */
export interface WrittenPart {
  readonly part: DrawnPart;
  readonly path: string;
}

/** Runs jobs two at a time: as many as a small machine has cores. */
async function twoAtATime<T>(jobs: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const done: T[] = [];
  const left = jobs.entries();
  const work = async () => {
    for (const [at, job] of left) done[at] = await job();
  };
  await Promise.all([work(), work()]);
  return done;
}

const jobOf = ({ part, path }: WrittenPart, form: (each: DrawnCase) => DrawnCase): Part => ({
  table: path,
  expectations: part.cases.map(form),
  result_format: part.format,
});

/** Our outcomes in other zones, where they are not those of the first. */
function zoneDifference(outcomes: readonly (Outcome | undefined)[]): string | null {
  const [first, ...others] = outcomes.map((outcome) => JSON.stringify(outcome));
  const at = others.findIndex((other) => other !== first);
  if (at < 0) return null;
  return `the time zone decides: ours in ${ZONES[0]} ${first ?? ''}, in ${ZONES[at + 1] ?? ''} ${others[at] ?? ''}`;
}

/**
 * Asks both libraries. Ours answers every part in every time zone; great_expectations, which is
 * slow, answers each part in one of them, in turn.
 */
export async function check(
  written: readonly WrittenPart[],
  folder: string,
): Promise<readonly Checked[]> {
  const turns = ZONES.map((_, turn) => written.filter((__, at) => at % ZONES.length === turn));
  const mine = written.map((each) => jobOf(each, (drawn) => drawn));
  const jobs = [
    ...ZONES.map((zone, turn) => () => {
      const parts = (turns[turn] ?? []).map((each) => jobOf(each, forTheirs));
      return askTheirs(parts, { folder, zone });
    }),
    ...ZONES.map((zone) => () => askOurs(mine, { folder, zone })),
  ];
  const answers = await twoAtATime(jobs);
  return written.flatMap(({ part }, at) => {
    const turn = at % ZONES.length;
    const theirsOfPart = answers[turn]?.[Math.floor(at / ZONES.length)];
    return part.cases.map((each, row): Checked => {
      const oursByZone = ZONES.map((_, zone) => answers[ZONES.length + zone]?.[at]?.[row]);
      const [ours, theirs] = [oursByZone[turn], theirsOfPart?.[row]];
      if (ours === undefined || theirs === undefined) throw new Error(`${each.type}: no outcome`);
      const found = {
        each,
        table: part.table,
        part,
        zone: ZONES[turn] ?? '',
        ours,
        theirs,
        difference: zoneDifference(oursByZone) ?? difference(each.type, ours, theirs),
      };
      return { ...found, known: whyMeant(found) };
    });
  });
}
