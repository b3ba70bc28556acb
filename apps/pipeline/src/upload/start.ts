import {
  manifestDigest,
  readManifest,
  tableKey,
  type ObjectStore,
  type TableManifest,
  type TableName,
} from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { progressTo } from '../engine.ts';
import { openDatastore, PARQUET } from '../datastore.ts';
import { uploadSources, type Uploaded } from './upload-sources.ts';
import type { RunParams } from '../params/run-params.ts';

/** What start leaves. */
export interface StoredTables {
  /** Digest (sha256, hex) of the manifest of the run's data set: an upload later on does not change the run. */
  readonly manifestDigest: string;
  /** The browsing table's Parquet file: every later step, and every resume, reads these bytes or none. */
  readonly browsing: ArtifactRef;
  /** The catalogue's Parquet file, for names of products in the run's report; null where there is none. */
  readonly contents: ArtifactRef | null;
  readonly isSynthetic: boolean;
}

type Context = StepContext<RunParams, unknown, undefined>;

/** Brings the raw tables into the datastore; those that lie there already are kept. */
export async function start(
  context: StepContext<RunParams, unknown, undefined>,
): Promise<StoredTables> {
  const { params } = context;
  const store = openDatastore(params.datastore);
  const { manifest, isSynthetic } =
    params.isStored === true ? await storedTables(context, store) : await upload(context, store);
  const named = (table: TableName) => manifest.tables.find(({ name }) => name === table);
  const browsing = named('browsing_train');
  if (browsing === undefined) throw new Error('an upload without a browsing table');
  const contents = named('sku_to_content');
  return {
    manifestDigest: manifestDigest(manifest),
    browsing: referenceTo(params.dataset, browsing),
    contents: contents === undefined ? null : referenceTo(params.dataset, contents),
    isSynthetic,
  };
}

function upload(context: Context, store: ObjectStore): Promise<Uploaded> {
  const { params } = context;
  return uploadSources({
    store,
    sources: params.sources,
    dataset: params.dataset,
    syntheticEvents: params.syntheticEvents,
    seed: params.seed,
    duplicateRows: params.duplicateRows,
    placeholderSkus: params.placeholderSkus,
    memoryLimitMb: params.memoryLimitMb,
    log: (line) => context.log(line),
    onProgress: progressTo(context),
  });
}

/** @throws DatasetNotFoundError */
async function storedTables({ params, log }: Context, store: ObjectStore): Promise<Uploaded> {
  const manifest = await readManifest(store, params.dataset);
  log(`the tables that datasets/${params.dataset} holds now`);
  return { manifest, isSynthetic: false };
}

function referenceTo(dataset: string, table: TableManifest): ArtifactRef {
  const { sha256: digest, bytes } = table.parquet;
  return { uri: tableKey(dataset, table), digest, mediaType: PARQUET, bytes };
}
