import xxhash from 'xxhash-wasm';

const hasher = await xxhash();

/** Blocks of one byte that stands for many, or of bytes as they are. */
type Block = Uint8Array | { readonly byte: number; readonly times: number };

/** A zstd frame with a checksum of `content` (the bytes of all blocks), or of zero. */
export function zstdOf(blocks: readonly Block[], content: Uint8Array | null = null): Buffer {
  const parts = blocks.map((block, at) => {
    const isBytes = block instanceof Uint8Array;
    const size = isBytes ? block.length : block.times;
    const head = Buffer.alloc(3);
    head.writeUIntLE(size * 8 + (isBytes ? 0 : 2) + (at === blocks.length - 1 ? 1 : 0), 0, 3);
    return Buffer.concat([head, isBytes ? block : Buffer.of(block.byte)]);
  });
  const sum = Buffer.alloc(4);
  if (content !== null) sum.writeUInt32LE(Number(BigInt.asUintN(32, hasher.h64Raw(content))));
  return Buffer.concat([Buffer.from('28b52ffd0468', 'hex'), ...parts, sum]);
}
