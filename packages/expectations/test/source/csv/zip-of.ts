import { crc32, deflateRawSync } from 'node:zlib';

const number = (bytes: number, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

/** A zip archive with these files; `flags` as in its headers, 1 for a password. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  { method = 8, flags = 0 }: { readonly method?: 0 | 8; readonly flags?: number } = {},
): Buffer {
  const bodies: Buffer[] = [];
  const listed: Buffer[] = [];
  const lengthOf = (parts: readonly Buffer[]) => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [name, content] of Object.entries(files)) {
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const sizes = [crc32(content), packed.length, Buffer.from(content).length, name.length];
    const header = [
      ...[20, flags, method, 0, 0].map((value) => number(2, value)),
      ...sizes.map((value, at) => number(at === 3 ? 2 : 4, value)),
      number(2, 0),
    ];
    const place = [...[0, 0, 0].map(() => number(2, 0)), number(4, 0), number(4, lengthOf(bodies))];
    listed.push(Buffer.from('PK\x01\x02\x14\0'), ...header, ...place, Buffer.from(name));
    bodies.push(Buffer.from('PK\x03\x04'), ...header, Buffer.from(name), packed);
  }
  const count = number(2, Object.keys(files).length);
  const end = [
    number(4, 0),
    count,
    count,
    number(4, lengthOf(listed)),
    number(4, lengthOf(bodies)),
  ];
  return Buffer.concat([...bodies, ...listed, Buffer.from('PK\x05\x06'), ...end, number(2, 0)]);
}
