/** So many parts along x: a screen shows no more, and each keeps its extremes. */
const PARTS = 400;

type Point = readonly [x: number, y: number];

/**
 * Few points that look like many: of each of 400 parts of equal width the first, the least, the greatest and the last one.
 * A value that is not finite stays, as it is a gap. No more than 1,600 points are left, and gaps.
 *
 * @param points by rising x
 */
export function thinOut(points: readonly Point[]): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= 4 * PARTS) return points;
  const width = (last[0] - first[0]) / PARTS;
  const partOf = ([x]: Point) =>
    width > 0 ? Math.min(PARTS - 1, Math.floor((x - first[0]) / width)) : 0;
  const kept: Point[] = [];
  for (let from = 0; from < points.length;) {
    const start = points[from];
    if (start === undefined) break;
    let to = from;
    let least = from;
    let greatest = from;
    const part = partOf(start);
    const gaps: number[] = [];
    for (
      let point = points[to];
      point !== undefined && partOf(point) === part;
      point = points[++to]
    ) {
      if (!Number.isFinite(point[1])) gaps.push(to);
      if (point[1] < (points[least]?.[1] ?? NaN)) least = to;
      if (point[1] > (points[greatest]?.[1] ?? NaN)) greatest = to;
    }
    // A run of gaps is one gap
    const places = new Set([from, least, greatest, to - 1, ...gaps.slice(0, 1)]);
    for (const place of [...places].sort((a, b) => a - b)) {
      const point = points[place];
      if (point !== undefined) kept.push(point);
    }
    from = to;
  }
  return kept;
}
