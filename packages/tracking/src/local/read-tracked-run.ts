import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnknownTrackedRunError } from '../errors.ts';
import type { MetricPoint, TrackedRun } from '../run.ts';
import type { ParamValue } from '../tracker.ts';
import { decodeLine } from './line.ts';

/** The one file of a tracked run in its directory. */
export const TRACKING_FILE = 'tracking.jsonl';

/**
 * Reads what `openLocalTracker` wrote, also while it still writes or after it was killed.
 *
 * @throws UnknownTrackedRunError when the directory holds none
 */
export async function readTrackedRun(directory: string): Promise<TrackedRun> {
  const path = join(directory, TRACKING_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UnknownTrackedRunError(path, cause);
  }
  const run = parseTrackedRun(text);
  if (run === null) throw new UnknownTrackedRunError(path, new Error('no line is whole'));
  return run;
}

/** @param text lines; those that are torn are skipped. Null when no run begins in it. */
export function parseTrackedRun(text: string): TrackedRun | null {
  const params = new Map<string, ParamValue>();
  const tags = new Map<string, string>();
  const artifacts = new Map<string, string>();
  const series = new Map<string, Map<number, MetricPoint>>();
  let begun: { runId: string; startedMs: number } | null = null;
  let status: TrackedRun['status'] = 'running';
  for (const line of text.split('\n')) {
    const decoded = decodeLine(line);
    if (decoded === null) continue;
    const { entry, atMs } = decoded;
    switch (entry.type) {
      case 'run':
        begun ??= { runId: entry.runId, startedMs: atMs };
        // Opened again: a resumed run goes on.
        status = 'running';
        break;
      case 'param':
        params.set(entry.name, entry.value);
        break;
      case 'tag':
        tags.set(entry.name, entry.value);
        break;
      case 'artifact':
        artifacts.set(entry.name, entry.uri);
        break;
      case 'metric': {
        const points = series.get(entry.name) ?? new Map<number, MetricPoint>();
        points.set(entry.step, { step: entry.step, value: entry.value, atMs });
        series.set(entry.name, points);
        break;
      }
      case 'finish':
        status = entry.status;
    }
  }
  if (begun === null) return null;
  const metrics = [...series].map(([name, points]): [string, MetricPoint[]] => [
    name,
    [...points.values()].sort((a, b) => a.step - b.step),
  ]);
  return {
    ...begun,
    status,
    params: Object.fromEntries(params),
    tags: Object.fromEntries(tags),
    metrics: Object.fromEntries(metrics),
    artifacts: [...artifacts].map(([name, uri]) => ({ name, uri })),
  };
}
