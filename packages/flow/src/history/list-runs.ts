import { readRunRecord } from '../run/record.ts';
import type { RunRecord } from '../run/record.ts';
import type { FlowStore } from '../store/store.ts';
import { asItStands, runRecordKeys } from './find-run.ts';

/** All runs, the newest first; of one flow, or with all of some tags, if asked. */
export async function listRuns(
  store: FlowStore,
  filter: { readonly flow?: string; readonly tags?: readonly string[] } = {},
): Promise<RunRecord[]> {
  const { flow, tags = [] } = filter;
  const runs: RunRecord[] = [];
  for (const key of (await runRecordKeys(store)).values()) {
    const record = await readRunRecord(store, key);
    if (flow !== undefined && record.flow !== flow) continue;
    if (tags.every((tag) => record.tags.includes(tag))) runs.push(await asItStands(store, record));
  }
  return runs.sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.runId.localeCompare(a.runId),
  );
}
