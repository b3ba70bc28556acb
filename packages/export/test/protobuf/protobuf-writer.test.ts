import { expect, it } from 'vitest';
import { protobufMessage } from '../../src/protobuf/protobuf-writer.ts';

// The examples of protobuf.dev/programming-guides/encoding.
it.each([
  ['a varint', protobufMessage().integer(1, 150), [0x08, 0x96, 0x01]],
  ['a string', protobufMessage().string(2, 'testing'), [0x12, 7, ...Buffer.from('testing')]],
  [
    'a message within a message',
    protobufMessage().message(3, protobufMessage().integer(1, 150)),
    [0x1a, 3, 0x08, 0x96, 0x01],
  ],
  [
    'minus two',
    protobufMessage().integer(1, -2),
    [0x08, 0xfe, ...Array<number>(8).fill(0xff), 0x01],
  ],
  ['zero', protobufMessage().integer(1, 0), [0x08, 0x00]],
  ['a float', protobufMessage().float(1, 1), [0x0d, 0, 0, 0x80, 0x3f]],
  ['a field above 15', protobufMessage().integer(20, 1), [0xa0, 0x01, 0x01]],
])('writes %s', (_name, message, bytes) => {
  expect([...message.finish()]).toEqual(bytes);
});
