import { requireDistinctNames } from '../distinct-names.ts';

/** The columns' names as pandas has them: `Unnamed: 0` for an empty one, `a.1` for the second `a`. Throws ExpectationsError. */
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
  requireDistinctNames(names);
  return names;
}
