import type { Outcome, Side, Stage, Work } from '../stages/stage.ts';
import { median } from './median.ts';

/** The middle of some runs, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** One side's runs. */
export interface SideResult {
  readonly side: string;
  readonly is: 'ours' | 'peer' | 'floor';
  readonly version: string;
  readonly seconds: Spread;
  readonly cpuSeconds: Spread;
  /** The largest of all runs. */
  readonly peakBytes: number;
  /** Medians by the name of the measure. */
  readonly quality: Readonly<Record<string, number>>;
  /** How many times as long as ours it takes: the median of the pairs of one round; 1 for ours. */
  readonly timesOurs: Spread;
  /** The same of the processors' time, which a busy machine disturbs less. */
  readonly timesOursCpu: Spread;
  readonly goal?: number;
}

/** One stage at one size. */
export interface Comparison {
  readonly stage: string;
  readonly about: string;
  readonly unit: string;
  readonly rows: number;
  readonly runs: number;
  readonly sides: readonly SideResult[];
}

/** Sides that did not do the same work cannot be compared. */
export class DifferentAnswerError extends Error {
  override readonly name = 'DifferentAnswerError';
}

/**
 * Runs every side in turn, round after round, so that what slows the machine slows all.
 *
 * @param run does the work of a side once
 * @throws DifferentAnswerError if two sides that tell an answer tell different ones
 */
export function compare(
  stage: Pick<Stage, 'name' | 'about' | 'unit' | 'sides'>,
  of: { readonly rows: number; readonly runs: number },
  run: (side: string, round: number) => Outcome,
): Comparison {
  const outcomes = new Map<string, Outcome[]>(stage.sides.map(({ name }) => [name, []]));
  for (let round = 0; round < of.runs; round++) {
    for (const { name } of stage.sides) outcomes.get(name)?.push(run(name, round));
  }
  checkAnswers(stage, outcomes);
  const own = outcomes.get(stage.sides.find(({ is }) => is === 'ours')?.name ?? '') ?? [];
  return {
    stage: stage.name,
    about: stage.about,
    unit: stage.unit,
    ...of,
    sides: stage.sides.map((side) => resultOf(side, outcomes.get(side.name) ?? [], own)),
  };
}

function resultOf(
  { name, is, goal }: Side,
  runs: readonly Outcome[],
  own: readonly Outcome[],
): SideResult {
  const ratios = (of: (outcome: Outcome) => number) =>
    spread(runs.map((outcome, round) => of(outcome) / of(own[round] ?? outcome)));
  const measures = Object.keys(runs[0]?.quality ?? {});
  return {
    side: name,
    is: is ?? 'peer',
    version: runs[0]?.version ?? '',
    seconds: spread(runs.map(({ seconds }) => seconds)),
    cpuSeconds: spread(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
    quality: Object.fromEntries(
      measures.map((each) => [each, median(runs.map(({ quality }) => quality?.[each] ?? NaN))]),
    ),
    timesOurs: ratios(({ seconds }) => seconds),
    timesOursCpu: ratios(({ cpuSeconds }) => cpuSeconds),
    ...(goal !== undefined && { goal }),
  };
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

function checkAnswers(
  stage: Pick<Stage, 'name'>,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): void {
  const told = [...outcomes].flatMap(([side, runs]) =>
    runs.flatMap(({ answer }) =>
      answer === undefined ? [] : [{ side, answer: JSON.stringify(answer) }],
    ),
  );
  const [first] = told;
  const other = told.find(({ answer }) => answer !== first?.answer);
  if (first === undefined || other === undefined) return;
  throw new DifferentAnswerError(
    `${stage.name}: ${first.side} gives ${first.answer}, ${other.side} gives ${other.answer}; they did not do the same work`,
  );
}

/** The command of a side at a size, run by `measure`. */
export const runnerOf =
  (
    stage: Stage,
    work: Omit<Work, 'run'>,
    measureOne: (command: ReturnType<Stage['command']>) => Outcome,
  ) =>
  (side: string, round: number): Outcome =>
    measureOne(stage.command(side, { ...work, run: round }));
