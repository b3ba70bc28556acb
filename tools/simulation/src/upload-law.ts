import { createHash } from 'node:crypto';
import {
  DatasetError,
  DatasetNotFoundError,
  TableDamagedError,
  publishDataset,
  readManifest,
  tableKey,
  tablePath,
} from '@lf/dataset';
import type { DatasetManifest, ObjectStore, PublishOptions, TableName } from '@lf/dataset';
import type { DiskFlaws } from './simulated-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { storeOf } from './simulated-store.ts';
import { LawBroken, SimulatedFault, Simulation } from './simulation.ts';

const NAME = 'shop';

const TABLES: readonly TableName[] = ['browsing_train', 'search_train'];

/** What a test may break on purpose, to see that the law notices. */
export interface UploadFlaws {
  readonly disk?: DiskFlaws;
  readonly publish?: (options: PublishOptions) => Promise<void>;
}

/** How uploads and readers of a schedule ended: `uploaded`, `read`, `cut off`, or an error's code. */
export type UploadEnds = Readonly<Record<string, number>>;

/**
 * One schedule: several processes upload data sets under one name and others read it, while calls fail, machines lose
 * power and processes are killed; at last it is read in peace.
 *
 * The law: a reader gets all tables of one data set that somebody uploaded, or an error that has a code. Who has a
 * manifest can read its tables for ever, even after a power cut.
 *
 * @throws LawBroken with the seed and all that happened
 */
export async function checkUploadSchedule(
  seed: number,
  { isTraced = false, ...flaws }: UploadFlaws & { readonly isTraced?: boolean } = {},
): Promise<UploadEnds> {
  const simulation = new Simulation({ seed, isTraced, ...(flaws.disk && { flaws: flaws.disk }) });
  const { chance } = simulation;
  const publish = flaws.publish ?? publishDataset;
  const ends: Record<string, number> = {};
  const broken: LawBroken[] = [];
  const uploaded: DatasetManifest[] = [];

  const start = (name: string, work: (process: SimulatedProcess) => Promise<void>): void => {
    const process = simulation.startProcess(chance.oneOf(['a', 'b']));
    ends['cut off'] = (ends['cut off'] ?? 0) + 1;
    const ended = (end: string): void => {
      if (!process.isAlive) return;
      process.isAlive = false;
      simulation.note(process, 'ends:', end);
      ends[end] = (ends[end] ?? 0) + 1;
      ends['cut off'] = (ends['cut off'] ?? 0) - 1;
    };
    void work(process).then(
      () => ended(name),
      (error: unknown) => {
        if (error instanceof LawBroken) broken.push(error);
        else if (error instanceof TableDamagedError)
          broken.push(
            new LawBroken(`a manifest names what is there: ${error.message}`, simulation),
          );
        else if (error instanceof DatasetError || error instanceof SimulatedFault)
          ended(error.code);
        else broken.push(new LawBroken(`a call that fails says why: ${String(error)}`, simulation));
      },
    );
  };

  const upload = async (process: SimulatedProcess): Promise<void> => {
    const { manifest, files } = dataSet(chance.below(3));
    const store = storeOf(simulation, process, new Map([...files.values()].map(localFile)));
    await publish({ store, manifest, files });
    if (process.isAlive) uploaded.push(manifest);
  };

  const read = async (process: SimulatedProcess): Promise<void> => {
    const store = storeOf(simulation, process);
    await expectWhole(simulation, store, await readManifest(store, NAME));
  };

  for (let phases = 1 + chance.below(3); phases > 0; phases -= 1) {
    for (let uploads = 1 + chance.below(2); uploads > 0; uploads -= 1) start('uploaded', upload);
    for (let readers = chance.below(3); readers > 0; readers -= 1) start('read', read);
    await simulation.runToEnd();
    if (chance.happens(0.3)) simulation.cutPower();
  }

  simulation.hasFaults = false;
  simulation.cutPower();
  start('read', async (process) => {
    const store = storeOf(simulation, process);
    try {
      for (const manifest of uploaded) await expectWhole(simulation, store, manifest);
      await read(process);
    } catch (error) {
      if (error instanceof DatasetNotFoundError && uploaded.length === 0) return;
      throw new LawBroken(`a data set is read in peace: ${String(error)}`, simulation);
    }
  });
  await simulation.runToEnd();
  const [first] = broken;
  if (first !== undefined) throw first;
  return ends;
}

/** @throws LawBroken unless every table has the bytes that its data set was uploaded with */
async function expectWhole(
  simulation: Simulation,
  store: ObjectStore,
  manifest: DatasetManifest,
): Promise<void> {
  for (const table of manifest.tables) {
    await tablePath(store, manifest, table.name);
    const found = simulation.disk.get(tableKey(NAME, table));
    const expected = bytesOf(table.name, manifest.tables[0]?.rows ?? -1);
    if (found === undefined || Buffer.compare(found, expected) !== 0) {
      throw new LawBroken('a reader gets the tables of one data set', simulation);
    }
  }
}

/** The data sets are told apart by their rows; one of three has but one table. */
function dataSet(rows: number): {
  readonly manifest: DatasetManifest;
  readonly files: ReadonlyMap<TableName, string>;
} {
  const tables = TABLES.slice(0, rows === 2 ? 1 : 2);
  return {
    files: new Map(tables.map((table) => [table, `${table} ${rows}`])),
    manifest: {
      version: 2,
      name: NAME,
      duplicates: 'error',
      tables: tables.map((name) => {
        const bytes = bytesOf(name, rows);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const digest = { bytes: bytes.length, sha256 };
        return { name, rows, duplicatesDropped: 0, columns: [], source: digest, parquet: digest };
      }),
    },
  };
}

/** The catalogue of search is the same in the first two data sets: they share a file. */
function bytesOf(table: TableName, rows: number): Uint8Array {
  return Buffer.from(table === 'search_train' ? table : `${table} ${rows}`);
}

function localFile(path: string): [string, Uint8Array] {
  const [table, rows] = path.split(' ');
  return [path, bytesOf(table === 'search_train' ? table : 'browsing_train', Number(rows))];
}
