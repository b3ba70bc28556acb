/** Names that no table can have; `message` is a reason that says what to give. */
export class ColumnNamesError extends Error {}

/** The columns' names as pandas has them: `Unnamed: 0` for an empty one, `a.1` for the second `a`. */
export function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set(header);
  const names: string[] = [];
  for (const [at, written] of header.entries()) {
    const name = written === '' ? `Unnamed: ${at}` : written;
    let unique = name;
    for (let copy = 1; names.includes(unique); copy++) {
      unique = `${name}.${copy}`;
      if (taken.has(unique) && !names.includes(unique)) unique = `${name}.${++copy}`;
    }
    names.push(unique);
  }
  requireDistinct(names);
  return names;
}

/** Refuses names that differ in case alone, which SQL takes for one. */
export function requireDistinct(names: readonly string[]): void {
  const byLower = new Map<string, string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    const other = byLower.get(lower);
    if (other !== undefined) {
      throw new ColumnNamesError(
        other === name
          ? `two columns are called "${name}". Give \`columns\`, one name for each.`
          : `its columns "${other}" and "${name}" differ in case alone, and SQL takes them for one. Rename one, or give \`columns\`.`,
      );
    }
    byLower.set(lower, name);
  }
}
