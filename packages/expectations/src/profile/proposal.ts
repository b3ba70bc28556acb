import type { ExpectationConfig, Severity } from '../suite/suite.ts';

/** An expectation that a profile proposes, and what speaks for it. */
export interface Proposal {
  readonly type: string;
  /** Null where it is about the table. */
  readonly column: string | null;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly severity: Severity;
  /** What was seen in the data, in one sentence. */
  readonly reason: string;
  /**
   * What was seen as a share of what is allowed, 0 to 1: at 1 nothing passes that was not seen (or
   * the claim is about every row), at 0.5 twice as much is allowed as was seen.
   */
  readonly tightness: number;
}

/** Decimals of a tightness: it is a hint, not a measurement. */
const TIGHTNESS_DECIMALS = 3;

/** The proposal as a suite holds it; reason and tightness are in `meta.profile`. */
export function toExpectation(proposal: Proposal): ExpectationConfig {
  const { type, column, kwargs, severity, reason, tightness } = proposal;
  return {
    type,
    kwargs: column === null ? kwargs : { column, ...kwargs },
    severity,
    meta: {
      profile: { reason, tightness: Number(tightness.toFixed(TIGHTNESS_DECIMALS)) },
    },
  };
}
