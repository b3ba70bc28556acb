import { InvalidRowsError } from '../src/index.ts';

/** Kind, column and lines of each problem that ends a reading. */
export async function badRowsOf(
  reading: Promise<unknown>,
): Promise<[kind: string, column: string | undefined, lines: number[]][]> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  if (!(error instanceof InvalidRowsError)) throw error;
  return error.problems.map(({ kind, column, examples }) => [
    kind,
    column,
    examples.map(({ line }) => line),
  ]);
}
