/** `name` as an SQL identifier, safe whatever it holds. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `value` as an SQL string literal, safe whatever it holds. */
export function text(value: string): string {
  // A NUL would end the statement that reaches DuckDB, so it travels as chr(0).
  const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

/** `value` as an SQL number: integers stay exact, fractions are DOUBLE (not DECIMAL). */
export function number(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return value.toString();
  return Number.isFinite(value) ? `${value.toExponential()}::DOUBLE` : `'${value}'::DOUBLE`;
}

/** The conditions joined by AND, each in brackets; TRUE when there are none. */
export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'TRUE' : conditions.map((each) => `(${each})`).join(' AND ');
}

/** The conditions joined by OR, each in brackets; FALSE when there are none. */
export function any(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'FALSE' : conditions.map((each) => `(${each})`).join(' OR ');
}
