import { createRandom } from '../../src/random/random.ts';
import { writeAliasTable } from '../../src/word2vec/alias-table.ts';
import { word2VecSettings } from '../../src/word2vec/options.ts';
import { keepThresholds, NO_ROW, rowVocabulary } from '../../src/word2vec/vocabulary.ts';
import type { Word2VecOptions } from '../../src/index.ts';

// Splitmix64, draw by draw as the kernel takes them.
const WORD = (1n << 64n) - 1n;

function mixed(value: bigint): bigint {
  let z = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & WORD;
  return z ^ (z >> 31n);
}

function createDraws(seed: number, task: number): () => bigint {
  let state = mixed(BigInt(seed) ^ mixed(BigInt(task + 1)));
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & WORD;
    return mixed(state);
  };
}

function below(drawn: bigint, count: number): number {
  return Number(((drawn >> 32n) * BigInt(count)) >> 32n);
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Adds `by` times `b` to `a`. */
function add(a: number[], b: readonly number[], by: number): void {
  a.forEach((x, i) => (a[i] = x + by * b[i]!));
}

/** word2vec by its definition, in float64, one thread, one chunk: `[row]` of vectors. */
export function referenceWord2Vec(options: Word2VecOptions): {
  inputs: number[][];
  outputs: number[][];
} {
  const settings = word2VecSettings(options);
  const { size, window, epochs, negative, alpha, minAlpha } = settings;
  const { offsets, items } = options.sentences;
  const vocabulary = rowVocabulary(options.sentences, options.itemCount, settings.minCount);
  const rowCount = vocabulary.items.length;
  const keep = new Uint32Array(rowCount);
  keepThresholds(vocabulary.counts, vocabulary.words, settings.sample, keep);
  const aliases = new Uint32Array(2 * rowCount);
  writeAliasTable(
    Float64Array.from(vocabulary.counts, (count) => count ** settings.nsExponent),
    aliases,
  );

  const random = createRandom(settings.seed);
  const initial = (): number => Math.fround((random.uniform() * 2 - 1) / size);
  const inputs = Array.from({ length: rowCount }, () => Array.from({ length: size }, initial));
  const outputs = inputs.map((row) => row.map(() => 0));

  const sigmoid = (x: number): number | undefined => {
    if (settings.sigmoid === 'exact') return 1 / (1 + Math.exp(-x));
    if (Math.abs(x) >= 6) return undefined;
    const place = Math.floor(Math.fround(Math.fround(x + 6) * Math.fround(1000 / 12)));
    return 1 / (1 + Math.exp(-((place / 1000) * 2 - 1) * 6));
  };

  // The gradient of `hidden` times the rate; rows move after all products are taken.
  const trainRow = (
    target: number,
    hidden: number[],
    rate: number,
    draw: () => bigint,
  ): number[] => {
    const gradient = hidden.map(() => 0);
    for (let first = 0; first <= negative; first += 6) {
      const steps: [row: number, step: number][] = [];
      for (let rank = first; rank < Math.min(first + 6, negative + 1); rank++) {
        let row = target;
        if (rank > 0) {
          const drawn = draw();
          row = below(drawn, rowCount);
          if (Number(drawn & 0xffffffffn) >= aliases[2 * row]!) row = aliases[2 * row + 1]!;
          if (row === target) continue;
        }
        const share = sigmoid(dot(hidden, outputs[row]!));
        if (share !== undefined) steps.push([row, ((rank === 0 ? 1 : 0) - share) * rate]);
      }
      for (const [row, step] of steps) {
        add(gradient, outputs[row]!, step);
        add(outputs[row]!, hidden, step);
      }
    }
    return gradient;
  };

  const rawWords = offsets.at(-1);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const draw = createDraws(settings.seed, epoch);
    for (let sentence = 0; sentence + 1 < offsets.length; sentence++) {
      const done = (epoch * rawWords + offsets[sentence]!) / (rawWords * epochs);
      const rate = alpha - (alpha - minAlpha) * done;
      const kept = [...items.subarray(offsets[sentence], offsets[sentence + 1])]
        .map((item) => vocabulary.rows[item]!)
        .filter((row) => row !== NO_ROW)
        .filter((row) => Number(draw() >> 32n) <= keep[row]!);
      kept.forEach((target, center) => {
        const half = below(draw(), window) + 1;
        const context = kept.filter(
          (_, place) => place !== center && Math.abs(place - center) <= half,
        );
        if (context.length === 0) return;
        if (settings.architecture === 'skip-gram') {
          for (const row of context) {
            add(inputs[row]!, trainRow(target, inputs[row]!, rate, draw), 1);
          }
          return;
        }
        const hidden = Array.from({ length: size }, () => 0);
        for (const row of context) add(hidden, inputs[row]!, 1 / context.length);
        const gradient = trainRow(target, hidden, rate, draw);
        const share = settings.cbowGradient === 'divided' ? 1 / context.length : 1;
        for (const row of context) add(inputs[row]!, gradient, share);
      });
    }
  }
  return { inputs, outputs };
}
