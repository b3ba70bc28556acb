import type { Flow, OutputsOf } from '../define/flow.ts';
import type { FlowDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import type { RunRecord, RunStatus } from '../run/record.ts';
import { locateArtifact, readArtifact } from '../store/artifact.ts';
import type { ArtifactRef, JsonArtifact } from '../store/artifact.ts';
import { decodeJson } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import { taskName } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { chooseAttempt } from './choose-attempt.ts';
import { findRun } from './find-run.ts';
import { listRuns } from './list-runs.ts';
import { readLogAt, showRun } from './show-run.ts';
import type { RunView } from './show-run.ts';

export interface RunFilter {
  /** Only runs with all of these. */
  readonly tags?: readonly string[];
  readonly status?: RunStatus;
  /** Hears of runs whose record is damaged; without it the first of them is thrown. */
  readonly onUnreadable?: (run: RunAddress & { readonly error: Error }) => void;
}

/** The runs of a store, or of one flow of it. */
export interface Runs<Params, Outputs extends object> {
  /** The newest first. */
  list(filter?: RunFilter): Promise<readonly RunReader<Params, Outputs>[]>;
  /** The newest that is completed, or of the status that is asked for; null: there is none. */
  latest(filter?: RunFilter): Promise<RunReader<Params, Outputs> | null>;
  /** @throws UnknownRunError, FlowError `other_flow` */
  get(runId: string): Promise<RunReader<Params, Outputs>>;
}

/** One run: its record as it was when it was asked for, and ways to what it left. */
export interface RunReader<Params, Outputs extends object> extends Omit<RunRecord, 'params'> {
  readonly params: Params;
  /**
   * What a step gave; of a for-each, a list in item order (of a run that is not completed, of the items that have begun).
   *
   * @throws FlowError `no_outputs` when the step, or one of its items, is not finished
   */
  outputs<Name extends keyof Outputs & string>(step: Name): Promise<Outputs[Name]>;
  /** The value of an artifact of JSON, its digest checked. @throws DamagedArtifactError */
  json<T>(ref: JsonArtifact<T>): Promise<T>;
  /** @throws DamagedArtifactError */
  bytes(ref: ArtifactRef): Promise<Uint8Array>;
  /** A path on this machine to read an artifact; do not write there. @throws DamagedArtifactError */
  localPath(ref: ArtifactRef): Promise<string>;
  /**
   * Output of an attempt of a task, by default the one that the run used. Null if there is no log.
   *
   * @param task `step`, or `step/index` in a for-each
   * @throws FlowError `task_not_begun`
   */
  log(task: string, attempt?: number): Promise<string | null>;
}

/**
 * Opens the runs of a store for reading. With a flow, only its runs are seen, and parameters and outputs have its types.
 *
 * @example
 * const run = await openRuns(fileStore('.lf'), sweep).latest();
 * if (run !== null) console.log(run.params.seed, (await run.outputs('choose')).size);
 */
export function openRuns<Params extends object, Steps extends object>(
  store: FlowStore,
  flow: Flow<Params, Steps>,
): Runs<Params, OutputsOf<Steps, keyof Steps>>;
export function openRuns(store: FlowStore): Runs<JsonRecord, JsonRecord>;
export function openRuns(store: FlowStore, flow?: FlowDefinition): Runs<JsonRecord, JsonRecord> {
  const list = async ({ status, ...filter }: RunFilter = {}) => {
    const of = flow === undefined ? filter : { ...filter, flow: flow.name };
    const records = await listRuns(store, of);
    return records
      .filter((record) => status === undefined || record.status === status)
      .map((record) => readerOf(store, record, flow));
  };
  return {
    list,
    latest: async (filter) => (await list({ status: 'completed', ...filter }))[0] ?? null,
    get: async (runId) => {
      const record = await findRun(store, runId);
      if (flow === undefined || record.flow === flow.name) return readerOf(store, record, flow);
      throw new FlowError(
        'other_flow',
        `reading run ${runId}: it is a run of flow ${record.flow}, not of ${flow.name}`,
      );
    },
  };
}

function readerOf(
  store: FlowStore,
  record: RunRecord,
  flow: FlowDefinition | undefined,
): RunReader<JsonRecord, JsonRecord> {
  const isForEach = (step: string): boolean =>
    flow?.steps.find(({ name }) => name === step)?.kind === 'for-each';
  let shown: Promise<RunView> | undefined;
  const view = (): Promise<RunView> => (shown ??= showRun(store, record.runId));
  return {
    ...record,
    outputs: async (step) => {
      const run = await view();
      // A list of no items leaves no trace
      const isEmpty =
        run.status === 'completed' && !run.attempts.some((each) => each.step === step);
      return isEmpty && isForEach(step) ? [] : outputsIn(run, step);
    },
    // The digest says that these are the bytes that putJson<T> wrote.
    json: async <T>(ref: JsonArtifact<T>) => decodeJson(await readArtifact(store, ref)) as T,
    bytes: (ref) => readArtifact(store, ref),
    localPath: (ref) => locateArtifact(store, ref),
    log: async (task, attempt) =>
      readLogAt(store, chooseAttempt(await view(), task, attempt).logKey),
  };
}

function outputsIn(run: RunView, step: string): unknown {
  const ofStep = run.attempts.filter((each) => each.step === step);
  const tasks = [...new Set(ofStep.map(taskName))];
  const chosen = tasks.map((task) => chooseAttempt(run, task));
  const unfinished = chosen.filter(({ outputs }) => outputs === null).map(taskName);
  if (chosen.length > 0 && unfinished.length === 0) {
    const [first] = chosen;
    return first?.index === null ? first.outputs : chosen.map(({ outputs }) => outputs);
  }
  const known = run.attempts.filter(({ status }) => status === 'finished').map((each) => each.step);
  throw new FlowError(
    'no_outputs',
    `reading the outputs of ${step} of run ${run.runId} (${run.status}): ` +
      `${unfinished.length > 0 ? `${unfinished.join(', ')} did not finish` : 'no task of it began'}; ` +
      `these steps have outputs: ${[...new Set(known)].join(', ') || 'none'}`,
  );
}
