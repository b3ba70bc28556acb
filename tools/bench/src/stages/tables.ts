import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateShop } from '@lf/dataset';
import { NEEDS_PYTHON, ours, python } from './programs.ts';
import type { Side, Stage, Work } from './stage.ts';

/** The raw table, the table of events and the sessions: each stage reads what the one before it wrote. */
type Table = 'raw' | 'events' | 'sessions';

const FOLDER_OF: Readonly<Record<Table, string>> = {
  raw: 'raw.parquet',
  events: 'events.parquet',
  sessions: 'sessions.npz',
};

const csvOf = ({ folder }: Pick<Work, 'folder'>) => join(folder, 'shop', 'browsing_train.csv');

async function writeCsv(work: Omit<Work, 'run'>): Promise<void> {
  const directory = join(work.folder, 'shop');
  await mkdir(directory, { recursive: true });
  if (existsSync(csvOf(work))) return;
  await generateShop({ directory, events: work.rows, seed: 42 });
}

/** What a stage reads is ours, whichever stages are asked for and whoever writes it else. */
async function writeTables(work: Omit<Work, 'run'>, stages: readonly string[]): Promise<void> {
  await writeCsv(work);
  for (const name of stages) {
    const { source, target } = filesOf(name, 'ours', work);
    if (existsSync(target)) continue;
    const { writeTable } = await import('../sides/tables.ts');
    await writeTable(name, source, target);
  }
}

function filesOf(stage: string, side: string, work: Omit<Work, 'run'>) {
  const of = (table: Table, who: string) => join(work.folder, `${who}.${FOLDER_OF[table]}`);
  if (stage === 'upload') return { source: csvOf(work), target: of('raw', side) };
  if (stage === 'transform') return { source: of('raw', 'ours'), target: of('events', side) };
  return { source: of('events', 'ours'), target: of('sessions', side) };
}

function tableStage(
  name: string,
  about: string,
  peers: readonly Side[],
  before: readonly string[],
): Stage {
  const isOurs = (side: string) => side === 'ours' || side === 'read';
  return {
    name,
    about,
    unit: 'events',
    sizes: [1_000_000, 10_000_000],
    sides: [{ name: 'ours', is: 'ours' }, ...peers, { name: 'read', is: 'floor' }],
    needs: NEEDS_PYTHON,
    prepare: (work) => writeTables(work, before),
    command(side, work) {
      const { source, target } = filesOf(name, side, work);
      const args = [name, source, target] as const;
      return isOurs(side) ? ours('tables', [side, ...args]) : python('tables', [side, ...args]);
    },
  };
}

export const TABLE_STAGES: readonly Stage[] = [
  tableStage(
    'upload',
    'CSV to zstd Parquet; ours and pandas check for repeated rows, ours checks every value',
    [
      { name: 'pandas', goal: 4 },
      { name: 'polars', goal: 1 },
      { name: 'duckdb', goal: 0.7 },
    ],
    [],
  ),
  tableStage(
    'transform',
    "the original's four columns in order of session and time",
    [
      { name: 'pandas', goal: 4 },
      { name: 'polars', goal: 1 },
      { name: 'duckdb', goal: 1 },
    ],
    ['upload'],
  ),
  tableStage(
    'sessions',
    'offsets, action codes and start times as flat arrays, in order of start; `rows` loops over rows, as the original does',
    [
      { name: 'rows', goal: 100 },
      { name: 'pandas' },
      { name: 'polars', goal: 1 },
      { name: 'duckdb' },
    ],
    ['upload', 'transform'],
  ),
];
