/** How much of a bundle a reader takes before it refuses. */
export interface BundleLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
  readonly maxManifestBytes: number;
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
};
