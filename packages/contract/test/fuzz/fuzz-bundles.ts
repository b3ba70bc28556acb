import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ContractError, packBundle, readBundle } from '../../src/index.ts';
import { bundleParts } from '../bundle/parts.ts';

/** What came of the changed bundles. */
export interface FuzzCounts {
  readonly same: number;
  readonly refused: number;
}

/**
 * Changes the bytes of a bundle (its tar, the manifest in it, the gzip around it) in random ways, against the law: the
 * very same files are read, or a ContractError says why.
 *
 * @throws Error of fast-check, with the seed and the fewest changes that break the law
 */
export async function fuzzBundles(
  seed: number,
  until: { readonly runs: number } | { readonly ms: number },
): Promise<FuzzCounts> {
  const packed = await packBundle(bundleParts());
  const { files } = await readBundle(packed);
  const whole = gunzipSync(packed);
  const counts = { same: 0, refused: 0 };
  const check = async ({ edits, end, mends, isPacked }: Change): Promise<void> => {
    const source = isPacked ? packed : whole;
    const bytes = Buffer.from(source);
    for (const { at, set } of edits) bytes[at % bytes.length] = set;
    if (mends && !isPacked) mendChecksums(bytes);
    const cut = end === null ? bytes : bytes.subarray(0, end % (bytes.length + 1));
    let read;
    try {
      read = await readBundle(isPacked ? cut : gzipSync(cut));
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      counts.refused++;
      return;
    }
    assert.deepEqual(read.files, files);
    counts.same++;
  };
  await fc.assert(fc.asyncProperty(changes(whole.length), check), {
    seed,
    ...('runs' in until
      ? { numRuns: until.runs }
      : { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: until.ms }),
  });
  return counts;
}

interface Change {
  readonly edits: readonly { readonly at: number; readonly set: number }[];
  /** Where the bytes are cut, if they are. */
  readonly end: number | null;
  /** Whether the headers of the tar are given checksums that fit. */
  readonly mends: boolean;
  /** Whether the gzip is changed, not the tar in it. */
  readonly isPacked: boolean;
}

function changes(length: number): fc.Arbitrary<Change> {
  const edit = fc.oneof(
    fc.record({ at: fc.nat(length - 1), set: fc.constantFrom(0, 0x80, 0xff, 0x37, 0x4c) }),
    fc.record({ at: fc.nat(length - 1), set: fc.nat(255) }),
    // Among the fields of a header
    fc.record({ at: fc.integer({ min: 100, max: 511 }), set: fc.nat(255) }),
  );
  return fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    end: fc.option(fc.nat(length), { freq: 2 }),
    mends: fc.boolean(),
    isPacked: fc.boolean(),
  });
}

/** Makes the checksum of every header fit again, so that what was changed is read. */
function mendChecksums(bytes: Buffer): void {
  for (let start = 0; start + 512 <= bytes.length; start += 512) {
    if (bytes.toString('latin1', start + 257, start + 262) !== 'ustar') continue;
    bytes.fill(' ', start + 148, start + 156);
    const sum = bytes.subarray(start, start + 512).reduce((total, byte) => total + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148);
  }
}
