import { CONTEXT_SOURCES } from '../context/session-context.ts';
import { SESSION_FEATURES, type FeatureSource } from '../context/session-features.ts';
import { TreeModelError } from '../errors.ts';
import { schemaCheck } from '../schema-check.ts';
import type { TreeModel, Trees } from './tree-model.ts';

/** Some hundred trees take half a megabyte; what is parsed takes several times as much memory. */
const MAX_BYTES = 2 ** 26;

interface TreeModelFile {
  readonly schemaVersion: 1;
  readonly kind: 'boosted-trees';
  /** Names, in the order in which the nodes count them. */
  readonly features: readonly string[];
  readonly sources: readonly FeatureSource[];
  readonly base: number;
  readonly calibration: { readonly slope: number; readonly intercept: number };
  readonly trees: Readonly<Record<keyof Trees, readonly number[]>>;
}

const numbers = { type: 'array', items: { type: 'number' } };
const wholeNumbers = (minimum: number, maximum: number) => ({
  type: 'array',
  items: { type: 'integer', minimum, maximum },
});
const LARGEST_PLACE = 2 ** 31 - 1;
const places = wholeNumbers(-LARGEST_PLACE - 1, LARGEST_PLACE);

const isTreeModelFile = schemaCheck<TreeModelFile>({
  type: 'object',
  required: ['schemaVersion', 'kind', 'features', 'sources', 'base', 'calibration', 'trees'],
  properties: {
    schemaVersion: { const: 1 },
    kind: { const: 'boosted-trees' },
    features: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } },
    sources: { type: 'array', items: { enum: ['actions', ...CONTEXT_SOURCES] } },
    base: { type: 'number' },
    calibration: {
      type: 'object',
      required: ['slope', 'intercept'],
      properties: { slope: { type: 'number' }, intercept: { type: 'number' } },
    },
    trees: {
      type: 'object',
      required: ['roots', 'features', 'thresholds', 'unknownLeft', 'lefts', 'rights', 'values'],
      properties: {
        roots: places,
        features: wholeNumbers(0, 65_535),
        thresholds: numbers,
        unknownLeft: wholeNumbers(0, 1),
        lefts: places,
        rights: places,
        values: numbers,
      },
    },
  },
});

/** The bytes of `trees.json`. Same model, same bytes. */
export function serializeTreeModel({ sources, base, calibration, trees }: TreeModel): Uint8Array {
  const file: TreeModelFile = {
    schemaVersion: 1,
    kind: 'boosted-trees',
    features: SESSION_FEATURES.map(({ name }) => name),
    sources,
    base,
    calibration: { slope: calibration.slope, intercept: calibration.intercept },
    trees: {
      roots: [...trees.roots],
      features: [...trees.features],
      thresholds: [...trees.thresholds],
      unknownLeft: [...trees.unknownLeft],
      lefts: [...trees.lefts],
      rights: [...trees.rights],
      values: [...trees.values],
    },
  };
  return new TextEncoder().encode(`${JSON.stringify(file)}\n`);
}

/**
 * Reads what `serializeTreeModel` wrote. Every node is checked: no file can lead a row in circles or past the end.
 *
 * @throws TreeModelError when the bytes are no such file, or the file asks for a feature that this version does not have
 */
export function readTreeModel(bytes: Uint8Array): TreeModel {
  if (bytes.byteLength > MAX_BYTES) {
    throw new TreeModelError(`it has ${bytes.byteLength} bytes, expected at most ${MAX_BYTES}`);
  }
  const file = parseJson(bytes);
  if (!isTreeModelFile(file)) {
    const [error] = isTreeModelFile.errors;
    throw new TreeModelError(`${error?.instancePath || 'it'} ${error?.message ?? 'is malformed'}`);
  }
  const indexes = file.features.map((name) => {
    const index = SESSION_FEATURES.findIndex((feature) => feature.name === name);
    if (index === -1) {
      throw new TreeModelError(`its feature ${JSON.stringify(name)} is not known to this version`);
    }
    return index;
  });
  requireWhole(file.trees, indexes.length);
  return {
    sources: file.sources,
    base: file.base,
    calibration: file.calibration,
    trees: {
      roots: Int32Array.from(file.trees.roots),
      features: Uint16Array.from(file.trees.features, (index) => indexes[index] ?? 0),
      thresholds: Float64Array.from(file.trees.thresholds),
      unknownLeft: Uint8Array.from(file.trees.unknownLeft),
      lefts: Int32Array.from(file.trees.lefts),
      rights: Int32Array.from(file.trees.rights),
      values: Float64Array.from(file.trees.values),
    },
  };
}

/**
 * Children stand behind their parent, so every way ends; no node has two parents, so all ways together are no longer than
 * the file.
 */
function requireWhole(trees: TreeModelFile['trees'], features: number): void {
  const nodes = trees.features.length;
  for (const column of ['thresholds', 'unknownLeft', 'lefts', 'rights'] as const) {
    if (trees[column].length !== nodes) {
      throw new TreeModelError(
        `/trees/${column} has ${trees[column].length} values, expected ${nodes}, one a node`,
      );
    }
  }
  const wrong = trees.features.findIndex((feature) => feature >= features);
  if (wrong !== -1) {
    throw new TreeModelError(`/trees/features/${wrong} is none of its ${features} features`);
  }
  const leads = (child: number, after: number) =>
    child < 0 ? ~child < trees.values.length : child > after && child < nodes;
  for (const side of ['lefts', 'rights'] as const) {
    const lost = trees[side].findIndex((child, node) => !leads(child, node));
    if (lost !== -1) {
      throw new TreeModelError(`/trees/${side}/${lost} leads to no later node and to no leaf`);
    }
  }
  const lost = trees.roots.findIndex((root) => !leads(root, -1));
  if (lost !== -1) throw new TreeModelError(`/trees/roots/${lost} is no node and no leaf`);
  const reached = new Set<number>();
  for (const column of ['roots', 'lefts', 'rights'] as const) {
    const again = trees[column].findIndex((child) => {
      if (child < 0) return false;
      const isKnown = reached.has(child);
      reached.add(child);
      return isKnown;
    });
    if (again !== -1) {
      throw new TreeModelError(`/trees/${column}/${again} leads to a node that has a way already`);
    }
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TreeModelError('it is no JSON', { cause });
  }
}
