import { summarise, type BatchSummary } from '@lf/expectations';
import { PipelineError } from '../errors.ts';
import { columnTypes, type TrafficColumns } from './traffic-columns.ts';
import { lfCommand } from '../terminal/lf-command.ts';

const VERSION = 1;

/** Rows of which the sessions that a model is trained on are described: spread evenly over them. */
export const MAX_INPUT_ROWS = 20_000;

/** Rows for which it is asked. */
export const MAX_OUTPUT_ROWS = 2_000;

/** A summary of a column has some kB: the whole file stays below 100 kB. */
const POINTS = 200;

/** A file of ours has less than a tenth of it. */
const MAX_BYTES = 2 ** 21;

/** How sessions and predictions looked when a model was trained, as its bundle tells in `reference.json`. */
export interface Reference {
  readonly kind: 'intent' | 'rec';
  readonly columns: BatchSummary['columns'];
}

/** Describes training inputs and the answers of the model; the same columns give the same bytes. */
export async function describeReference(
  kind: Reference['kind'],
  parts: readonly TrafficColumns[],
): Promise<Uint8Array> {
  const described: Record<string, BatchSummary['columns'][string]> = {};
  for (const columns of parts) {
    const { columns: found } = await summariseColumns(columns);
    Object.assign(described, found);
  }
  return new TextEncoder().encode(JSON.stringify({ version: VERSION, kind, columns: described }));
}

async function summariseColumns(columns: TrafficColumns): Promise<BatchSummary> {
  const source = { columns, types: columnTypes(columns) };
  return summarise(source, Object.keys(columns), { points: POINTS });
}

/** @throws PipelineError if these are no bytes of {@link describeReference} */
export function readReference(bytes: Uint8Array, where: string): Reference {
  const refused = (problem: string) =>
    new PipelineError(
      'reference_invalid',
      `Reading how the training data looked, ${where}: ${problem}. Deploy the model again: ${lfCommand('resume', '<run>', '--from', 'deploy')}.`,
    );
  if (bytes.byteLength > MAX_BYTES) throw refused(`expected at most ${MAX_BYTES} bytes, got more`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused('expected JSON, got something else');
  }
  if (!isReference(value)) {
    throw refused(`expected version ${VERSION} with the columns of a model, got something else`);
  }
  return { kind: value.kind, columns: value.columns };
}

/** The summaries themselves are checked by whoever compares with them. */
function isReference(value: unknown): value is Reference {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value && 'kind' in value && 'columns' in value)) return false;
  const { version, kind, columns } = value;
  const isKind = kind === 'intent' || kind === 'rec';
  return version === VERSION && isKind && typeof columns === 'object' && columns !== null;
}

/** At most so many places of `count`, spread evenly. */
export function placesOf(count: number, most: number): readonly number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, place) => Math.floor(((place + 0.5) * count) / kept));
}
