/** The tensor of some instances: `batch` rows of `time` steps. */
export interface Rows {
  readonly batch: number;
  readonly time: number;
}

/** How the instances of several requests become one run of the model, and the run their answers. */
export interface SharedRun<Input extends Rows, Output> {
  readonly run: (input: Input) => Promise<Output>;
  /** Puts inputs together, padded to the longest. */
  readonly merge: (inputs: readonly Input[]) => Input;
  /** The output's rows from `start` up to `end`. */
  readonly rows: (output: Output, start: number, end: number) => Output;
  /** Rows of one run: beyond, a row costs as much as before, and the others wait for longer. */
  readonly maxRows: number;
}

/** At most half of a shared run may be padding. */
const MAX_PADDED = 2;

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (reason: unknown) => void;
}

/** Splits what waits, in its order, into runs that are neither too large nor mostly padding. */
function* runsOf<Entry extends { readonly input: Rows }>(
  entries: readonly Entry[],
  maxRows: number,
): Generator<readonly Entry[]> {
  let run: Entry[] = [];
  let [rows, longest, steps] = [0, 0, 0];
  for (const entry of entries) {
    const { batch, time } = entry.input;
    const together = Math.max(longest, time);
    const isTooLarge = rows + batch > maxRows;
    const isPadding = (rows + batch) * together > MAX_PADDED * (steps + batch * time);
    if (run.length > 0 && (isTooLarge || isPadding)) {
      yield run;
      run = [];
      [rows, longest, steps] = [0, 0, 0];
    }
    run.push(entry);
    rows += batch;
    longest = Math.max(longest, time);
    steps += batch * time;
  }
  if (run.length > 0) yield run;
}

/**
 * Lets requests that have come by the same turn of the event loop share a run: most of a small run's time is the
 * runtime's own, and a large table is read from memory once. Nobody waits for requests that have not come yet.
 * If a shared run fails, each request runs alone, so that none fails for another.
 */
export function shareRuns<Input extends Rows, Output>({
  run,
  merge,
  rows,
  maxRows,
}: SharedRun<Input, Output>): (input: Input) => Promise<Output> {
  let waiting: Waiting<Input, Output>[] = [];

  const alone = ({ input, resolve, reject }: Waiting<Input, Output>) => {
    run(input).then(resolve, reject);
  };
  const together = async (entries: readonly Waiting<Input, Output>[]) => {
    let output: Output;
    try {
      output = await run(merge(entries.map(({ input }) => input)));
    } catch {
      entries.forEach(alone);
      return;
    }
    let start = 0;
    for (const { input, resolve } of entries) {
      resolve(rows(output, start, start + input.batch));
      start += input.batch;
    }
  };
  const runAll = () => {
    const entries = waiting;
    waiting = [];
    for (const shared of runsOf(entries, maxRows)) {
      const [only] = shared;
      if (shared.length === 1 && only) alone(only);
      else void together(shared);
    }
  };
  return (input) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(runAll);
      waiting.push({ input, resolve, reject });
    });
}

/**
 * Rows of several tensors one under the other, each padded by zeros to the longest; `width` values a step.
 *
 * @param into zeros, [all rows, longest, width]
 */
export function copyRows<Values extends Float32Array | Int32Array>(
  into: Values,
  parts: readonly (Rows & { readonly values: Values })[],
  { longest, width }: { readonly longest: number; readonly width: number },
): Values {
  let row = 0;
  for (const { values, batch, time } of parts) {
    const size = time * width;
    for (let index = 0; index < batch; index += 1, row += 1) {
      into.set(values.subarray(index * size, (index + 1) * size), row * longest * width);
    }
  }
  return into;
}

/** Rows of all, and steps of the longest. */
export function sizeOf(parts: readonly Rows[]): Rows {
  return {
    batch: parts.reduce((rows, { batch }) => rows + batch, 0),
    time: parts.reduce((longest, { time }) => Math.max(longest, time), 0),
  };
}
