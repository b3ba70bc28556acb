import { CorruptRecordError } from '../errors.ts';
import { decodeJsonOrNull, digestOfJson, encodeJson, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import type { FlowStore } from '../store/store.ts';

/** What every run of a state machine is done with: kept in the store, once for each content. */
export interface RunPlan {
  readonly flow: string;
  readonly params: JsonRecord;
  readonly tags: readonly string[];
}

/** Of a plan, relative to the store's root. */
export const runPlanKey = (plan: RunPlan): string =>
  `plans/${plan.flow}/${digestOfJson(plan, 'plan')}.json`;

/** @returns its key */
export async function putRunPlan(store: FlowStore, plan: RunPlan): Promise<string> {
  const key = runPlanKey(plan);
  await store.put(key, encodeJson(plan, 'plan'));
  return key;
}

/** @throws CorruptRecordError */
export async function readRunPlan(store: FlowStore, key: string): Promise<RunPlan> {
  const value = decodeJsonOrNull(await store.get(key));
  if (isRecord(value)) {
    const { flow, params, tags } = value;
    if (typeof flow === 'string' && isRecord(params) && Array.isArray(tags)) {
      return { flow, params, tags: tags.map(String) };
    }
  }
  throw new CorruptRecordError(key, 'what the runs of a state machine are done with');
}
