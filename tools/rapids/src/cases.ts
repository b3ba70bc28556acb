import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateShop,
  openStore,
  PLACEHOLDER_SKUS,
  uploadDataset,
  type LongSessionRule,
  type PlaceholderRule,
} from '@lf/dataset';

/** A data set in a store, and how both engines shall transform it. */
export interface Case {
  readonly name: string;
  /** Folder of its manifest. */
  readonly datasetUrl: string;
  /** The same table on this machine. */
  readonly tablePath: string;
  readonly maxEventsPerSession: number;
  readonly longSessions: LongSessionRule;
  readonly placeholderSkus: PlaceholderRule;
  /** The arguments that choose a back end, for each that is tried. */
  readonly backends: readonly (readonly string[])[];
}

const PANDAS = ['--backend', 'pandas'];

/** So many workers; ranges of sessions are small, so that there are many of them. */
const dask = (workers: number, partitionRows: number): readonly string[] => [
  ...['--backend', 'dask', '--workers', String(workers)],
  ...['--partition-rows', String(partitionRows)],
];

const ALL_BACKENDS = (partitionRows: number): readonly (readonly string[])[] => [
  PANDAS,
  ...[1, 2, 4].map((workers) => dask(workers, partitionRows)),
];

const LARGE_SHOP_EVENTS = 1_000_000;

/** The synthetic shops, the hand-made tables and the recorded shops, uploaded to a store in `folder`. */
export async function* makeCases(
  folder: string,
  recordedFolder: string | undefined,
): AsyncIterable<Case> {
  const events = join(folder, 'shop');
  const small = await generateShop({ directory: join(events, 'small'), events: 1000, seed: 1 });
  yield await upload(folder, 'shop of 1,000 events', small.paths.browsing_train, {
    backends: [PANDAS],
  });
  const odd = join(folder, 'odd.csv');
  await writeFile(odd, csv(oddRows()));
  yield await upload(folder, 'odd texts, equal times, missing values', odd, {
    placeholderSkus: 'drop',
    backends: ALL_BACKENDS(50),
  });
  const long = join(folder, 'long.csv');
  await writeFile(long, csv(longRows()));
  const huge = { maxEventsPerSession: 10, backends: [PANDAS, dask(2, 500)] };
  yield await upload(folder, 'huge sessions left out', long, { ...huge, longSessions: 'drop' });
  yield await upload(folder, 'huge sessions kept', long, { ...huge, maxEventsPerSession: 1e6 });
  yield await upload(folder, 'huge sessions refused', long, { ...huge, backends: [PANDAS] });
  const skuless = join(folder, 'skuless.csv');
  await writeFile(skuless, csv([['a', 'pageview', '', '', START_MS]]));
  yield await upload(folder, 'one event without a SKU', skuless, {
    backends: [PANDAS, dask(2, 100)],
  });
  const large = await generateShop({
    directory: join(events, 'large'),
    events: LARGE_SHOP_EVENTS,
    seed: 2,
  });
  yield await upload(folder, 'shop of 1,000,000 events', large.paths.browsing_train, {
    backends: ALL_BACKENDS(300_000),
  });
  for (const [name, path] of recordedTables(recordedFolder)) {
    yield await upload(folder, name, path, {
      backends: [PANDAS, ...(name === LARGEST_RECORDED ? [dask(2, 100_000)] : [])],
    });
  }
}

/** Dask takes seconds to start, so it gets one of them. */
const LARGEST_RECORDED = 'retailrocket-next-item';

/** Folders with a browsing table in Coveo's form. */
function recordedTables(folder: string | undefined): readonly (readonly [string, string])[] {
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => [name, join(folder, name, 'browsing_train.csv.gz')] as const)
    .filter(([, path]) => existsSync(path));
}

async function upload(
  folder: string,
  name: string,
  path: string,
  options: Partial<Case> & Pick<Case, 'backends'>,
): Promise<Case> {
  const store = openStore(`file:${join(folder, 'store')}`);
  const dataset = name.replaceAll(/[^a-z0-9]+/g, '-');
  await mkdir(folder, { recursive: true });
  // Recorded shops repeat rows
  const { manifest } = await uploadDataset({
    store,
    name: dataset,
    sources: { browsing_train: path },
    duplicates: 'keep',
  });
  const sha256 = manifest.tables[0]?.parquet.sha256 ?? '';
  return {
    name,
    datasetUrl: `file:${join(folder, 'store', 'datasets', dataset)}`,
    tablePath: await store.localPath(`datasets/${dataset}/browsing_train-${sha256}.parquet`),
    maxEventsPerSession: 10_000,
    longSessions: 'error',
    placeholderSkus: 'keep',
    ...options,
  };
}

const START_MS = 1_600_000_000_000;

type Row = readonly [
  session: string,
  type: string,
  action: string,
  sku: string,
  timestampMs: number,
];

/** Their order by bytes, by UTF-16 units and by number is different; some are read as something else by careless programs. */
const ODD_TEXTS: readonly string[] = [
  ...['7', '07', '007', '0', '-0', '10', '9', '1e5', '1E5', '100000', '0x10', '1.0', '1.00', '00'],
  ...[
    'true',
    'True',
    'inf',
    '-inf',
    '2020-01-01',
    'Z',
    'a',
    'A',
    'aa',
    'ab',
    'a b',
    'b',
    'é',
    'e\u0301',
  ],
  ...[
    'ﬀ',
    '\uffee',
    '\u{1f6d2}',
    '\u{10ffff}',
    '漢字',
    'ß',
    'ss',
    'İ',
    'ı',
    '\u212a',
    '\u200b',
    '\u202e',
  ],
  ...[
    'say "hi"',
    "it's",
    'a,b',
    'a;b',
    'a\tb',
    'a\nb',
    '\\',
    '%',
    '{}',
    '[1]',
    '#',
    '$1',
    '\u0001',
    '\u007f',
  ],
  'x'.repeat(5000),
  'prefix',
  'prefix-',
  'prefix-longer-than-twelve-bytes-1',
  'prefix-longer-than-twelve-bytes-2',
];

/** Spaces that DuckDB trims, and others that it leaves. */
const SPACES = [' ', '\u00a0', '\u2003', '\u202f', '\u3000', '\u200b', '\t', '\u2028'];

const PLACEHOLDERS_AND_NEARLY: readonly string[] = [
  ...PLACEHOLDER_SKUS.flatMap((sku) => [sku, sku.toUpperCase(), `${sku}.`]),
  ...SPACES.flatMap((space) => [`${space}null`, `${space}nan${space}`]),
  ...['un\u212anown', 'n\u0130l', 'n\u0131l', 'N/A', '--', '0', 'none of them', 'n\u00a0a'],
];

const ACTIONS = ['', 'detail', 'add', 'purchase', 'remove'];

function oddRows(): readonly Row[] {
  const skus = [...ODD_TEXTS, ...PLACEHOLDERS_AND_NEARLY, ''];
  // Backwards and interleaved, four equal times in a row, and a file of more rows than texts
  return Array.from({ length: 1200 }, (_, row) => {
    const session = ODD_TEXTS[(row * 31) % ODD_TEXTS.length] ?? '';
    const sku = skus[(row * 17) % skus.length] ?? '';
    const timestampMs = START_MS - Math.floor(row / 4 / ODD_TEXTS.length);
    const type = sku === '' ? 'pageview' : 'event_product';
    return [session, type, ACTIONS[row % ACTIONS.length] ?? '', sku, timestampMs];
  });
}

/** Two sessions that fill half of the table between many short ones. */
function longRows(): readonly Row[] {
  return Array.from({ length: 6000 }, (_, row) => {
    const session = row % 2 === 0 ? `robot ${row % 4}` : `session ${row % 1001}`;
    return [session, 'event_product', 'detail', `sku ${row % 13}`, START_MS + ((row * 7919) % 997)];
  });
}

const HEADER =
  'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url';

function csv(rows: readonly Row[]): string {
  const quoted = (text: string): string => (text === '' ? '' : `"${text.replaceAll('"', '""')}"`);
  const lines = rows.map(
    ([session, type, action, sku, timestampMs], row) =>
      `${quoted(session)},${type},${action},${quoted(sku)},${timestampMs},url ${row}`,
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}
