import { TOLERANCE, type ModelCase, type Outputs, type Signature } from './model-case.ts';

/** How one runtime did with one model. */
export interface Verdict {
  readonly model: string;
  readonly runtime: string;
  readonly passed: number;
  /** What is wrong, a line each. */
  readonly failures: readonly string[];
  /** The largest finite difference. */
  readonly largest: number;
}

/** Compares a runtime's answers with ours, session by session. */
export function judgeAnswers(
  model: ModelCase,
  runtime: string,
  answers: readonly Outputs[],
): Verdict {
  const differences = model.batches.map((_, batch) =>
    model.differences(batch, answers[batch] ?? {}),
  );
  const failures = differences.flatMap((each, batch) =>
    each.flatMap((difference, row) =>
      difference <= TOLERANCE
        ? []
        : [
            `batch ${batch} [${model.batches[batch]?.shape.join(', ') ?? ''}], row ${row}: ${difference}`,
          ],
    ),
  );
  const all = differences.flat();
  return {
    model: model.name,
    runtime,
    passed: all.length - failures.length,
    failures,
    largest: Math.max(0, ...all.filter(Number.isFinite)),
  };
}

/** Compares what a SavedModel declares with what callers rely on. */
export function judgeSignature({ name, signature }: ModelCase, found: Signature): Verdict {
  const wanted: Signature = { tags: ['serve'], method: 'tensorflow/serving/predict', ...signature };
  const failures = (['tags', 'method', 'inputs', 'outputs'] as const).flatMap((part) => {
    const [expected, got] = [wanted, found].map((each) => JSON.stringify(sorted(each[part])));
    return expected === got ? [] : [`${part}: expected ${expected ?? ''}, got ${got ?? ''}`];
  });
  return { model: name, runtime: 'signature', passed: 4 - failures.length, failures, largest: 0 };
}

/** Maps of protobuf come in any order. */
function sorted(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const SHOWN_FAILURES = 5;

/** The verdicts as lines: a table, the first failures by name, the totals last. */
export function report(verdicts: readonly Verdict[]): readonly string[] {
  const line = (...cells: readonly (string | number)[]) =>
    cells
      .map((cell, at) => (at < 2 ? String(cell).padEnd(20) : String(cell).padStart(10)))
      .join('');
  const total = (count: (verdict: Verdict) => number) =>
    verdicts.reduce((sum, verdict) => sum + count(verdict), 0);
  return [
    line('model', 'runtime', 'passed', 'failed', 'largest'),
    ...verdicts.map(({ model, runtime, passed, failures, largest }) =>
      line(model, runtime, passed, failures.length, largest.toExponential(1)),
    ),
    ...verdicts.flatMap(({ model, runtime, failures }) =>
      failures
        .slice(0, SHOWN_FAILURES)
        .map((failure) => `failed: ${model} / ${runtime}: ${failure}`),
    ),
    `${total(({ passed }) => passed)} passed, ${total(({ failures }) => failures.length)} failed`,
  ];
}
