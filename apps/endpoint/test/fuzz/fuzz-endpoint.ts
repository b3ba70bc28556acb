import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { RunningProgram } from '../running-program.ts';
import { changedBundle, bundleChanges, type BundleChange } from './bundle-lies.ts';
import { FUZZED, type Fuzzed } from './fuzzed-models.ts';
import { keepChecking, type Until } from './keep-checking.ts';
import { requireDocumented } from './laws.ts';
import { PingWatch } from './ping-watch.ts';
import { exchange, type Writing } from './raw-client.ts';
import { writings } from './requests.ts';
import { Witness } from './witness.ts';

/** What was sent and what came of it. */
export interface FuzzCounts {
  readonly connections: number;
  readonly answers: number;
  /** Answers by their code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly bundles: { readonly taken: number; readonly refused: number };
  readonly pings: number;
  readonly slowestPingMs: number;
  readonly grownMiB: number;
}

/** Connections that are open at the same time. */
const LANES = 12;

interface Round {
  readonly writings: readonly Writing[];
  readonly bundle: {
    readonly change: BundleChange;
    readonly way: 'swap' | 'load' | 'challenge';
  } | null;
}

function rounds(skus: readonly string[]): fc.Arbitrary<Round> {
  const bundle = fc.record({
    change: bundleChanges,
    way: fc.constantFrom('swap' as const, 'load' as const, 'challenge' as const),
  });
  return fc.record({
    writings: fc.array(writings(skus), { minLength: 1, maxLength: LANES }),
    bundle: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: bundle }),
  });
}

/** A server under fire. */
class Range {
  readonly counts = { connections: 0, answers: 0, taken: 0, refused: 0 };
  readonly codes: Record<string, number> = {};
  readonly #port: number;
  readonly #bundle: string;
  readonly #changed: string;
  readonly #packed: Uint8Array;
  readonly #witness: Witness;

  constructor(at: {
    port: number;
    folder: string;
    bundle: string;
    packed: Uint8Array;
    witness: Witness;
  }) {
    this.#port = at.port;
    this.#bundle = at.bundle;
    this.#changed = join(at.folder, 'changed.tar.gz');
    this.#packed = at.packed;
    this.#witness = at.witness;
  }

  async write(writing: Writing): Promise<void> {
    const answers = await exchange(this.#port, writing);
    this.counts.connections += 1;
    for (const [index, answer] of answers.entries()) {
      this.counts.answers += 1;
      const code = requireDocumented(answer, writing.isHead[index]);
      this.codes[code] = (this.codes[code] ?? 0) + 1;
    }
    const { expected, isCut } = writing;
    if (isCut || expected === null || answers.length === expected) return;
    assert.ok(expected > 1, 'no answer');
    // A connection may end after any answer; who writes on meanwhile may lose that one too
    const last = answers.at(-1)?.headers.get('connection') ?? 'close';
    assert.equal(last, 'close', `${answers.length} answers of ${expected}`);
  }

  /** Offers a changed bundle; one that is taken is sent away again. */
  async offer({ change, way }: NonNullable<Round['bundle']>): Promise<void> {
    const bytes = await changedBundle(this.#packed, change);
    if (bytes === null) return;
    await writeFile(this.#changed, bytes);
    const url = this.#changed;
    if (way === 'load') {
      if (await this.#manage('POST', '/models', { model_name: 'other', url })) {
        await this.#manage('DELETE', '/models/other');
      }
    } else if (way === 'challenge') {
      if (await this.#manage('PUT', '/models/default/challenger', { url, share: 0 })) {
        await this.#manage('DELETE', '/models/default/challenger');
      }
    } else if (await this.#manage('PUT', '/models/default', { url })) {
      assert.ok(await this.#manage('PUT', '/models/default', { url: this.#bundle }));
    }
    await this.#witness.requireSame();
  }

  /** @returns whether it was done */
  async #manage(method: string, path: string, fields?: object): Promise<boolean> {
    const body = Buffer.from(fields === undefined ? '' : JSON.stringify(fields));
    const lines = [
      `${method} ${path} HTTP/1.1`,
      'host: localhost',
      'content-type: application/json',
    ];
    const head = Buffer.from(`${lines.join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n`);
    const parts = [Buffer.concat([head, body])];
    const [answer] = await exchange(this.#port, {
      parts,
      pauseMs: 0,
      expected: 1,
      isCut: false,
      isHead: [],
    });
    assert.ok(answer, `${method} ${path}: no answer`);
    const code = requireDocumented(answer);
    if (method !== 'DELETE') this.counts[code === 'ok' ? 'taken' : 'refused'] += 1;
    if (code !== 'ok') this.codes[code] = (this.codes[code] ?? 0) + 1;
    return code === 'ok';
  }
}

/**
 * Sends all kinds of requests and bundles to a server in a process of its own, against the laws: it lives, each answer
 * is documented, /ping answers all the while, memory and handles stay bounded, predictions stay the same to the bit, and
 * SIGTERM ends it with 0.
 *
 * @throws Error with the seed and the fewest requests that break a law
 */
export async function fuzzEndpoint(
  seed: number,
  kind: keyof typeof FUZZED,
  until: Until,
): Promise<FuzzCounts> {
  const fuzzed: Fuzzed = FUZZED[kind];
  const folder = await mkdtemp(join(tmpdir(), 'lf-fuzz-endpoint-'));
  const bundle = join(folder, 'model.tar.gz');
  const packed = await fuzzed.pack();
  await writeFile(bundle, packed);
  const flags = [
    '--bundle',
    bundle,
    '--port',
    '0',
    '--public-api',
    '--manage',
    '--drain-ms',
    '5000',
  ];
  const program = await new RunningProgram([...flags, '--load-ms', '20000']).ready();
  try {
    const port = Number(new URL(program.url).port);
    const witness = await Witness.of(port, fuzzed.questions);
    const pings = new PingWatch(port);
    const range = new Range({ port, folder, bundle, packed, witness });
    const check = async (round: Round) => {
      const offered = round.bundle === null ? null : range.offer(round.bundle);
      await Promise.all([offered, ...round.writings.map((writing) => range.write(writing))]);
      assert.equal(program.child.exitCode, null, `it ended: ${program.stderr}`);
    };
    await keepChecking(fc.asyncProperty(rounds(fuzzed.skus), check), seed, until);
    const pinged = await pings.end();
    const { grownMiB } = await witness.requireCalm();
    program.child.kill('SIGTERM');
    assert.equal(await program.exit, 0, `SIGTERM did not end it well: ${program.stderr}`);
    assert.deepEqual(
      program.log.filter(({ code }) => code === 'internal_error'),
      [],
    );
    const { connections, answers, taken, refused } = range.counts;
    return {
      connections,
      answers,
      codes: range.codes,
      bundles: { taken, refused },
      ...pinged,
      grownMiB,
    };
  } finally {
    program.child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}
