import xxhash from 'xxhash-wasm';

const hasher = await xxhash();
const LARGEST_BLOCK_BYTES = 128 * 2 ** 10;

/** A Zstandard frame that holds bytes as they are, in blocks without compression, with a checksum. */
export function zstdFrame(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  // A window of 8 MiB, no size of the content, a checksum
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68])];
  for (let at = 0; at === 0 || at < bytes.length; at += LARGEST_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + LARGEST_BLOCK_BYTES);
    const isLast = at + LARGEST_BLOCK_BYTES >= bytes.length;
    const head = Buffer.alloc(3);
    head.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    parts.push(head, block);
  }
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(Number(hasher.h64Raw(bytes) & 0xffff_ffffn));
  return Buffer.concat([...parts, checksum]);
}
