import type { Random } from '@lf/kernels';
import type { Interval } from '@lf/contract';

/** Resamples of an interval, fewer where there are many rows. */
const RESAMPLES = 400;
const LEAST_RESAMPLES = 100;
/** A second's work. */
const MOST_DRAWS = 20_000_000;

/**
 * A statistic with its 95 % interval by the percentiles of resampled groups of rows (Efron 1979; of clusters, Davison and
 * Hinkley 1997): rows of one session depend on each other, so a session is drawn with all its rows.
 *
 * @param groups `[row]` equal for rows of one session; numbers from 0 without gaps
 * @param statistic of rows by their places; null where they do not define it
 * @returns null where the rows do not define it
 */
export function bootstrapInterval(
  groups: Uint32Array,
  statistic: (places: Uint32Array) => number | null,
  random: Random,
): Interval | null {
  const rows = groups.length;
  const value = statistic(Uint32Array.from({ length: rows }, (_, row) => row));
  if (value === null) return null;
  const resamples = Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / rows)));
  const { members, starts } = membersOf(groups);
  const groupCount = starts.length - 1;
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const drawnGroups = Uint32Array.from({ length: groupCount }, () =>
      Math.floor(random.uniform() * groupCount),
    );
    const sizeOf = (group: number) => (starts[group + 1] ?? 0) - (starts[group] ?? 0);
    const places = new Uint32Array(drawnGroups.reduce((sum, group) => sum + sizeOf(group), 0));
    let place = 0;
    for (const group of drawnGroups) {
      places.set(members.subarray(starts[group], starts[group + 1]), place);
      place += sizeOf(group);
    }
    const drawn = statistic(places);
    if (drawn !== null) found.push(drawn);
  }
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.round(share * (found.length - 1))] ?? value;
  return { value, low: at(0.025), high: at(0.975) };
}

/** The rows of each group: those of group g are `members[starts[g] .. starts[g + 1])`. */
function membersOf(groups: Uint32Array): {
  readonly members: Uint32Array;
  readonly starts: Uint32Array;
} {
  const groupCount = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  const starts = new Uint32Array(groupCount + 1);
  for (const group of groups) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  for (let group = 0; group < groupCount; group++) {
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  }
  const next = starts.slice();
  const members = new Uint32Array(groups.length);
  groups.forEach((group, row) => {
    const at = next[group] ?? 0;
    members[at] = row;
    next[group] = at + 1;
  });
  return { members, starts };
}
