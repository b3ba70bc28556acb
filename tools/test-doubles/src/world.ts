/** Settings by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** A line of a log, as far as tests look at it. */
interface Line {
  readonly [field: string]: unknown;
}

/** A world whose clock advances 1.5 ms a look, and whose log is kept. */
export function worldOf(environment: Environment) {
  const lines: Line[] = [];
  let nowMs = 1000;
  return {
    environment,
    nowMs: () => (nowMs += 1.5),
    // No test waits: time passes where it is looked at
    sleep: async (ms: number) => {
      nowMs += ms;
    },
    random: () => 0.5,
    newId: () => 'new-id',
    log: (line: object) => void lines.push({ ...line }),
    lines,
  };
}

/** The JSON object in an answer's body. */
export function bodyOf(answer: { readonly body: string }): Record<string, unknown> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}
