import {
  BUNDLE_PATHS,
  packBundle,
  serializeTreeModel,
  SESSION_FEATURES,
  type BundleParts,
  type TreeModel,
} from '@lf/contract';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import { intentManifest } from './manifests.ts';

/** Features that each ask in a tree of their own: of the actions, the times, the clock and the products. */
const ASKED = [
  ['events', 3],
  ['action1', 4],
  ['secondsSinceAdd', 30],
  ['lastGap', 10],
  ['hour', 11],
  ['cartViews', 1],
] as const;

/** Trees whose answer depends on every source: a stump a feature, no two leaves alike. */
export function someTrees(): TreeModel {
  const place = (name: string) => SESSION_FEATURES.findIndex((feature) => feature.name === name);
  return {
    sources: ['actions', 'times', 'clock', 'products'],
    base: -0.2,
    calibration: { slope: 1.5, intercept: -0.1 },
    trees: {
      roots: Int32Array.from(ASKED.keys()),
      features: Uint16Array.from(ASKED, ([name]) => place(name)),
      thresholds: Float64Array.from(ASKED, ([, threshold]) => threshold),
      unknownLeft: Uint8Array.from(ASKED, (_, node) => node % 2),
      lefts: Int32Array.from(ASKED, (_, node) => ~(2 * node)),
      rights: Int32Array.from(ASKED, (_, node) => ~(2 * node + 1)),
      values: Float64Array.from({ length: 2 * ASKED.length }, (_, leaf) => Math.sin(leaf + 1) / 2),
    },
  };
}

/** Writes a bundle of trees; each test changes what it is about. */
export async function writeTreesBundle(
  of: {
    readonly maxEvents?: number;
    readonly files?: BundleParts['files'];
    readonly context?: readonly ('times' | 'clock' | 'products')[];
  } = {},
): Promise<string> {
  const { maxEvents = 200, context = ['times', 'clock', 'products'], files = {} } = of;
  const path = join(temporaryFolder(), 'model.tar.gz');
  const bytes = await packBundle({
    manifest: { ...intentManifest(), maxEvents, ...(context.length > 0 && { context }) },
    files: { [BUNDLE_PATHS.trees]: serializeTreeModel(someTrees()), ...files },
  });
  await writeFile(path, bytes);
  return path;
}
