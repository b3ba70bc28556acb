/** Quotes a name: `say "hi"` -> `"say ""hi"""`. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a string value: `it's` -> `'it''s'`. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A path as a pattern that it alone matches: DuckDB takes every path that it reads for a pattern. */
export function patternOf(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]');
}

/** Quotes a path to read. */
export function fileLiteral(path: string): string {
  return literal(patternOf(path));
}

/** Writes a query's rows, in their order, as zstd Parquet to a local path. */
export function copyToParquet(query: string, path: string): string {
  return `COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`;
}
