import { CorruptRecordError } from '../errors.ts';
import { readRunRecord } from '../run/record.ts';
import type { RunRecord } from '../run/record.ts';
import { RUNS_PREFIX } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { asItStands, runRecordKeys } from './find-run.ts';

/** All runs, the newest first; of one flow, or with all of some tags, if asked. */
export async function listRuns(
  store: FlowStore,
  filter: {
    readonly flow?: string;
    readonly tags?: readonly string[];
    /** Hears of runs whose record is damaged, of whatever tags; without it the first of them is thrown. */
    readonly onUnreadable?: (run: RunAddress & { readonly error: Error }) => void;
  } = {},
): Promise<RunRecord[]> {
  const { flow, tags = [], onUnreadable } = filter;
  const runs: RunRecord[] = [];
  for (const [runId, key] of await runRecordKeys(store)) {
    let record: RunRecord;
    try {
      record = await readRunRecord(store, key);
    } catch (error) {
      if (onUnreadable === undefined || !(error instanceof CorruptRecordError)) throw error;
      const ofFlow = flowOf(key);
      if (flow === undefined || flow === ofFlow) onUnreadable({ flow: ofFlow, runId, error });
      continue;
    }
    if (flow !== undefined && record.flow !== flow) continue;
    if (tags.every((tag) => record.tags.includes(tag))) runs.push(await asItStands(store, record));
  }
  return runs.sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.runId.localeCompare(a.runId),
  );
}

/** Of the key of a run's record. */
function flowOf(key: string): string {
  const [flow = ''] = key.slice(RUNS_PREFIX.length).split('/');
  return flow;
}
