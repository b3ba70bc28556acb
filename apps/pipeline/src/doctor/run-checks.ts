import type { Check, Finding, Surroundings } from './finding.ts';

/** A finding with the name of what was looked at. */
export interface Line extends Finding {
  readonly check: string;
}

/** Longer than any check of its own accord takes. */
const LONGEST_MS = 45_000;

/** What a check that never ends is told as. */
const OVERDUE = Symbol('overdue');

export interface Diagnosis {
  readonly lines: readonly Line[];
  /** Whether something still runs that nobody waits for. */
  readonly isOverdue: boolean;
}

/** Makes all checks that apply at once, and gives what they found in their order; none of them can keep it waiting. */
export async function runChecks(
  checks: readonly Check[],
  surroundings: Surroundings,
  longestMs: number = LONGEST_MS,
): Promise<Diagnosis> {
  let isOverdue = false;
  const wanted = checks.filter(
    (check) =>
      check.purposes.some((each) => surroundings.purposes.includes(each)) &&
      (check.appliesTo?.(surroundings) ?? true),
  );
  const found = await Promise.all(
    wanted.map(async (check): Promise<readonly Line[]> => {
      const findings = await within(longestMs, check.find(surroundings));
      if (findings === OVERDUE) isOverdue = true;
      const told: readonly Finding[] =
        findings === OVERDUE
          ? [{ status: 'failed', found: `no answer within ${longestMs / 1000} s` }]
          : findings;
      return told.map((each) => ({ check: check.name, ...each }));
    }),
  );
  return { lines: found.flat(), isOverdue };
}

/** An error of a check is a finding too: the other checks still tell what they found. */
async function within(
  ms: number,
  findings: Promise<readonly Finding[]>,
): Promise<readonly Finding[] | typeof OVERDUE> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<typeof OVERDUE>((settle) => {
    timer = setTimeout(() => {
      settle(OVERDUE);
    }, ms);
  });
  const told = findings.catch((error: unknown): readonly Finding[] => [
    { status: 'failed', found: error instanceof Error ? error.message : String(error) },
  ]);
  try {
    return await Promise.race([told, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
