import { exactJson } from '../exact/json.ts';
import { writableKwargs } from '../exact/plain.ts';
import { writeWholeFile } from '../files/write-whole.ts';
import { readSuite } from './read-suite.ts';

/** Objects with their names in order: equal suites are equal texts, and a change is a small diff. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Writes a suite in the form of GX 1.x, atomically; creates missing folders.
 * `suite`: a suite in either of GX's forms, or one that `suite()` began. Throws InvalidSuiteError, and ExpectationsError where it cannot be written.
 */
export async function writeSuite(path: string, suite: unknown): Promise<void> {
  const read = readSuite(suite);
  const expectations = read.expectations.map((each) => ({
    ...each,
    kwargs: writableKwargs(each.kwargs),
  }));
  const text = `${exactJson({ ...read, expectations }, 2, inOrder)}\n`;
  await writeWholeFile(path, text);
}
