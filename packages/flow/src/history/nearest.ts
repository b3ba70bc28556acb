import leven from 'leven';

const MOST = 3;

/** The few ids that are nearest to the one asked for, by edits; the newest when none is near. */
export function nearestTo(asked: string, ids: readonly string[]): string[] {
  const ranked = ids
    .map((id) => ({ id, edits: leven(asked, id) }))
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? 1 : -1));
  const near = ranked.filter(({ id, edits }) => edits <= 4 || (asked !== '' && id.includes(asked)));
  const newest = [...ids].sort().reverse();
  return (near.length > 0 ? near.map(({ id }) => id) : newest).slice(0, MOST);
}
