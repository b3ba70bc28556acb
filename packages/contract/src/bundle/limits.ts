/** How much of a bundle a reader takes before it refuses. */
export interface BundleLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
  readonly maxManifestBytes: number;
  /** Unpacked bytes for each packed one, beyond the first `freeExpansionBytes`. */
  readonly maxExpansionRatio: number;
  readonly freeExpansionBytes: number;
  /** Time from the first byte to the last one. */
  readonly maxMs: number;
}

export const DEFAULT_BUNDLE_LIMITS: BundleLimits = {
  /** Our bundles hold about ten files, a TensorFlow.js model some dozens; guards against inode floods. */
  maxEntries: 1_000,
  /** 2 GiB is the most a protobuf (ONNX, SavedModel) can be; half of that is far above our models. */
  maxEntryBytes: 2 ** 30,
  /** Unpacked size of everything, tar headers included; guards against gzip bombs. */
  maxTotalBytes: 2 ** 31,
  /** A manifest is a few kilobytes; it is the one file parsed as JSON. */
  maxManifestBytes: 2 ** 20,
  /** Weights pack to a half, counts and vocabularies to an eighth; gzip can pack zeros to a thousandth. */
  maxExpansionRatio: 32,
  /** A small model may be all zeros; so much is unpacked in a tenth of a second. */
  freeExpansionBytes: 2 ** 24,
  /** 2 GiB from a slow disk; guards against a file that never ends. */
  maxMs: 120_000,
};
