import { crc32, deflateSync } from 'node:zlib';

/** A PNG, or pixels from the top left in rows: red, green, blue, alpha, a byte each. */
export type Picture =
  | { readonly png: Uint8Array }
  | {
      readonly width: number;
      readonly height: number;
      readonly rgba: Uint8Array | Uint8ClampedArray;
    };

/** A PNG with its size. */
export interface Png {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Signature, length and name of the first chunk; then width and height. */
const SIZE_AT = 16;

/** @throws TypeError when the bytes are no PNG, or the pixels are not as many as the size says */
export function toPng(picture: Picture): Png {
  if ('png' in picture) return readSize(picture.png);
  const { width, height, rgba } = picture;
  if (width < 1 || height < 1 || rgba.length !== width * height * 4) {
    throw new TypeError(
      `reading a picture of ${width} x ${height}: expected ${width * height * 4} bytes (4 a pixel), got ${rgba.length}`,
    );
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, colour with alpha
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let row = 0; row < height; row += 1) {
    // The first byte of a row names its filter: 0, none.
    rows.set(rgba.subarray(row * width * 4, (row + 1) * width * 4), row * (width * 4 + 1) + 1);
  }
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return { bytes: Buffer.concat([SIGNATURE, ...chunks]), width, height };
}

function readSize(png: Uint8Array): Png {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < SIZE_AT + 8 || !bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new TypeError(
      'reading a picture: the bytes are no PNG; give a PNG, or pixels as { width, height, rgba }',
    );
  }
  return {
    bytes: png,
    width: bytes.readUInt32BE(SIZE_AT),
    height: bytes.readUInt32BE(SIZE_AT + 4),
  };
}

/** Length, name, data, CRC-32 of name and data. */
function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
