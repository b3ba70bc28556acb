import { RUNS_PREFIX } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { isResultKey, readResultAt } from '../task/task.ts';

/** Keys of all objects that a finished task of any run names as an artifact: who deletes one of them breaks a resume. */
export async function keysInUse(store: FlowStore): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const key of store.list(RUNS_PREFIX)) {
    if (!isResultKey(key)) continue;
    const result = await readResultAt(store, key);
    for (const { uri } of result?.artifacts ?? []) keys.add(uri);
  }
  return keys;
}
