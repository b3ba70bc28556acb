import { bundleVersion, type BundleManifest } from '@lf/contract';

/** A measure of a model on its test sessions, in words. */
export interface Quality {
  /** What was measured: `ROC-AUC`. */
  readonly name: string;
  /** `0.741`, `34.2 %`. */
  readonly value: string;
}

/** What a person wants to know of the model that answers: which it is, from which data, and how good. */
export interface ModelCard {
  /** `LSTM`, or the choice of the rec model: `BLEND`. */
  readonly name: string;
  /** `bundleVersion` of its bundle. */
  readonly version: string;
  /** The first digits of the digest of the training data. */
  readonly dataDigest: string;
  /** On the test sessions, the most telling measure first; empty where the bundle has no metrics. */
  readonly quality: readonly Quality[];
  /** When this service opened the model: ISO 8601, UTC. */
  readonly openedAt: string;
}

/** As many as a version has: enough to compare two by eye. */
const DATA_DIGITS = 12;
const DIGEST_PREFIX = 'sha256:';
/** Of an intent model, by the names of the manifest's metrics. */
const INTENT_MEASURES = { rocAuc: 'ROC-AUC', f1: 'F1', calibrationError: 'calibration error' };
/** Of a rec model: the verdict cuts lists off at 20, so this cut-off comes first where it is there. */
const REC_MEASURES = { hr: 'hit rate', mrr: 'MRR' };
const CUTOFFS = [20, 10, 5];

/**
 * What a bundle's manifest says of its model.
 *
 * @param openedAt when this service opened it
 */
export function modelCardOf(manifest: BundleManifest, openedAt: Date): ModelCard {
  const { kind, config, dataDigest, metrics } = manifest;
  const choice = config['MODEL_CHOICE'];
  const byDefault = kind === 'intent' ? 'LSTM' : 'recommender';
  return {
    name: typeof choice === 'string' ? choice : byDefault,
    version: bundleVersion(manifest),
    dataDigest: dataDigest.slice(DIGEST_PREFIX.length, DIGEST_PREFIX.length + DATA_DIGITS),
    quality: kind === 'intent' ? intentQuality(metrics) : recQuality(metrics),
    openedAt: openedAt.toISOString(),
  };
}

type Metrics = BundleManifest['metrics'];

function intentQuality(metrics: Metrics): readonly Quality[] {
  return Object.entries(INTENT_MEASURES).flatMap(([key, name]) => {
    const value = metrics[key];
    return value === undefined ? [] : [{ name, value: value.toFixed(3) }];
  });
}

function recQuality(metrics: Metrics): readonly Quality[] {
  const cutoff = CUTOFFS.find((k) => metrics[`hr${k}`] !== undefined);
  if (cutoff === undefined) return [];
  return Object.entries(REC_MEASURES).flatMap(([key, name]) => {
    const value = metrics[`${key}${cutoff}`];
    if (value === undefined) return [];
    const shown = key === 'hr' ? `${(value * 100).toFixed(1)} %` : value.toFixed(3);
    return [{ name: `${name} at ${cutoff}`, value: shown }];
  });
}
