const MOST = 3;

/** The few ids that are nearest to the one asked for, by edits; the newest when none is near. */
export function nearestTo(asked: string, ids: readonly string[]): string[] {
  const ranked = ids
    .map((id) => ({ id, edits: editsBetween(asked, id) }))
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? 1 : -1));
  const near = ranked.filter(({ id, edits }) => edits <= 4 || (asked !== '' && id.includes(asked)));
  const newest = [...ids].sort().reverse();
  return (near.length > 0 ? near.map(({ id }) => id) : newest).slice(0, MOST);
}

/** Levenshtein's distance. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 0; line < one.length; line += 1) {
    const next = [line + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (other[column - 1] === one[line] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
