import { describeIntentModel, describeRecModel, type BundleParts } from '@lf/contract';

type Manifest = BundleParts['manifest'];

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 1,
  dataDigest: `sha256:${'a'.repeat(64)}`,
  versions: {},
} as const;

/** Of an intent model. */
export function intentManifest(): Manifest {
  return describeIntentModel(ORIGIN);
}

/** Of a rec model that names the `k` best. */
export function recManifest(k: number): Manifest {
  return describeRecModel(ORIGIN, { k });
}
