import type {
  SessionEncoderSize,
  SessionEncoderWeights,
  TrainingSessions,
} from '../../src/index.ts';
import { dropoutFactor } from '../../src/index.ts';

/** What assembly/session-encoder/layout.ts tells the three places of dropout apart by. */
const SITE = { items: 0, session: 0x5bd1e995, columns: 0x3c6ef372 } as const;

/** The mean loss of a batch in float64, written for reading: see `createFusedSessionEncoder`. */
export function referenceLoss(
  weights: SessionEncoderWeights,
  { dimensions, items }: SessionEncoderSize,
  sessions: TrainingSessions,
  scale: number,
): number {
  const { tokens, offsets, targets, samples, dropout } = sessions;
  const factorOf = (part: keyof typeof SITE, row: number) => (dimension: number) =>
    dropout === undefined
      ? 1
      : dropoutFactor(
          { rate: dropout[part], seed: dropout.seed ^ SITE[part] },
          { token: row, site: 0, dimension, layers: 0, dimensions },
        );
  const embeddingOf = (item: number) => [
    ...weights.embedding.subarray(item * dimensions, (item + 1) * dimensions),
  ];
  const columns = samples?.items ?? Int32Array.from({ length: items }, (_, item) => item);
  const columnUnits = [...columns].map((item, column) =>
    dropped(unit(embeddingOf(item)), factorOf('columns', column)),
  );
  const correction = (item: number) => samples?.logCounts[item] ?? 0;
  let sum = 0;
  targets.forEach((target, row) => {
    const [first = 0, end = 0] = offsets.subarray(row, row + 2);
    const own = [...tokens.subarray(first, end)];
    const scores = own.map(
      (item, index) =>
        dot([...weights.scorer], embeddingOf(item)) + (weights.places[own.length - 1 - index] ?? 0),
    );
    const chances = softmax(scores);
    const parts = own.map((item, index) =>
      dropped(embeddingOf(item), factorOf('items', first + index)).map(
        (value) => value * (chances[index] ?? 0),
      ),
    );
    const session = dropped(
      unit(parts.reduce((total, part) => total.map((value, i) => value + (part[i] ?? 0)))),
      factorOf('session', row),
    );
    const logits = new Map<string, number>();
    for (const item of new Set([...own, target])) {
      const place = [...own].reverse().indexOf(item);
      const bias = place < 0 ? -correction(item) : (weights.repeats[place] ?? 0);
      logits.set(`own ${item}`, scale * dot(session, unit(embeddingOf(item))) + bias);
    }
    columns.forEach((item, column) => {
      if (logits.has(`own ${item}`)) return;
      const cosine = dot(session, columnUnits[column] ?? []);
      logits.set(`column ${column}`, scale * cosine - correction(item));
    });
    const values = [...logits.values()];
    const total = values.reduce((all, value) => all + Math.exp(value), 0);
    sum += Math.log(total) - (logits.get(`own ${target}`) ?? NaN);
  });
  return sum / targets.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function unit(values: readonly number[]): number[] {
  const length = Math.sqrt(dot(values, values) + 1e-12);
  return values.map((value) => value / length);
}

function dropped(values: readonly number[], factor: (dimension: number) => number): number[] {
  return values.map((value, dimension) => value * factor(dimension));
}

function softmax(scores: readonly number[]): number[] {
  const values = scores.map((score) => Math.exp(score));
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
