import { CorruptRecordError } from '../errors.ts';
import { isArtifactRef } from '../store/artifact.ts';
import type { ArtifactRef } from '../store/artifact.ts';
import { decodeJson, encodeJson, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import { runRecordKey, taskName } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

export type RunStatus = 'running' | 'completed' | 'failed' | 'interrupted';

/** What became of a task in the run's last execution. */
export interface TaskSummary {
  readonly step: string;
  readonly index: number | null;
  readonly status: 'finished' | 'reused' | 'failed';
  /** Attempts made in this execution; 0 when reused. */
  readonly attempts: number;
  /** Number of the attempt whose result the run uses; absent if it failed, and in records of earlier versions. */
  readonly attempt?: number;
  /** Time of all its attempts and waits; when reused, what it took when it was done. */
  readonly ms: number;
  /** The most that the process of an attempt held in memory, as far as it could tell; when reused, what it was then. */
  readonly peakMemoryBytes: number | null;
  readonly artifacts: readonly ArtifactRef[];
}

/** `run.json`. */
export interface RunRecord extends RunAddress {
  readonly params: JsonRecord;
  readonly tags: readonly string[];
  readonly status: RunStatus;
  /** ISO times. */
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** In the order in which they ended. */
  readonly tasks: readonly TaskSummary[];
}

/** Keeps the record of a run that is done now up to date. */
export interface RecordKeeper {
  /** Notes how a task ended. One that is reused keeps the time and memory that it took when it was done. */
  readonly add: (task: TaskSummary) => Promise<void>;
  readonly end: (status: RunStatus, endedAt: string) => Promise<RunRecord>;
}

/**
 * Writes the record that the run begins with: its tasks are those of an earlier execution.
 *
 * @param requireOwned called before each write; what it throws ends the keeping
 */
export async function keepRecord(
  store: FlowStore,
  start: RunRecord,
  requireOwned: () => Promise<void>,
): Promise<RecordKeeper> {
  const earlier = new Map(start.tasks.map((task) => [taskName(task), task]));
  let record: RunRecord = { ...start, tasks: [] };
  // One write after another: an older record must not overtake a newer one.
  let written: Promise<void> = Promise.resolve();
  const save = (change: Partial<RunRecord>): Promise<void> => {
    record = { ...record, ...change };
    const bytes = encodeJson(record, 'run');
    written = written.then(requireOwned).then(() => store.put(runRecordKey(record), bytes));
    return written;
  };
  // Until the tasks are done again or reused, the record shows those of before.
  await save({ tasks: start.tasks });
  record = { ...record, tasks: [] };
  return {
    add: (task) => {
      const before = task.status === 'reused' ? earlier.get(taskName(task)) : undefined;
      const { ms, peakMemoryBytes } = before ?? task;
      return save({ tasks: [...record.tasks, { ...task, ms, peakMemoryBytes }] });
    },
    end: async (status, endedAt) => {
      await save({ status, endedAt });
      return record;
    },
  };
}

/** @throws CorruptRecordError when the file is not a run's record */
export async function readRunRecord(store: FlowStore, key: string): Promise<RunRecord> {
  const value = decodeRecord(await store.get(key), key);
  const { flow, runId, params, tags, status, createdAt, endedAt, tasks } = value;
  if (
    typeof flow !== 'string' ||
    typeof runId !== 'string' ||
    !isRecord(params) ||
    !Array.isArray(tags) ||
    !isStatus(status) ||
    typeof createdAt !== 'string' ||
    !Array.isArray(tasks)
  ) {
    throw new CorruptRecordError(key, "a run's record");
  }
  return {
    flow,
    runId,
    params,
    tags: tags.map(String),
    status,
    createdAt,
    endedAt: typeof endedAt === 'string' ? endedAt : null,
    tasks: tasks.map((task) => parseSummary(task, key)),
  };
}

function decodeRecord(bytes: Uint8Array, key: string): JsonRecord {
  let value: unknown;
  try {
    value = decodeJson(bytes);
  } catch (cause) {
    throw new CorruptRecordError(key, 'JSON', { cause });
  }
  if (isRecord(value)) return value;
  throw new CorruptRecordError(key, "a run's record");
}

function parseSummary(value: unknown, key: string): TaskSummary {
  if (isRecord(value)) {
    const { step, index, status, attempts, attempt, ms, peakMemoryBytes, artifacts } = value;
    if (
      typeof step === 'string' &&
      (typeof index === 'number' || index === null) &&
      (status === 'finished' || status === 'reused' || status === 'failed') &&
      typeof attempts === 'number' &&
      typeof ms === 'number' &&
      Array.isArray(artifacts)
    ) {
      return {
        ...{ step, index, status, attempts, ms },
        ...(typeof attempt === 'number' && { attempt }),
        // Earlier versions did not note it
        peakMemoryBytes: typeof peakMemoryBytes === 'number' ? peakMemoryBytes : null,
        artifacts: artifacts.filter(isArtifactRef),
      };
    }
  }
  throw new CorruptRecordError(key, "a task's summary");
}

function isStatus(value: unknown): value is RunStatus {
  return (
    value === 'running' || value === 'completed' || value === 'failed' || value === 'interrupted'
  );
}
