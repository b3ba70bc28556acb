import { gzipSync } from 'node:zlib';

const BLOCK_BYTES = 512;

/** A gzipped tar (ustar) of files by their paths, which have to be shorter than 100 bytes. */
export function tarGz(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const header = Buffer.alloc(BLOCK_BYTES);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write(`${content.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const fill = (BLOCK_BYTES - (content.byteLength % BLOCK_BYTES)) % BLOCK_BYTES;
    return [header, content, Buffer.alloc(fill)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]));
}
