import { expect, it } from 'vitest';
import { binFeatures, fitBins } from '../../src/boosted/bin-features.ts';
import { addTree, growTree, type BinnedRows } from '../../src/boosted/grow-tree.ts';
import { DEFAULT_TREE_OPTIONS } from '../../src/boosted/tree-options.ts';

const OPTIONS = { ...DEFAULT_TREE_OPTIONS, learningRate: 1, l2: 0, minLeafRows: 1 };

/** Squared error: the gradient is minus the target, the curvature 1, so a leaf says the mean of its rows. */
function grow(columns: readonly (readonly number[])[], targets: readonly number[], leaves: number) {
  const rows = targets.length;
  const features = Float64Array.from({ length: rows * columns.length }, (_, at) => {
    const column = columns[at % columns.length] ?? [];
    return column[Math.floor(at / columns.length)] ?? NaN;
  });
  const edges = fitBins(features, columns.length, 255);
  const binned: BinnedRows = {
    rows,
    bins: binFeatures(features, edges),
    binCounts: edges.map(({ length }) => length + 2),
  };
  const tree = growTree(
    binned,
    Float64Array.from(targets, (target) => -target),
    new Float64Array(rows).fill(1),
    Uint32Array.from(targets.keys()),
    columns.map((_, feature) => feature),
    { ...OPTIONS, leaves },
  );
  const scores = new Float64Array(rows);
  addTree(tree, binned, scores);
  return { tree, scores: [...scores] };
}

it('splits where the most is gained, and says the mean of each leaf', () => {
  const { tree, scores } = grow([[5, 1, 4, 2, 3, 6]], [8, 1, 7, 1, 1, 9], 2);
  expect(tree).toMatchObject({ features: [0], lastLeftBins: [3], lefts: [~0], rights: [~1] });
  expect(scores).toEqual([8, 1, 8, 1, 1, 8]);
});

it('grows the leaf that gains most first, and no further than it may', () => {
  const targets = [0, 0, 10, 14, 100, 104, 300, 300];
  const column = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(grow([column], targets, 3).scores).toEqual([6, 6, 6, 6, 102, 102, 300, 300]);
  expect(grow([column], targets, 99).scores).toEqual([0, 0, 10, 14, 100, 104, 300, 300]);
});

it('finds what two features say only together', () => {
  const { scores } = grow(
    [
      [0, 0, 1, 1, 0],
      [0, 1, 0, 1, 0],
    ],
    [5, 0, 0, 5, 5],
    4,
  );
  expect(scores).toEqual([5, 0, 0, 5, 5]);
});

it('leads unknown values to the side where they fit', () => {
  const column = [1, 2, NaN, 3, NaN, 4];
  expect(grow([column], [0, 0, 6, 6, 6, 6], 2)).toMatchObject({
    tree: { unknownLeft: [false] },
    scores: [0, 0, 6, 6, 6, 6],
  });
  expect(grow([column], [0, 0, 0, 6, 0, 6], 2)).toMatchObject({
    tree: { unknownLeft: [true] },
    scores: [0, 0, 0, 6, 0, 6],
  });
});

it('splits known from unknown values where nothing else tells', () => {
  const { tree, scores } = grow([[1, NaN, 1, NaN]], [3, 0, 3, 0], 2);
  expect(tree.unknownLeft).toEqual([false]);
  expect(scores).toEqual([3, 0, 3, 0]);
});

it('is one leaf where no split lowers the loss', () => {
  expect(grow([[1, 2, 3]], [4, 4, 4], 8)).toMatchObject({
    tree: { features: [], values: [4] },
    scores: [4, 4, 4],
  });
});
