import type { ConfigIssue } from '@lf/config';
import { IntentConfigError } from '../errors.ts';

/** How the trees are grown. */
export interface TreeOptions {
  /** Trees a part at most; the validation usually ends sooner. */
  readonly maxTrees: number;
  /** Trees without a lower validation loss before a part stops. */
  readonly patience: number;
  /** Leaves of a tree at most. */
  readonly leaves: number;
  /** What each tree adds is multiplied by this. */
  readonly learningRate: number;
  /** Share of the rows that each tree sees. */
  readonly rowShare: number;
  /** Share of the features that each tree may ask. */
  readonly featureShare: number;
  /** Rows of a leaf at least. */
  readonly minLeafRows: number;
  /** L2 penalty on what a leaf adds. */
  readonly l2: number;
  /** Different values of a feature that are told apart, at most 255. */
  readonly bins: number;
  /** Parts of the visitors: each is the validation of trees that learn from the others. */
  readonly parts: number;
}

/** Chosen on validation parts of training visitors of RetailRocket's carts. */
export const DEFAULT_TREE_OPTIONS: TreeOptions = {
  maxTrees: 600,
  patience: 40,
  leaves: 15,
  learningRate: 0.03,
  rowShare: 0.6,
  featureShare: 0.5,
  minLeafRows: 40,
  l2: 10,
  bins: 255,
  parts: 5,
};

const isWhole = (from: number, to: number) => (value: number) =>
  Number.isInteger(value) && value >= from && value <= to;
const isShare = (value: number) => value > 0 && value <= 1;

const RULES: Readonly<
  Record<keyof TreeOptions, readonly [isRight: (value: number) => boolean, expected: string]>
> = {
  maxTrees: [isWhole(1, 100_000), 'a whole number from 1 to 100000'],
  patience: [isWhole(1, 100_000), 'a whole number from 1 to 100000'],
  leaves: [isWhole(2, 1_024), 'a whole number from 2 to 1024'],
  learningRate: [isShare, 'a number above 0, at most 1'],
  rowShare: [isShare, 'a number above 0, at most 1'],
  featureShare: [isShare, 'a number above 0, at most 1'],
  minLeafRows: [isWhole(1, 1_000_000), 'a whole number from 1 to 1000000'],
  l2: [(value) => value >= 0 && value < Infinity, 'a number of 0 or more'],
  bins: [isWhole(2, 255), 'a whole number from 2 to 255'],
  parts: [isWhole(2, 100), 'a whole number from 2 to 100'],
};

/**
 * The options with the defaults for those that are left out.
 *
 * @throws IntentConfigError listing every option that is out of range
 */
export function checkTreeOptions(options: Partial<TreeOptions> = {}): TreeOptions {
  const all = { ...DEFAULT_TREE_OPTIONS, ...options };
  const issues = Object.entries(RULES).flatMap(([key, [isRight, expected]]): ConfigIssue[] => {
    const value = all[key as keyof TreeOptions];
    return isRight(value) ? [] : [{ key, value, expected }];
  });
  if (issues.length > 0) throw new IntentConfigError(issues);
  return all;
}
