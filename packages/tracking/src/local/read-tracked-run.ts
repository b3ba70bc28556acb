import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnknownTrackedRunError } from '../errors.ts';
import type { RunNames, Source } from '../record/entry.ts';
import { decodeLine } from '../record/line.ts';
import type {
  LogLine,
  MetricPoint,
  Stepped,
  TrackedArtifact,
  TrackedFile,
  TrackedRun,
} from '../run.ts';
import type { ParamValue } from '../tracker.ts';
import type { Curve } from '../values/curve.ts';
import type { Histogram } from '../values/histogram.ts';

/** The one file of records of a tracked run in its directory. */
export const TRACKING_FILE = 'tracking.jsonl';

/**
 * Reads what `openTracker` or `openLocalTracker` wrote, also while it still writes or after it was killed.
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

/** Values by name and step. */
class Series<Value extends Stepped> {
  readonly #byName = new Map<string, Map<number, Value>>();

  note(name: string, value: Value): void {
    const values = this.#byName.get(name) ?? new Map<number, Value>();
    values.set(value.step, value);
    this.#byName.set(name, values);
  }

  count(name: string): number {
    return this.#byName.get(name)?.size ?? 0;
  }

  inOrder(): Record<string, Value[]> {
    return Object.fromEntries(
      [...this.#byName].map(([name, values]) => [
        name,
        [...values.values()].sort((a, b) => a.step - b.step),
      ]),
    );
  }
}

/** @param text lines; those that are torn are skipped. Null when no run begins in it. */
function parseTrackedRun(text: string): TrackedRun | null {
  const params = new Map<string, ParamValue>();
  const tags = new Map<string, string>();
  const artifacts = new Map<string, TrackedArtifact>();
  const metrics = new Series<MetricPoint>();
  const histograms = new Series<Histogram & Stepped>();
  const images = new Series<TrackedFile>();
  const tables = new Series<TrackedFile>();
  const curves = new Series<Curve & Stepped>();
  const system = new Series<MetricPoint>();
  const log: LogLine[] = [];
  let names: RunNames | null = null;
  let startedMs: number | null = null;
  let source: Source | null = null;
  let status: TrackedRun['status'] = 'running';
  for (const line of text.split('\n')) {
    const decoded = decodeLine(line);
    if (decoded === null) continue;
    const { entry, atMs } = decoded;
    switch (entry.type) {
      case 'run': {
        const { type: _type, ...given } = entry;
        names = given;
        startedMs ??= atMs;
        // Opened again: a resumed run goes on.
        status = 'running';
        break;
      }
      case 'param':
        params.set(entry.name, entry.value);
        break;
      case 'tag':
        tags.set(entry.name, entry.value);
        break;
      case 'artifact': {
        const { type: _type, ...artifact } = entry;
        artifacts.set(entry.name, artifact);
        break;
      }
      case 'metric':
        metrics.note(entry.name, { step: entry.step, value: entry.value, atMs });
        break;
      case 'histogram':
        histograms.note(entry.name, {
          step: entry.step,
          edges: entry.edges,
          counts: entry.counts,
          atMs,
        });
        break;
      case 'image':
        images.note(entry.name, { step: entry.step, path: entry.path, atMs });
        break;
      case 'table':
        tables.note(entry.name, { step: entry.step, path: entry.path, atMs });
        break;
      case 'curve':
        curves.note(entry.name, { ...entry.curve, step: entry.step, atMs });
        break;
      case 'log':
        log.push({ atMs, level: entry.level, message: entry.message });
        break;
      case 'system':
        for (const [name, value] of Object.entries(entry.values)) {
          system.note(name, { step: system.count(name), value, atMs });
        }
        break;
      case 'source': {
        const { type: _type, ...made } = entry;
        source = made;
        break;
      }
      case 'finish':
        status = entry.status;
    }
  }
  if (names === null || startedMs === null) return null;
  return {
    ...names,
    startedMs,
    status,
    params: Object.fromEntries(params),
    tags: Object.fromEntries(tags),
    metrics: metrics.inOrder(),
    artifacts: [...artifacts.values()],
    histograms: histograms.inOrder(),
    images: images.inOrder(),
    tables: tables.inOrder(),
    curves: curves.inOrder(),
    log,
    system: system.inOrder(),
    source,
  };
}
