import { rm } from 'node:fs/promises';
import {
  findPlaceholderSkus,
  generateShop,
  makeTemporaryFolder,
  tableKey,
  uploadDataset,
  type DatasetManifest,
  type ObjectStore,
  type OnProgress,
} from '@lf/dataset';
import { engineOptions } from '../engine.ts';
import type { RunParams } from '../params/run-params.ts';

/** What an upload needs: of a run's parameters, and where it goes. */
export interface UploadRequest extends Pick<
  RunParams,
  | 'sources'
  | 'dataset'
  | 'syntheticEvents'
  | 'seed'
  | 'duplicateRows'
  | 'placeholderSkus'
  | 'memoryLimitMb'
> {
  readonly store: ObjectStore;
  readonly log: (line: string) => void;
  readonly onProgress?: OnProgress;
}

/** What an upload left in the store. */
export interface Uploaded {
  readonly manifest: DatasetManifest;
  /** Whether the data come from the synthetic shop. */
  readonly isSynthetic: boolean;
}

/** Uploads the given tables, or those of a synthetic shop where there are none. */
export async function uploadSources(request: UploadRequest): Promise<Uploaded> {
  const { browsing_train, search_train, sku_to_content } = request.sources;
  if (browsing_train !== null) {
    const manifest = await upload(request, {
      browsing_train,
      search_train: search_train ?? undefined,
      sku_to_content: sku_to_content ?? undefined,
    });
    return { manifest, isSynthetic: false };
  }
  const directory = await makeTemporaryFolder('lf-shop-');
  try {
    request.log(
      `no BROWSING_TRAIN_PATH: making the synthetic shop of ${count(request.syntheticEvents)} events, seed ${request.seed}`,
    );
    const shop = await generateShop({
      directory,
      events: request.syntheticEvents,
      seed: request.seed,
    });
    return { manifest: await upload(request, shop.paths), isSynthetic: true };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function upload(
  request: UploadRequest,
  sources: Parameters<typeof uploadDataset>[0]['sources'],
): Promise<DatasetManifest> {
  const { store, dataset, duplicateRows, memoryLimitMb, log, onProgress } = request;
  const { manifest, skipped } = await uploadDataset({
    store,
    name: dataset,
    sources,
    duplicates: duplicateRows,
    engine: engineOptions({ memoryLimitMb }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  for (const { name, rows, source, parquet } of manifest.tables) {
    log(
      `${name}: ${count(rows)} rows, ${size(source.bytes)} of CSV as ${size(parquet.bytes)} of Parquet`,
    );
  }
  for (const note of await notesOn(manifest, request)) log(note);
  log(skipped ? `datasets/${dataset} holds them already` : `stored in datasets/${dataset}`);
  return manifest;
}

/** What of the tables may not be what it seems. */
async function notesOn(
  manifest: DatasetManifest,
  { store, dataset, placeholderSkus, memoryLimitMb }: UploadRequest,
): Promise<readonly string[]> {
  const unused = manifest.tables.filter(({ name, rows }) => name !== 'browsing_train' && rows > 0);
  const notes =
    unused.length === 0
      ? []
      : [
          `note: ${unused.map(({ name }) => name).join(' and ')}: checked and stored; intent and rec learn from browsing_train alone`,
        ];
  const browsing = manifest.tables.find(({ name }) => name === 'browsing_train');
  if (browsing === undefined || placeholderSkus === 'keep') return notes;
  const found = await findPlaceholderSkus(await store.localPath(tableKey(dataset, browsing)), {
    engine: engineOptions({ memoryLimitMb }),
  });
  if (found.length === 0) return notes;
  const rows = found.reduce((sum, placeholder) => sum + placeholder.rows, 0);
  const skus = found.map((one) => `${JSON.stringify(one.sku)} (${count(one.rows)})`).join(', ');
  const outcome =
    placeholderSkus === 'drop'
      ? 'rec leaves these rows out, as LF_PLACEHOLDER_SKUS=drop says'
      : 'rec takes them for products. LF_PLACEHOLDER_SKUS=drop leaves these rows out, keep says that they are products';
  return [
    ...notes,
    `warning: ${count(rows)} rows of browsing_train have a product_sku_hash that seems to mean 'no product': ${skus}; ${outcome}`,
  ];
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
