import type { ZipEntry } from './unzip.ts';

/** One way in which a file is packed. */
export type Packing =
  { readonly kind: 'gzip' | 'zstd' } | { readonly kind: 'zip'; readonly entry: ZipEntry };

const MAGIC = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  // A file's header, or the end of an archive without files
  zip: [0x50, 0x4b, 0x03, 0x04],
  emptyZip: [0x50, 0x4b, 0x05, 0x06],
  parquet: [0x50, 0x41, 0x52, 0x31],
} as const;

/** What bytes begin: a packing, Parquet, or anything else. */
export function formatOf(head: Uint8Array): 'gzip' | 'zstd' | 'zip' | 'parquet' | 'other' {
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, index) => head[index] === byte);
  if (begins(MAGIC.gzip)) return 'gzip';
  if (begins(MAGIC.zstd) || isSkippableFrame(head)) return 'zstd';
  if (begins(MAGIC.zip) || begins(MAGIC.emptyZip)) return 'zip';
  return begins(MAGIC.parquet) ? 'parquet' : 'other';
}

/** Zstandard data may begin with a frame that holds none; pzstd writes such. */
function isSkippableFrame(head: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = head;
  return (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
}
