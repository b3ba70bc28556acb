import { compare, type Outcome, type Tolerances, type Verdict } from './comparison.ts';
import { intentOutcome } from './train-intent.ts';
import { prodbOutcome } from './train-prodb.ts';

interface Case {
  readonly model: string;
  readonly train: (engine: object) => Promise<Outcome>;
  readonly tolerances: Tolerances;
}

/**
 * Sums of float32 come in another order, and every step of Adam starts from the last one's weights. A score of PRODB is
 * a cosine over COSINE_SCALE: larger than a probability, and so is its difference.
 */
const CASES: readonly Case[] = [
  {
    model: 'intent',
    train: intentOutcome,
    tolerances: { loss: 1e-4, validation: 1e-4, prediction: 1e-4, quality: 1e-4 },
  },
  {
    model: 'PRODB',
    train: prodbOutcome,
    tolerances: { loss: 1e-4, validation: 1e-4, prediction: 1e-4, quality: 1e-4 },
  },
];

const verdicts: Verdict[] = [];
for (const { model, train, tolerances } of CASES) {
  const kernels = await timed(() => train({ ENGINE: 'fused' }));
  const tensorflow = await timed(() => train({ ENGINE: 'tfjs', BACKEND: 'tensorflow' }));
  for (const { outcome, seconds } of [kernels, tensorflow]) {
    print(`${model}, ${outcome.backend}: ${seconds.toFixed(1)} s`);
    print(`  losses ${spell(outcome.losses)}; validation ${spell(outcome.validation)}`);
    print(
      `  ${Object.entries(outcome.quality)
        .map(([name, value]) => `${name} ${value.toFixed(4)}`)
        .join(', ')}`,
    );
  }
  verdicts.push(...compare(model, kernels.outcome, tensorflow.outcome, tolerances));
}
for (const { passed, what, detail } of verdicts) {
  print(`${passed ? 'passed' : 'failed'}: ${what}: ${detail}`);
}
const failed = verdicts.filter(({ passed }) => !passed).length;
print(`${verdicts.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function timed(run: () => Promise<Outcome>) {
  const began = performance.now();
  const outcome = await run();
  return { outcome, seconds: (performance.now() - began) / 1000 };
}

function spell(values: readonly number[]): string {
  return values.map((value) => value.toFixed(5)).join(' ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
