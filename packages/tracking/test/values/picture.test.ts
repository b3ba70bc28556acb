import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toPng } from '../../src/values/picture.ts';

const rgba = Uint8Array.from({ length: 2 * 3 * 4 }, (_, place) => place);

describe('toPng', () => {
  it('writes pixels as rows of a PNG', () => {
    const { bytes, width, height } = toPng({ width: 2, height: 3, rgba });
    expect([width, height]).toEqual([2, 3]);
    const png = Buffer.from(bytes);
    const data = png.indexOf('IDAT');
    const length = png.readUInt32BE(data - 4);
    const rows = inflateSync(png.subarray(data + 4, data + 4 + length));
    const expected = [0, 1, 2].flatMap((row) => [0, ...rgba.subarray(row * 8, row * 8 + 8)]);
    expect([...rows]).toEqual(expected);
  });

  it('takes a PNG as it is and reads its size', () => {
    const { bytes } = toPng({ width: 2, height: 3, rgba });
    expect(toPng({ png: bytes })).toEqual({ bytes, width: 2, height: 3 });
  });

  it('says what is wrong with pixels and bytes', () => {
    expect(() => toPng({ width: 2, height: 2, rgba })).toThrow(
      'expected 16 bytes (4 a pixel), got 24',
    );
    expect(() => toPng({ png: Buffer.from('GIF89a') })).toThrow('the bytes are no PNG');
  });
});
