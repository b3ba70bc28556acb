import { ModelFileError } from '../errors.ts';

/** The fields of a message, by their numbers. */
export interface ProtobufFields {
  /** The last value of an integer field; 0 where there is none, as protobuf's default. */
  integer(field: number): number;
  text(field: number): string;
  messages(field: number): readonly ProtobufFields[];
  texts(field: number): readonly string[];
  /** Entries of a map field whose values are messages. */
  map(field: number): ReadonlyMap<string, ProtobufFields>;
}

/** How many bytes a value of each wire type takes; varints and length-delimited ones say it themselves. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/**
 * Reads one message; nested ones are read when they are asked for.
 *
 * @param format for messages of errors: `ONNX`, `SavedModel`
 * @throws ModelFileError for bytes that are no message
 */
export function readProtobuf(bytes: Uint8Array, format: string): ProtobufFields {
  const fields = scan(bytes, format);
  const all = (field: number) => fields.get(field) ?? [];
  const contents = (field: number) => all(field).filter((value) => value instanceof Uint8Array);
  const decode = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
  const reader: ProtobufFields = {
    integer(field) {
      const value = all(field).at(-1);
      return typeof value === 'number' ? value : 0;
    },
    text: (field) => decode(contents(field).at(-1)),
    texts: (field) => contents(field).map(decode),
    messages: (field) => contents(field).map((value) => readProtobuf(value, format)),
    map: (field) =>
      new Map(
        reader.messages(field).map((entry) => {
          const [value] = entry.messages(2);
          return [entry.text(1), value ?? readProtobuf(new Uint8Array(), format)];
        }),
      ),
  };
  return reader;
}

function scan(bytes: Uint8Array, format: string): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let position = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[position];
      if (byte === undefined || shift > 63n) {
        throw new ModelFileError(format, `a number is cut off at byte ${position}`);
      }
      position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || position + length > bytes.length) {
      throw new ModelFileError(
        format,
        `${length} bytes are promised at byte ${position} of ${bytes.length}`,
      );
    }
    position += length;
    return bytes.subarray(position - length, position);
  };
  while (position < bytes.length) {
    const key = varint();
    // Readers keep 32 bits of a key: one with more would be another field for them
    if (key < 0 || key >= 2 ** 32) {
      throw new ModelFileError(format, `a field's key is too large before byte ${position}`);
    }
    const [field, wireType] = [Math.floor(key / 8), key & 7];
    const value = wireType === 0 ? varint() : take(FIXED_BYTES[wireType] ?? lengthOf(wireType));
    const values = fields.get(field) ?? [];
    values.push(value);
    fields.set(field, values);
  }
  return fields;

  function lengthOf(wireType: number): number {
    if (wireType === 2) return varint();
    throw new ModelFileError(format, `wire type ${wireType} at byte ${position} is unknown`);
  }
}
