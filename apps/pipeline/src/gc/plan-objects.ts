import { unnamedTables, type DeletionClaim, type ObjectEntry, type ObjectStore } from '@lf/dataset';
import { surveyRuns, type SurveyedRun } from '@lf/flow';
import { QUEUE_FOLDER } from '../deploy/request-queue.ts';
import { livingHolders } from './choose-runs.ts';
import { CLOCK_MARGIN_MS, MS_PER_HOUR, type GcOptions } from './options.ts';
import { kept, type Kind, type Planned } from './things.ts';

/** A request waits at most 6 hours in the queue of an asynchronous endpoint, and is worked on for an hour. */
const LONGEST_REQUEST_MS = 7 * MS_PER_HOUR;

interface ObjectsOf {
  /** Null: nothing is removed, it is only told what would be. */
  readonly claim: DeletionClaim | null;
  readonly options: Pick<GcOptions, 'graceHours' | 'goneHosts'>;
  readonly nowMs: number;
  /** Runs that go, as `<flow>/<run>`: what only they need goes too. */
  readonly going: ReadonlySet<string>;
}

/**
 * Objects of the datastore that runs share: tables, artifacts, code packages, and the models of runs that are gone; and
 * requests to asynchronous endpoints, with their answers, which were given up.
 *
 * The order makes it safe while runs are under way. The objects are listed first, then who has a run, then what runs need.
 * What a run writes after it has named itself is younger than its claim; what it names was there before it said so; and
 * what is written anew once this process may delete is looked after by the store (see `guardWrites`).
 */
export async function planObjects(store: ObjectStore, of: ObjectsOf): Promise<readonly Planned[]> {
  const artifacts = await listed(store, 'artifacts/');
  const tables = await unnamedTables(store);
  const code = await listed(store, 'code/');
  const [plan] = await listed(store, 'plans/');
  const models = await listed(store, 'models/');
  const probes = await listed(store, '_probe/');
  const queued = await listed(store, `${QUEUE_FOLDER}/`);
  const runs = await surveyRuns(store);
  const staying = runs.filter(({ flow, runId }) => !of.going.has(`${flow}/${runId}`));
  const needs = new Map<string, string>();
  for (const { flow, runId, needs: keys } of staying) {
    for (const key of keys ?? []) if (!needs.has(key)) needs.set(key, `run ${flow}/${runId}`);
  }
  const unreadable = staying.find((run) => run.needs === null);
  const begunMs = oldestClaim(runs, of.options);
  const graceSinceMs = of.nowMs - of.options.graceHours * MS_PER_HOUR;

  /** Why something written then stays whatever names it; null: it does not. */
  const young = (modifiedAt: Date): string | null => {
    const ms = modifiedAt.getTime();
    if (ms >= graceSinceMs) return 'young: its writer may not have named it yet';
    if (ms >= begunMs - CLOCK_MARGIN_MS) return 'written since a run under way began';
    return null;
  };
  const removal = (kind: Kind, { key, bytes }: ObjectEntry, why: string): Planned => ({
    ...{ kind, name: key, bytes, why },
    is: 'unneeded',
    remove: async () => {
      await of.claim?.mayDelete();
      await store.delete(key);
      return null;
    },
  });
  const inDoubt =
    unreadable === undefined
      ? null
      : `a result of run ${unreadable.runId} cannot be read, and may name anything: correct or remove it`;

  const ofArtifacts = artifacts.map((entry): Planned => {
    const { key, bytes, modifiedAt } = entry;
    const user = needs.get(key);
    const why = user === undefined ? (inDoubt ?? young(modifiedAt)) : `needed by ${user}`;
    if (why !== null) return kept('artifact', key, bytes, why);
    return removal('artifact', entry, 'no run names it');
  });
  const ofTables = tables.map(({ entry, named, since }): Planned => {
    const user = needs.get(entry.key);
    const why =
      named ?? (user === undefined ? (inDoubt ?? young(since)) : `needed by ${user}`) ?? null;
    if (why !== null) return kept('table', entry.key, entry.bytes, why);
    return removal('table', entry, 'no data set and no run names it');
  });
  const ofModels = models.flatMap((entry): Planned[] => {
    // A model of a run is told, kept and removed with it
    if (runs.some(({ runId }) => runId === entry.key.split('/')[2])) return [];
    const why = young(entry.modifiedAt);
    if (why !== null) return [kept('model', entry.key, entry.bytes, why)];
    return [removal('model', entry, 'its run is gone')];
  });
  const ofProbes = probes.map((entry): Planned => {
    const why = young(entry.modifiedAt);
    if (why !== null) return kept('probe', entry.key, entry.bytes, why);
    return removal('probe', entry, 'left by lf doctor');
  });
  const queueSinceMs = Math.min(graceSinceMs, of.nowMs - LONGEST_REQUEST_MS);
  const ofQueues = queued.map((entry): Planned => {
    const { key, bytes, modifiedAt } = entry;
    if (modifiedAt.getTime() >= queueSinceMs) {
      return kept('asynchronous request', key, bytes, 'young: somebody may wait for its answer');
    }
    return removal('asynchronous request', entry, 'nobody waits for its answer any more');
  });
  const planned = [...ofTables, ...ofArtifacts, ...ofModels, ...ofCode(code, plan, young, removal)];
  return [...planned, ...ofProbes, ...ofQueues];
}

/**
 * A note is written whenever a launcher uses its package: the pair is as young as the note. It goes before the package.
 * Where a state machine was made, which leaves a plan, any package may be the one that its jobs fetch.
 */
function ofCode(
  entries: readonly ObjectEntry[],
  plan: ObjectEntry | undefined,
  young: (modifiedAt: Date) => string | null,
  removal: (kind: Kind, entry: ObjectEntry, why: string) => Planned,
): readonly Planned[] {
  const times = new Map(entries.map(({ key, modifiedAt }) => [key, modifiedAt]));
  const notesFirst = [...entries].sort(
    (a, b) => Number(b.key.endsWith('.json')) - Number(a.key.endsWith('.json')),
  );
  return notesFirst.map((entry): Planned => {
    const note = times.get(entry.key.replace(/\.tar\.gz$/, '.json')) ?? entry.modifiedAt;
    const why =
      plan === undefined
        ? young(note > entry.modifiedAt ? note : entry.modifiedAt)
        : `a state machine may use it (${plan.key})`;
    if (why !== null) return kept('code package', entry.key, entry.bytes, why);
    return removal('code package', entry, 'no run uses it');
  });
}

async function listed(store: ObjectStore, prefix: string): Promise<readonly ObjectEntry[]> {
  const entries: ObjectEntry[] = [];
  for await (const entry of store.entries(prefix)) entries.push(entry);
  return entries;
}

/** When the oldest of the runs under way was taken by its process; infinity: none is. */
function oldestClaim(runs: readonly SurveyedRun[], options: Pick<GcOptions, 'goneHosts'>): number {
  const times = runs.flatMap((run) =>
    livingHolders(run, options).map((holder) => {
      const ms = holder === null ? NaN : Date.parse(holder.since);
      // Of a claim that cannot be read it may be any time
      return Number.isNaN(ms) ? -Infinity : ms;
    }),
  );
  return Math.min(Infinity, ...times);
}
