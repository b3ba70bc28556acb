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
