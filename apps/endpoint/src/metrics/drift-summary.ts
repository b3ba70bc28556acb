import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** What `lf drift` found last, as it leaves it in the folder of the log. */
export interface DriftSummary {
  /** Version of the model that was judged. */
  readonly model: string;
  /** Seconds since 1970. */
  readonly judgedAt: number;
  /** 0 no drift, 1 drift, 2 not judged: as the exit code. */
  readonly verdict: number;
  /** Population stability index by column. */
  readonly psi: ReadonlyMap<string, number>;
  /** Figures of the live model by name. */
  readonly live: ReadonlyMap<string, number>;
}

const FILE_NAME = 'drift.json';
/** A summary of ours has some hundred bytes. */
const MAX_BYTES = 65_536;
const VERDICTS: readonly unknown[] = ['no drift', 'drift', 'not judged'];

/** @returns null if no summary can be read, so that a bad file does not break /metrics */
export async function readDriftSummary(folder: string): Promise<DriftSummary | null> {
  try {
    const file = await open(join(folder, FILE_NAME));
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES) return null;
      return summaryOf(JSON.parse(await file.readFile('utf8')));
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function summaryOf(value: unknown): DriftSummary | null {
  if (!isObject(value)) return null;
  const { version, model, judgedAt, verdict, psi, live } = value;
  const code = VERDICTS.indexOf(verdict);
  if (version !== 1 || typeof model !== 'string') return null;
  if (typeof judgedAt !== 'number' || code === -1) return null;
  return { model, judgedAt, verdict: code, psi: numbersOf(psi), live: numbersOf(live) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersOf(value: unknown): ReadonlyMap<string, number> {
  if (!isObject(value)) return new Map();
  return new Map(
    Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    ),
  );
}
