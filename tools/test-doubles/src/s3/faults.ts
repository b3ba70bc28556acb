import type { S3Request } from './s3-request.ts';

/** What may go wrong. */
export type Fault =
  /** An answer that says no. */
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly code: string;
      readonly extra?: Readonly<Record<string, string>>;
    }
  /** What a proxy between says. */
  | { readonly kind: 'html'; readonly status: number }
  /** The connection ends before the request is carried out. */
  | { readonly kind: 'reset' }
  /** It ends after that: the answer is lost. */
  | { readonly kind: 'lost' }
  /** It ends in the middle of the answer's body. */
  | { readonly kind: 'cut' }
  /** No answer ever comes. */
  | { readonly kind: 'silent' }
  /** One bit of the body is another. */
  | { readonly kind: 'flip' }
  /** A listing of a moment ago, in no order. */
  | { readonly kind: 'stale' };

export interface FaultPlan {
  readonly fault: Fault;
  readonly operation: string;
  /** How many requests meet it; 1 unless given. */
  readonly times?: number;
  /** How many pass before the first; none unless given. */
  readonly after?: number;
}

const met = new WeakMap<FaultPlan, number>();

/** The fault that a request meets, if any. */
export function takeFault(
  plans: readonly FaultPlan[],
  { operation }: S3Request,
): Fault | undefined {
  for (const plan of plans) {
    if (plan.operation !== operation && plan.operation !== '*') continue;
    const seen = (met.get(plan) ?? 0) + 1;
    met.set(plan, seen);
    const { after = 0, times = 1 } = plan;
    if (seen > after && seen <= after + times) return plan.fault;
  }
  return undefined;
}
