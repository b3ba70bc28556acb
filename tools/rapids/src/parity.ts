import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  LongSessionsError,
  PLACEHOLDER_SKUS,
  transformIntent,
  transformRec,
  type TransformResult,
} from '@lf/dataset';
import type { Case } from './cases.ts';
import { findDifference } from './compare-tables.ts';
import { placeholdersInPython, transformInPython } from './in-python.ts';
import type { Verdict } from './verdicts.ts';

const FLOWS = { intent: transformIntent, rec: transformRec } as const;
type FlowName = keyof typeof FLOWS;
const FLOW_NAMES = ['intent', 'rec'] as const satisfies readonly FlowName[];

/** What DuckDB makes of a case: the result or the refusal. */
interface Expected {
  readonly path: string;
  readonly result: TransformResult | LongSessionsError;
}

export function placeholderVerdict(): Verdict {
  const theirs = placeholdersInPython();
  return {
    name: 'the list of placeholder SKUs',
    difference: isDeepStrictEqual(theirs, PLACEHOLDER_SKUS)
      ? null
      : `expected ${JSON.stringify(PLACEHOLDER_SKUS)}, got ${JSON.stringify(theirs)}`,
    seconds: 0,
  };
}

/** Both tables of a case by each back end, compared with DuckDB's. */
export async function* judge(each: Case, folder: string): AsyncIterable<Verdict> {
  const expected = new Map<FlowName, Expected>();
  for (const flow of FLOW_NAMES) {
    const path = join(folder, `duckdb-${flow}.parquet`);
    expected.set(flow, { path, result: await byDuckDb(each, flow, path) });
  }
  for (const backend of each.backends) {
    for (const flow of flowsInOneRun(expected)) yield* judgeRun(each, folder, backend, flow);
  }

  async function* judgeRun(
    { name, datasetUrl, maxEventsPerSession, longSessions, placeholderSkus }: Case,
    folder: string,
    backend: readonly string[],
    flows: readonly FlowName[],
  ): AsyncIterable<Verdict> {
    const before = performance.now();
    const ran = transformInPython([
      ...['--dataset', datasetUrl, '--out', `file:${folder}`, '--quiet'],
      ...['--max-session-events', String(maxEventsPerSession), '--long-sessions', longSessions],
      ...['--placeholder-skus', placeholderSkus, ...backend],
      ...(flows.length === 1 ? flows.flatMap((flow) => ['--flow', flow]) : []),
    ]);
    const seconds = (performance.now() - before) / 1000 / flows.length;
    const lines = ran.stdout.split('\n').filter((line) => line !== '');
    for (const [index, flow] of flows.entries()) {
      const wanted = expected.get(flow);
      if (wanted === undefined) continue;
      const found = join(folder, `${flow}.parquet`);
      const difference =
        wanted.result instanceof LongSessionsError
          ? differenceOfRefusals(wanted.result, ran)
          : (differenceOfResults(wanted.result, lines[index], ran.stderr) ??
            (await findDifference(wanted.path, found)));
      yield { name: `${name}: ${flow}: ${backend.slice(1).join(' ')}`, difference, seconds };
    }
  }
}

/** A refused table ends the run, so each refusal needs a run of its own. */
function flowsInOneRun(
  expected: ReadonlyMap<FlowName, Expected>,
): readonly (readonly FlowName[])[] {
  const refused = [...expected.values()].some(({ result }) => result instanceof LongSessionsError);
  return refused ? FLOW_NAMES.map((flow) => [flow]) : [FLOW_NAMES];
}

async function byDuckDb(
  { tablePath, maxEventsPerSession, longSessions, placeholderSkus }: Case,
  flow: FlowName,
  target: string,
): Promise<TransformResult | LongSessionsError> {
  try {
    return await FLOWS[flow]({
      source: tablePath,
      target,
      maxEventsPerSession,
      longSessions,
      placeholderSkus,
      engine: { threads: 1 },
    });
  } catch (error) {
    if (error instanceof LongSessionsError) return error;
    throw error;
  }
}

function differenceOfResults(
  wanted: TransformResult,
  line: string | undefined,
  stderr: string,
): string | null {
  if (line === undefined) return `expected a table, got: ${stderr}`;
  const { rows, dropped_sessions, dropped_rows } = JSON.parse(line) as Record<string, unknown>;
  const found = { rows, droppedSessions: dropped_sessions, droppedRows: dropped_rows };
  return isDeepStrictEqual(found, { ...wanted })
    ? null
    : `expected ${JSON.stringify(wanted)}, got ${JSON.stringify(found)}`;
}

/** The lists of sessions are the same; the last line names each program's own options. */
function differenceOfRefusals(
  wanted: LongSessionsError,
  { status, stderr }: { readonly status: number | null; readonly stderr: string },
): string | null {
  const list = (message: string): string => message.trim().split('\n').slice(0, -1).join('\n');
  const [ours, theirs] = [list(wanted.message), list(stderr.replace(/^error /, ''))];
  return status === 1 && ours === theirs
    ? null
    : `expected exit code 1 and ${ours}; got ${String(status)} and ${theirs}`;
}
