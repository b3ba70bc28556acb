import { type BundleParts, packBundle, readBundle } from '@lf/contract';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A change of a bundle's bytes, or a lie under digests that are right. */
export type BundleChange = Bytes | Lie;

interface Edit {
  readonly at: number;
  readonly set: number;
}

/** Bytes of the tar or of the gzip around it. */
interface Bytes {
  readonly kind: 'bytes';
  readonly edits: readonly Edit[];
  readonly end: number | null;
  readonly isPacked: boolean;
}

/** Something else in a file or in the manifest, packed again. */
interface Lie {
  readonly kind: 'lie';
  readonly file: number;
  readonly edits: readonly Edit[];
  /** Where the file is cut, if it is. */
  readonly end: number | null;
  readonly gone: boolean;
  readonly numbers: readonly { readonly at: number; readonly text: string }[];
  readonly manifest: Readonly<Record<string, unknown>>;
}

const NUMBERS = [
  '0',
  '-1',
  '1e9',
  '1e12',
  '1e999',
  '2147483647',
  '4294967296',
  '0.5',
  'null',
  '""',
];

const size = fc.oneof(
  fc.constantFrom('batch', 'time', 'x'.repeat(1_000), '__proto__'),
  fc.constantFrom(1, 2, 7, 8, 12, 13, 65_536, 2 ** 24, 2 ** 31 - 1),
);
const tensor = fc.record({
  name: fc.constantFrom('x', 'ids', 'items', 'scores', 'probability', '', 'n'.repeat(1_024)),
  dtype: fc.constantFrom('float32', 'int32', 'int64'),
  shape: fc.array(size, { maxLength: 4 }),
});

/** A tensor as one of ours has it, but for one size. */
const nearTensors = fc.constantFrom(7, 9, 0, 2 ** 20, 2 ** 31 - 1).chain((width) =>
  fc.constantFrom(
    { inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', width] }] },
    {
      outputs: [
        { name: 'items', dtype: 'int32', shape: ['batch', width] },
        { name: 'scores', dtype: 'float32', shape: ['batch', width] },
      ],
    },
  ),
);

const manifest = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: nearTensors },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constantFrom('intent', 'rec', 'other'),
        inputs: fc.array(tensor, { maxLength: 3 }),
        outputs: fc.array(tensor, { maxLength: 3 }),
        config: fc.dictionary(fc.string(), fc.jsonValue()),
        seed: fc.constantFrom(0, -1, 1e308, 2 ** 53),
        versions: fc.dictionary(fc.string(), fc.string()),
      },
      { requiredKeys: [] },
    ),
  },
);

const edit = fc.oneof(
  fc.record({ at: fc.nat(), set: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) }),
  fc.record({ at: fc.nat(), set: fc.nat(255) }),
);

export const bundleChanges: fc.Arbitrary<BundleChange> = fc.oneof(
  fc.record({
    kind: fc.constant('bytes' as const),
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    end: fc.option(fc.nat(), { freq: 2 }),
    isPacked: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('lie' as const),
    file: fc.nat(),
    edits: fc.array(edit, { maxLength: 8 }),
    end: fc.option(fc.nat(), { freq: 3 }),
    gone: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    numbers: fc.array(fc.record({ at: fc.nat(), text: fc.constantFrom(...NUMBERS) }), {
      maxLength: 2,
    }),
    manifest,
  }),
);

/** In a JSON text other numbers than there were. */
function withNumbers(bytes: Uint8Array, numbers: Lie['numbers']): Uint8Array {
  let text = Buffer.from(bytes).toString('utf8');
  for (const { at, text: put } of numbers) {
    const found = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
    const chosen = found[at % Math.max(1, found.length)];
    if (chosen)
      text = text.slice(0, chosen.index) + put + text.slice(chosen.index + chosen[0].length);
  }
  return Buffer.from(text);
}

function edited(bytes: Uint8Array, edits: readonly Edit[], end: number | null): Buffer {
  const changed = Buffer.from(bytes);
  for (const { at, set } of edits) if (changed.length > 0) changed[at % changed.length] = set;
  return end === null ? changed : changed.subarray(0, end % (changed.length + 1));
}

/** The bytes of a changed bundle; null where the change is one that nobody can pack. */
export async function changedBundle(
  packed: Uint8Array,
  change: BundleChange,
): Promise<Uint8Array | null> {
  const { edits, end } = change;
  if (change.kind === 'bytes') {
    if (change.isPacked) return edited(packed, edits, end);
    return gzipSync(edited(gunzipSync(packed), edits, end));
  }
  const { manifest: facts, files } = await readBundle(packed);
  const changed = new Map(files);
  const path = [...files.keys()][change.file % files.size] ?? '';
  const bytes = files.get(path) ?? new Uint8Array();
  const isText = path.endsWith('.json') && change.numbers.length > 0;
  changed.set(path, isText ? withNumbers(bytes, change.numbers) : edited(bytes, edits, end));
  if (change.gone) changed.delete(path);
  const { files: _, ...described } = facts;
  const parts = {
    manifest: { ...described, ...change.manifest },
    files: Object.fromEntries(changed),
  };
  // What the manifest may not say packBundle refuses itself
  return packBundle(parts as BundleParts).catch(() => null);
}
