import { ModelTooLargeError } from '../errors.ts';

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** What readers of protobuf take: a message's length is a signed 32-bit number. */
const MAX_MESSAGE_BYTES = 2 ** 31 - 1;

/** Builds one protobuf message, field by field, in the order of the calls. */
export interface ProtobufWriter {
  /** A non-negative or negative 64-bit integer, as int32, int64, bool or enum fields take it. */
  integer(field: number, value: number | bigint): ProtobufWriter;
  float(field: number, value: number): ProtobufWriter;
  string(field: number, value: string): ProtobufWriter;
  bytes(field: number, value: Uint8Array): ProtobufWriter;
  message(field: number, value: ProtobufWriter): ProtobufWriter;
  /** A map's entries: a message of key and value each. */
  map(field: number, entries: Readonly<Record<string, ProtobufWriter>>): ProtobufWriter;
  /** The message's bytes so far, in pieces: nested messages share them without a copy. */
  parts(): readonly Uint8Array[];
  /** @throws ModelTooLargeError beyond 2 GiB */
  finish(): Uint8Array;
}

/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding): each field is a key
 * `number << 3 | wire type` and a value.
 */
export function protobufMessage(): ProtobufWriter {
  const parts: Uint8Array[] = [];
  const key = (field: number, wireType: number) => parts.push(varint((field << 3) | wireType));
  const lengthDelimited = (field: number, pieces: readonly Uint8Array[]) => {
    key(field, LENGTH_DELIMITED);
    parts.push(varint(totalLength(pieces)));
    for (const piece of pieces) parts.push(piece);
    return writer;
  };
  const writer: ProtobufWriter = {
    integer(field, value) {
      key(field, VARINT);
      parts.push(varint(value));
      return writer;
    },
    float(field, value) {
      key(field, FIXED_32);
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, value, true);
      parts.push(bytes);
      return writer;
    },
    string: (field, value) => lengthDelimited(field, [new TextEncoder().encode(value)]),
    bytes: (field, value) => lengthDelimited(field, [value]),
    message: (field, value) => lengthDelimited(field, value.parts()),
    map(field, entries) {
      for (const [name, value] of Object.entries(entries)) {
        writer.message(field, protobufMessage().string(1, name).message(2, value));
      }
      return writer;
    },
    parts: () => parts,
    finish() {
      const bytes = totalLength(parts);
      if (bytes > MAX_MESSAGE_BYTES) throw new ModelTooLargeError(bytes, MAX_MESSAGE_BYTES);
      return concatenate(parts, bytes);
    },
  };
  return writer;
}

function totalLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Seven bits a byte, lowest first; a negative number is its 64-bit two's complement. */
function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}
