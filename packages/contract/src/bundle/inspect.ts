import { digestContent, type Content } from './content.ts';
import type { BundleLimits } from './limits.ts';
import type { BundleManifest } from './manifest.ts';
import { readBundle } from './read.ts';

/** What is in a bundle, without the weights. */
export interface BundleSummary {
  readonly manifest: BundleManifest;
  /** `sha256:<hex>` of the `model.tar.gz` itself: the bundle's identity. */
  readonly digest: string;
  /** Packed size. */
  readonly bytes: number;
}

/**
 * Reads and checks a whole bundle, keeping only its manifest in memory.
 *
 * @param content the bytes of `model.tar.gz` or its path
 * @throws what {@link readBundle} throws
 */
export async function inspectBundle(
  content: Content,
  { limits }: { readonly limits?: Partial<BundleLimits> } = {},
): Promise<BundleSummary> {
  const { manifest } = await readBundle(content, { only: [], ...(limits && { limits }) });
  return { manifest, ...(await digestContent(content)) };
}
