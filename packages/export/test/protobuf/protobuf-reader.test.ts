import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ModelFileError } from '../../src/index.ts';
import { readProtobuf } from '../../src/protobuf/protobuf-reader.ts';
import { protobufMessage } from '../../src/protobuf/protobuf-writer.ts';

it('reads what the writer writes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.maxSafeInteger(),
      fc.string(),
      fc.dictionary(fc.string(), fc.integer()),
      (field, integer, text, entries) => {
        const messages = Object.fromEntries(
          Object.entries(entries).map(([name, value]) => [
            name,
            protobufMessage().integer(3, value),
          ]),
        );
        const bytes = protobufMessage()
          .integer(field, integer)
          .string(field + 1, text)
          .float(field + 2, 1)
          .map(field + 3, messages)
          .finish();
        const read = readProtobuf(bytes, 'test');
        expect(read.integer(field)).toBe(integer);
        expect(read.text(field + 1)).toBe(text);
        const found = [...read.map(field + 3)].map(([name, value]) => [name, value.integer(3)]);
        expect(found).toEqual(Object.entries(entries));
      },
    ),
  );
});

it('refuses or reads whatever bytes come, and never fails otherwise', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        readProtobuf(bytes, 'test');
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFileError);
      }
    }),
  );
});

it.each([
  ['a message that ends early', [0x12, 7, 1, 2], '7 bytes are promised at byte 2 of 4'],
  ['a number without an end', [0x08, 0xff], 'a number is cut off at byte 2'],
  ['a wire type of old', [0x0b], 'wire type 3'],
])('says what is wrong with %s', (_name, bytes, message) => {
  expect(() => readProtobuf(Uint8Array.from(bytes), 'ONNX')).toThrow(message);
});
