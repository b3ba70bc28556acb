import fc from 'fast-check';
import { oneHot } from '../tiny-bundle.ts';

/** Parts of a JSON text that are nearly right, or very wrong. */
const STRANGERS = [
  ...['1e999', '-1e999', 'NaN', 'Infinity', '-0', '1e-999', '2147483648', '9007199254740993'],
  ...['"', '""', 'null', 'true', '{}', '[]', '[[]]', '[[[]]]', '{"instances":[[1]]}', ',', ':'],
  ...['\u0000', '\ufeff', '\\u0000', '"\\ud800"', '/**/', "'", '{"__proto__":1}', '1.0', '2.5'],
  ...['"instances":[],', '"instances":[[2]],', '"signature_name":"serving_default",'],
];

const intentBody = fc
  .array(fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((sessions) => JSON.stringify({ instances: sessions.map(oneHot) }));

const recBody = fc
  .array(fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((instances) => JSON.stringify({ instances }));

const valid = fc.oneof(intentBody, recBody);

/** A valid text in which some parts are replaced. */
const mutated = fc
  .tuple(
    valid,
    fc.array(
      fc.record({
        at: fc.nat(),
        gone: fc.nat(6),
        put: fc.oneof(fc.constantFrom(...STRANGERS), fc.string()),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, changes]) => {
    let changed = text;
    for (const { at, gone, put } of changes) {
      const start = at % (changed.length + 1);
      changed = changed.slice(0, start) + put + changed.slice(start + gone);
    }
    return changed;
  });

const repeated = fc
  .tuple(
    fc.constantFrom('[', '{"a":', '[[2],', '"\\u0000', '9', ' ', '[0,0,1,0,0,0,0],', '\\'),
    fc.integer({ min: 1_000, max: 200_000 }),
    fc.constantFrom('', '{"instances":', '{"instances":[', '{"instances":[[', '{"instances":"'),
  )
  .map(([part, times, head]) => head + part.repeat(times));

const many = fc
  .tuple(fc.integer({ min: 1, max: 1_100 }), fc.integer({ min: 1, max: 300 }), fc.boolean())
  .map(([instances, events, isRec]) => {
    const session = isRec
      ? Array.from({ length: events }, (_, at) => at % 14)
      : oneHot(Array.from({ length: events }, (_, at) => at % 7));
    return JSON.stringify({ instances: Array.from({ length: instances }, () => session) });
  });

/** Bodies to a model: right, nearly right, wrong, deep, large, and no text at all. */
export const bodies: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: valid.map((text) => Buffer.from(text)) },
  { weight: 8, arbitrary: mutated.map((text) => Buffer.from(text)) },
  { weight: 3, arbitrary: fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: repeated.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: many.map((text) => Buffer.from(text)) },
);
