import { configParser, type ConfigOf } from '@lf/config';
import {
  checkTreeOptions,
  DEFAULT_TREE_OPTIONS as DEFAULTS,
  type TreeOptions,
} from '../boosted/tree-options.ts';
import { IntentConfigError } from '../errors.ts';
import { INTENT_CONFIG_PROPERTIES } from './intent-config.ts';

const { MAX_LEN, SEED } = INTENT_CONFIG_PROPERTIES;

/** Every key that a training of trees reads; what a value may be is said by `checkTreeOptions`. */
export const TREES_CONFIG_PROPERTIES = {
  MAX_TREES: {
    type: 'integer',
    default: DEFAULTS.maxTrees,
    description: 'Trees a part at most; the validation usually ends sooner.',
  },
  PATIENCE: {
    type: 'integer',
    default: DEFAULTS.patience,
    description: 'Trees without a lower validation loss before a part stops.',
  },
  LEAVES: { type: 'integer', default: DEFAULTS.leaves, description: 'Leaves of a tree at most.' },
  LEARNING_RATE: {
    type: 'number',
    default: DEFAULTS.learningRate,
    description: 'What each tree adds is multiplied by this.',
  },
  ROW_SHARE: {
    type: 'number',
    default: DEFAULTS.rowShare,
    description: 'Share of the rows that each tree sees.',
  },
  FEATURE_SHARE: {
    type: 'number',
    default: DEFAULTS.featureShare,
    description: 'Share of the features that each tree may ask.',
  },
  MIN_LEAF_ROWS: {
    type: 'integer',
    default: DEFAULTS.minLeafRows,
    description: 'Rows of a leaf at least.',
  },
  L2: {
    type: 'number',
    default: DEFAULTS.l2,
    description: 'Penalty on what a leaf adds.',
  },
  BINS: {
    type: 'integer',
    default: DEFAULTS.bins,
    description: 'Different values of a feature that are told apart, at most 255.',
  },
  PARTS: {
    type: 'integer',
    default: DEFAULTS.parts,
    description:
      'Parts of the training sessions: each is the validation of trees that learn from the others.',
  },
  MAX_LEN,
  SEED,
} as const;

/** The settings of one training of trees, with every default filled in. */
export type TreesConfig = ConfigOf<typeof TREES_CONFIG_PROPERTIES>;

const parse = configParser(TREES_CONFIG_PROPERTIES, (issues) => new IntentConfigError(issues));

/** The key of each option. */
const KEYS = {
  maxTrees: 'MAX_TREES',
  patience: 'PATIENCE',
  leaves: 'LEAVES',
  learningRate: 'LEARNING_RATE',
  rowShare: 'ROW_SHARE',
  featureShare: 'FEATURE_SHARE',
  minLeafRows: 'MIN_LEAF_ROWS',
  l2: 'L2',
  bins: 'BINS',
  parts: 'PARTS',
} as const satisfies Record<keyof TreeOptions, keyof TreesConfig>;

/** The options that a config sets. */
export function treeOptionsOf(config: TreesConfig): TreeOptions {
  const values = Object.entries(KEYS).map(([option, key]) => [option, config[key]]);
  return Object.fromEntries(values) as Record<keyof TreeOptions, number>;
}

/**
 * Checks a config read from JSON and fills in the defaults.
 *
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseTreesConfig(value: unknown): TreesConfig {
  const config = parse(value);
  try {
    checkTreeOptions(treeOptionsOf(config));
  } catch (error) {
    if (!(error instanceof IntentConfigError)) throw error;
    const named = error.issues.map((issue) => ({
      ...issue,
      key: KEYS[issue.key as keyof TreeOptions],
    }));
    throw new IntentConfigError(named);
  }
  return config;
}
