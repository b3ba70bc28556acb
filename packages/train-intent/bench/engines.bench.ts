import { randomStream } from '@lf/kernels';
// Seconds an epoch takes on each engine: node --import tsx --conditions=@lf/source bench/engines.bench.ts [rows]
import type { LabelledSequences } from '@lf/dataset';
import { parseIntentConfig, trainIntent } from '../src/index.ts';

const ROWS = Number(process.argv[2] ?? 6_000);
/** As in the default synthetic shop: mean 13 events a row, a long tail. */
const MEAN_EVENTS = 13;
const EPOCHS = 2;
const ROUNDS = 3;

function randomRows(rows: number, seed: number): LabelledSequences {
  const random = randomStream(seed, 0);
  const lengths = Array.from(
    { length: rows },
    () => 1 + Math.floor(-Math.log(1 - random()) * (MEAN_EVENTS - 1)),
  );
  const offsets = new Uint32Array(rows + 1);
  lengths.forEach((length, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + length;
  });
  return {
    offsets,
    actions: Uint8Array.from({ length: offsets[rows] ?? 0 }, () => 2 + Math.floor(random() * 5)),
    labels: Uint8Array.from({ length: rows }, () => Math.round(random())),
    cuts: new Uint8Array(rows),
    groups: Uint32Array.from({ length: rows }, (_, row) => row),
    startMs: new Float64Array(rows),
  };
}

const train = randomRows(ROWS, 1);
const validation = randomRows(Math.ceil(ROWS / 5), 2);
const variants = [
  { ENGINE: 'fused', THREADS: 1 },
  { ENGINE: 'fused', THREADS: 2 },
  { ENGINE: 'tfjs', BACKEND: 'wasm' },
] as const;
// Rounds alternate, and the fastest epoch counts: other work on the machine slows all alike.
const fastest = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const variant of variants) {
    const config = parseIntentConfig({ ...variant, EPOCHS, PATIENCE: EPOCHS });
    const { engine, history } = await trainIntent({ train, validation, config });
    const name = `${engine.name} (${engine.backend})`;
    const seconds = history.map(({ durationMs }) => durationMs / 1000);
    fastest.set(name, Math.min(fastest.get(name) ?? Infinity, ...seconds));
  }
}
for (const [name, seconds] of fastest) {
  console.log(`${name}: ${seconds.toFixed(2)} s an epoch, ${Math.round(ROWS / seconds)} rows/s`);
}
