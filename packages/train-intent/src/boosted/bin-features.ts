/** Bin 0 holds unknown values. */
export const UNKNOWN_BIN = 0;

/** Where the bins of each feature end: [feature][edge], strictly rising. A value up to edge i is in bin i + 1 at most. */
export type BinEdges = readonly Float64Array[];

/**
 * Finds bins of about equally many rows. Feature values that are seen seldom share a bin with their neighbours; where a
 * feature has no more different values than bins, each has its own.
 *
 * @param features [row, feature] of the training rows alone
 * @param bins at most 255
 */
export function fitBins(features: Float64Array, width: number, bins: number): BinEdges {
  return Array.from({ length: width }, (_, feature) => {
    const known: number[] = [];
    for (let at = feature; at < features.length; at += width) {
      const value = features[at] ?? NaN;
      if (!Number.isNaN(value)) known.push(value);
    }
    return edgesOf(Float64Array.from(known).sort(), bins);
  });
}

function edgesOf(sorted: Float64Array, bins: number): Float64Array {
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= bins) return middles(distinct);
  const edges: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const rank = Math.floor((bin * sorted.length) / bins);
    const below = sorted[rank - 1] ?? NaN;
    const above = sorted.subarray(rank).find((value) => value > below);
    if (above === undefined) break;
    const edge = middle(below, above);
    if (edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

function middles(distinct: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, index) =>
    middle(distinct[index] ?? NaN, distinct[index + 1] ?? NaN),
  );
}

/** Below `above` also where the two are neighbours among all doubles. */
function middle(below: number, above: number): number {
  const between = below + (above - below) / 2;
  return between < above ? between : below;
}

/** @returns [feature, row] the bin of each value, `UNKNOWN_BIN` where it is not known */
export function binFeatures(features: Float64Array, edges: BinEdges): Uint8Array {
  const width = edges.length;
  const rows = features.length / width;
  const bins = new Uint8Array(features.length);
  edges.forEach((ends, feature) => {
    for (let row = 0; row < rows; row++) {
      const value = features[row * width + feature] ?? NaN;
      bins[feature * rows + row] = Number.isNaN(value) ? UNKNOWN_BIN : 1 + countBelow(ends, value);
    }
  });
  return bins;
}

/** How many edges the value is above. */
function countBelow(edges: Float64Array, value: number): number {
  let from = 0;
  let to = edges.length;
  while (from < to) {
    const at = (from + to) >> 1;
    if (value > (edges[at] ?? Infinity)) from = at + 1;
    else to = at;
  }
  return from;
}
