import { CorruptRecordError } from '../errors.ts';
import { artifactsIn } from '../store/artifact.ts';
import type { ArtifactRef } from '../store/artifact.ts';
import { decodeJson, decodeJsonOrNull, digestOfJson, encodeJson, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix } from '../store/layout.ts';
import type { TaskAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

/** All that a child process needs to know to do one attempt of a task: `task.json`. */
export interface TaskSpec extends TaskAddress {
  readonly attempt: number;
  readonly params: JsonRecord;
  readonly inputs: JsonRecord;
  /** Of a for-each; null otherwise. */
  readonly item: unknown;
}

/** What a finished task leaves: `result.json`. It holds no time and no attempt: same work, same bytes. */
export interface TaskResult {
  readonly version: string;
  /** Digest of inputs, item and index. */
  readonly inputsDigest: string;
  /** Digest of each parameter that the body read, by name; null for one that was not set. */
  readonly paramsRead: Readonly<Record<string, string | null>>;
  /** Whether it listed all parameters, so that a new one concerns it too. */
  readonly allParamsRead: boolean;
  readonly outputs: JsonRecord;
  readonly artifacts: readonly ArtifactRef[];
}

export function inputsDigestOf({
  inputs,
  item,
  index,
}: Pick<TaskSpec, 'inputs' | 'item' | 'index'>): string {
  return digestOfJson({ inputs, item, index }, 'inputs');
}

export async function writeTaskSpec(store: FlowStore, spec: TaskSpec): Promise<string> {
  const key = `${attemptPrefix(spec, spec.attempt)}${ATTEMPT_FILES.task}`;
  await store.put(key, encodeJson(spec, 'task'));
  return key;
}

/** @throws CorruptRecordError when the file is not a task */
export async function readTaskSpec(store: FlowStore, key: string): Promise<TaskSpec> {
  const value = decodeJson(await store.get(key));
  if (isRecord(value)) {
    const { flow, runId, step, index, attempt, params, inputs, item } = value;
    if (
      typeof flow === 'string' &&
      typeof runId === 'string' &&
      typeof step === 'string' &&
      (typeof index === 'number' || index === null) &&
      typeof attempt === 'number' &&
      isRecord(params) &&
      isRecord(inputs)
    ) {
      return { flow, runId, step, index, attempt, params, inputs, item };
    }
  }
  throw new CorruptRecordError(key, 'a task');
}

/** Commits the attempt: once the file is there, the task is finished. */
export async function writeTaskResult(
  store: FlowStore,
  task: TaskSpec,
  result: Omit<TaskResult, 'artifacts'>,
): Promise<void> {
  const key = `${attemptPrefix(task, task.attempt)}${ATTEMPT_FILES.result}`;
  const whole: TaskResult = { ...result, artifacts: artifactsIn(result.outputs) };
  await store.put(key, encodeJson(whole, 'result'));
}

/** The result of an attempt; null when there is none, or none that can be read. */
export async function readTaskResult(
  store: FlowStore,
  task: TaskAddress,
  attempt: number,
): Promise<TaskResult | null> {
  return readResultAt(store, `${attemptPrefix(task, attempt)}${ATTEMPT_FILES.result}`);
}

/** The result that is under a key; null when there is none, or none that can be read. */
export async function readResultAt(store: FlowStore, key: string): Promise<TaskResult | null> {
  if (!(await store.exists(key))) return null;
  return parseResult(await store.get(key));
}

/**
 * Writes a result once more as it is. Its writer may have been killed between the moment when all could see it and the
 * one when it was safe from a power cut: whoever builds on it makes it safe first.
 */
export async function secureTaskResult(
  store: FlowStore,
  task: TaskAddress,
  attempt: number,
): Promise<void> {
  const key = `${attemptPrefix(task, attempt)}${ATTEMPT_FILES.result}`;
  await store.put(key, await store.get(key));
}

/** Whether a key is that of an attempt's result. */
export const isResultKey = (key: string): boolean => key.endsWith(`/${ATTEMPT_FILES.result}`);

function parseResult(bytes: Uint8Array): TaskResult | null {
  const value = decodeJsonOrNull(bytes);
  if (!isRecord(value)) return null;
  const { version, inputsDigest, paramsRead, allParamsRead, outputs } = value;
  if (
    typeof version !== 'string' ||
    typeof inputsDigest !== 'string' ||
    typeof allParamsRead !== 'boolean' ||
    !isRecord(paramsRead) ||
    !isRecord(outputs)
  ) {
    return null;
  }
  const read: Record<string, string | null> = {};
  for (const [name, digest] of Object.entries(paramsRead)) {
    read[name] = typeof digest === 'string' ? digest : null;
  }
  return {
    version,
    inputsDigest,
    paramsRead: read,
    allParamsRead,
    outputs,
    artifacts: artifactsIn(outputs),
  };
}
