import type { ValidationResult } from '../result/validation-result.ts';
import type { DataProfile } from './profile/data-profile.ts';

/** What `writeDataDocs` takes. */
export interface DataDocsOptions {
  /** Made if it is not there. What earlier calls wrote to it stays. */
  readonly folder: string;
  /** Suites as parsed JSON, in either of GX's forms; left out, a suite is told from its results. */
  readonly suites?: readonly unknown[];
  /** Results in any order, of any suites; earlier ones are remembered and need not be given again. */
  readonly results?: readonly ValidationResult[];
  /** By suite name: what the data of the latest given result looked like, from `profileColumns`. */
  readonly profiles?: Readonly<Record<string, DataProfile>>;
}

/** Where the docs lie. */
export interface DataDocs {
  /** Path of the first page. */
  readonly index: string;
  /** Paths of the given results' pages, in the order given. */
  readonly results: readonly string[];
}

/**
 * Writes results as a static site: an index, a page per suite, a page per result. It needs no server
 * and asks for nothing from outside; opened as files it works too. The same results give the same
 * bytes. A later call adds its results and keeps what there is; pages are written aside and renamed.
 * Throws InvalidSuiteError, ExpectationsError where a result is nested too deep, and UnreadableRecordError when the folder's records are broken.
 */
export async function writeDataDocs(options: DataDocsOptions): Promise<DataDocs> {
  // A check writes no pages, and loads none of what draws them
  const { writeSite } = await import('./write-site.ts');
  return writeSite(options);
}
