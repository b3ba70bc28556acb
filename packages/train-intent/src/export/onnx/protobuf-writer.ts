const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Builds one protobuf message, field by field, in the order of the calls. */
export interface ProtobufWriter {
  /** A non-negative or negative 64-bit integer, as int32, int64 or enum fields take it. */
  integer(field: number, value: number | bigint): ProtobufWriter;
  float(field: number, value: number): ProtobufWriter;
  string(field: number, value: string): ProtobufWriter;
  bytes(field: number, value: Uint8Array): ProtobufWriter;
  message(field: number, value: ProtobufWriter): ProtobufWriter;
  finish(): Uint8Array;
}

/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding): each field is a key
 * `number << 3 | wire type` and a value.
 */
export function protobufMessage(): ProtobufWriter {
  const parts: Uint8Array[] = [];
  const key = (field: number, wireType: number) => parts.push(varint((field << 3) | wireType));
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
    string: (field, value) => writer.bytes(field, new TextEncoder().encode(value)),
    bytes(field, value) {
      key(field, LENGTH_DELIMITED);
      parts.push(varint(value.length), value);
      return writer;
    },
    message: (field, value) => writer.bytes(field, value.finish()),
    finish() {
      const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let position = 0;
      for (const part of parts) {
        bytes.set(part, position);
        position += part.length;
      }
      return bytes;
    },
  };
  return writer;
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
