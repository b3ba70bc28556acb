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
  const keys = await runRecordKeys(store);
  const read = await inTurns(keys, READS_AT_ONCE, async ([runId, key]) => {
    try {
      const record = await readRunRecord(store, key);
      if (flow !== undefined && record.flow !== flow) return null;
      return tags.every((tag) => record.tags.includes(tag))
        ? await asItStands(store, record)
        : null;
    } catch (error) {
      if (error instanceof CorruptRecordError) {
        if (onUnreadable === undefined) throw error;
        const ofFlow = flowOf(key);
        if (flow === undefined || flow === ofFlow) onUnreadable({ flow: ofFlow, runId, error });
        return null;
      }
      // A folder of files without a record, or a run that was removed just now
      if (!(await store.exists(key))) return null;
      throw error;
    }
  });
  return read
    .filter((run) => run !== null)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.runId.localeCompare(a.runId));
}

/** Records that are read at the same time: a store behind a network answers each slowly, and many at once as fast. */
const READS_AT_ONCE = 32;

/** Does work for each item, so many at the same time; the results are in the order of the items. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [place, item] of left) results[place] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** Of the key of a run's record. */
function flowOf(key: string): string {
  const [flow = ''] = key.slice(RUNS_PREFIX.length).split('/');
  return flow;
}
