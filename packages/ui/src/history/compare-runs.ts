import type { RunRecord, TaskSummary } from '@lf/flow';
import { leavesOf, type Leaf } from './leaves.ts';
import type { RunHistory } from './run-history.ts';

/** Something that each of the runs has a value of; undefined where one has none. */
export interface ComparedValue<Value> {
  readonly name: string;
  /** In the order of the runs. */
  readonly values: readonly (Value | undefined)[];
}

/** A step of the runs: how long it took, and whether it left the same bytes. */
export interface ComparedStep {
  readonly step: string;
  readonly ms: readonly (number | undefined)[];
  /** Null where not all runs have finished it, or it leaves no artifacts. */
  readonly isSame: boolean | null;
}

/** What is other in some runs than in the others. */
export interface RunComparison {
  readonly runs: readonly Pick<
    RunRecord,
    'runId' | 'flow' | 'status' | 'createdAt' | 'endedAt' | 'tags'
  >[];
  /** Parameters that are not the same in all. */
  readonly params: readonly ComparedValue<Leaf>[];
  /** Every metric that a run has. */
  readonly figures: readonly ComparedValue<number>[];
  readonly steps: readonly ComparedStep[];
}

/** What a resume goes by, and no result depends on: copies of other parameters, and where they came from. */
const BOOKKEEPING = ['configFiles', 'keptSettings', 'sourceStates', 'modelFlags', 'datastore'];

/** Compares runs, of one flow or of several. */
export function compareRuns(histories: readonly RunHistory[]): RunComparison {
  const views = histories.map(({ view }) => view);
  const params = compared(views.map((view) => leavesOf(paramsOf(view))));
  return {
    runs: views.map(({ runId, flow, status, createdAt, endedAt, tags }) => ({
      ...{ runId, flow, status, createdAt, endedAt, tags },
    })),
    params: params.filter(({ values }) => values.some((value) => value !== values[0])),
    figures: wholeFirst(compared(histories.map(({ figures }) => figures))),
    steps: stepsOf(views.map(({ tasks }) => tasks)),
  };
}

/** A metric of a part, such as `k10.rocAuc`, comes after those of the whole. */
function wholeFirst(figures: readonly ComparedValue<number>[]): readonly ComparedValue<number>[] {
  const isOfPart = ({ name }: ComparedValue<number>) => (name.includes('.') ? 1 : 0);
  return figures.toSorted((a, b) => isOfPart(a) - isOfPart(b));
}

function paramsOf({ params }: Pick<RunRecord, 'params'>): object {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !BOOKKEEPING.includes(name)));
}

/** Values by name, in the order in which the first run that has it names them. */
function compared<Value>(
  maps: readonly ReadonlyMap<string, Value>[],
): readonly ComparedValue<Value>[] {
  const names = new Set(maps.flatMap((map) => [...map.keys()]));
  return [...names].map((name) => ({ name, values: maps.map((map) => map.get(name)) }));
}

function stepsOf(runs: readonly (readonly TaskSummary[])[]): readonly ComparedStep[] {
  const steps = new Set(runs.flatMap((tasks) => tasks.map(({ step }) => step)));
  return [...steps].map((step) => {
    const own = runs.map((tasks) => tasks.filter((task) => task.step === step));
    const digests = own.map((tasks) =>
      tasks.some(({ status }) => status === 'failed')
        ? ''
        : tasks
            .toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0))
            .flatMap(({ artifacts }) => artifacts.map(({ digest }) => digest))
            .join(' '),
    );
    return {
      step,
      ms: own.map((tasks) =>
        tasks.length === 0 ? undefined : tasks.reduce((sum, { ms }) => sum + ms, 0),
      ),
      isSame: digests.includes('') ? null : digests.every((each) => each === digests[0]),
    };
  });
}
