import { makeTemporaryFolder, type ObjectStore } from '@lf/dataset';
import { writeDataDocs, type ValidationResult } from '@lf/expectations';
import { readdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { whereIs } from '../datastore.ts';

/** Of the run's folder in the datastore: beside its report. */
export const DATA_DOCS = 'data-docs/index.html';

interface Checked {
  readonly flow: string;
  readonly runId: string;
  /** Parsed JSON. */
  readonly suite: unknown;
  readonly result: ValidationResult;
}

/**
 * Writes the Data Docs of a result into the run's folder of the datastore.
 *
 * @returns where their first page is: a path of this machine, or the URL of the object
 */
export async function keepDataDocs(
  store: ObjectStore,
  { flow, runId, suite, result }: Checked,
): Promise<string> {
  const folder = await makeTemporaryFolder('lf-data-docs-');
  try {
    await writeDataDocs({ folder, suites: [suite], results: [result] });
    const root = `runs/${flow}/${runId}/data-docs`;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => path.endsWith('.html'));
    for (const path of paths) {
      await store.putFile(`${root}/${path.split(sep).join('/')}`, join(folder, path));
    }
    return await whereIs(store, `runs/${flow}/${runId}/${DATA_DOCS}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where a run's Data Docs are; null if it has none. */
export async function findDataDocs(
  store: ObjectStore,
  { flow, runId }: Pick<Checked, 'flow' | 'runId'>,
): Promise<string | null> {
  const key = `runs/${flow}/${runId}/${DATA_DOCS}`;
  return (await store.exists(key)) ? whereIs(store, key) : null;
}
