import type { FlowDefinition, StepDefinition } from '../define/step.ts';
import { CorruptRecordError, FlowError } from '../errors.ts';
import { canonicalJson, decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { readTaskResult } from '../task/task.ts';
import { attemptsOf } from '../task/reuse.ts';
import { itemKeys } from './state-task.ts';

/** A state machine keeps 256 KiB of data: of a longer list than this it is told the length alone. */
const MOST_INDEXES_TOLD = 1000;

type ForEach = RunAddress & { readonly step: string };

/** Chooses the items of a for-each and puts them where its Map and its jobs find them. */
export async function putItems(
  store: FlowStore,
  run: RunAddress,
  step: StepDefinition,
  scope: { readonly params: JsonRecord; readonly inputs: JsonRecord },
): Promise<void> {
  const items: unknown = step.over?.(scope);
  canonicalJson(items, `the items of ${step.name}`);
  if (!Array.isArray(items)) {
    throw new FlowError('bad_for_each', `choosing the items of ${step.name}: expected a list`);
  }
  const keys = itemKeys(run.flow, run.runId, step.name);
  const count = items.length;
  const indexes = items.map((_, index) => index);
  const told = count <= MOST_INDEXES_TOLD ? indexes : [];
  await store.put(keys.items, encodeJson(items, 'items'));
  await store.put(keys.indexes, encodeJson(indexes, 'indexes'));
  await store.put(keys.size, encodeJson({ count, indexes: told }, 'size'));
}

/** How many items a for-each has; null: they are not chosen yet. */
export async function readSize(
  store: FlowStore,
  { flow, runId, step }: ForEach,
): Promise<number | null> {
  const key = itemKeys(flow, runId, step).size;
  if (!(await store.exists(key))) return null;
  const value = decodeJsonOrNull(await store.get(key));
  const count = isRecord(value) ? value['count'] : undefined;
  if (typeof count === 'number') return count;
  throw new CorruptRecordError(key, 'how many items a for-each has');
}

/** @throws CorruptRecordError if no item has that index */
export async function readItem(
  store: FlowStore,
  { flow, runId, step }: ForEach,
  index: number,
): Promise<unknown> {
  const key = itemKeys(flow, runId, step).items;
  const items = decodeJsonOrNull(await store.get(key));
  if (Array.isArray(items) && index in items) return items[index] as unknown;
  throw new CorruptRecordError(key, `a list with an item ${index}`);
}

/**
 * What a step is given: the outputs of its parents, of a for-each as a list in the order of the items.
 *
 * @throws FlowError `missing_result`
 */
export async function inputsOf(
  store: FlowStore,
  flow: FlowDefinition,
  run: RunAddress,
  { after }: Pick<StepDefinition, 'after'>,
): Promise<JsonRecord> {
  const outputsOf = async (step: StepDefinition, index: number | null): Promise<JsonRecord> => {
    const task = { ...run, step: step.name, index };
    for (const attempt of (await attemptsOf(store, task)).toReversed()) {
      const result = await readTaskResult(store, task, attempt);
      if (result?.version === step.version) return result.outputs;
    }
    throw new FlowError(
      'missing_result',
      `reading the outputs of ${step.name}${index === null ? '' : `/${index}`} in run ${run.runId}: expected a result in the store, found none`,
    );
  };
  const inputs: Record<string, unknown> = {};
  for (const step of flow.steps) {
    if (!after.includes(step.name)) continue;
    if (step.kind !== 'for-each') {
      inputs[step.name] = await outputsOf(step, null);
      continue;
    }
    const outputs: JsonRecord[] = [];
    const count = (await readSize(store, { ...run, step: step.name })) ?? 0;
    for (let index = 0; index < count; index += 1) outputs.push(await outputsOf(step, index));
    inputs[step.name] = outputs;
  }
  return inputs;
}
