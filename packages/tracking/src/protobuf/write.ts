/** Writes fields of protobuf messages: https://protobuf.dev/programming-guides/encoding/ */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A message from its fields. */
export function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

/** int32, int64, uint64, bool or enum; what is no whole number is cut. */
export function intField(number: number, value: number | boolean): Buffer {
  return Buffer.concat([key(number, VARINT), varint(Number(value))]);
}

export function doubleField(number: number, value: number): Buffer {
  return Buffer.concat([key(number, FIXED_64), doubles([value])]);
}

export function floatField(number: number, value: number): Buffer {
  return Buffer.concat([key(number, FIXED_32), floats([value])]);
}

/** A string, bytes, or a message. */
export function bytesField(number: number, value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([key(number, LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

export function messageField(number: number, ...fields: readonly Buffer[]): Buffer {
  return bytesField(number, message(...fields));
}

/** `repeated double` in its packed form. */
export function packedDoublesField(number: number, values: readonly number[]): Buffer {
  return bytesField(number, doubles(values));
}

/** Little-endian, 4 bytes each. */
export function floats(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [place, value] of values.entries()) bytes.writeFloatLE(value, place * 4);
  return bytes;
}

function doubles(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [place, value] of values.entries()) bytes.writeDoubleLE(value, place * 8);
  return bytes;
}

function key(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType);
}

/** Seven bits a byte, the lowest first; a negative number as its 64-bit two's complement. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(Number.isFinite(value) ? Math.trunc(value) : 0));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
