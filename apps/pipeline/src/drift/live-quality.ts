import { FIRST_ITEM_ID } from '@lf/contract';
import type { OutcomeLine, RequestLine } from '@lf/serving';
import type { Interval } from '@lf/contract';
import { calibrationError, rocAucInterval } from '@lf/train-intent';
import { rankMetrics, UNRANKED } from '@lf/train-rec';
import { createRandom } from '@lf/kernels';
import { bootstrapInterval } from './bootstrap.ts';

/** A figure of the live model, and the same of its test sessions when it was trained. */
export interface LiveFigure {
  readonly name: string;
  readonly live: Interval;
  /** What is well: the test figure, or 0 for an error of calibration; null where the bundle does not tell it. */
  readonly trained: number | null;
  /** `worse`: the whole interval is beyond what may be lost; `unknown`: too few outcomes, or nothing to compare with. */
  readonly verdict: 'worse' | 'as trained' | 'unknown';
}

/** How the model does, as far as outcomes came back. */
export interface LiveQuality {
  /** Requests with an outcome. */
  readonly joined: number;
  /** Outcomes of requests that are not in the log. */
  readonly unmatched: number;
  /** Outcomes that say nothing to this kind of model. */
  readonly ofOtherKind: number;
  readonly figures: readonly LiveFigure[];
}

/** Below it an interval says little. */
const MIN_OUTCOMES = 100;
/** The public API shows ten. */
const CUTOFF = 10;
/** How far the rate of purchases may be from the mean probability. */
const MOST_MISCALIBRATION = 0.05;

/** Joins predictions with outcomes, and judges them by the functions of training. */
export function judgeLive(
  kind: 'intent' | 'rec',
  traffic: { readonly requests: readonly RequestLine[]; readonly outcomes: readonly OutcomeLine[] },
  of: {
    readonly metrics: Readonly<Record<string, number>>;
    /** Rec: the item of a SKU. */
    readonly itemOf: ReadonlyMap<string, number>;
    /** The share of a metric that may be lost. */
    readonly maxDrop: number;
    readonly seed: number;
  },
): LiveQuality {
  const keyOf = ({ id, i = 0 }: { readonly id: string; readonly i?: number }) => `${id}/${i}`;
  // Of a repeated id the newest request, of a repeated outcome the newest word
  const requestOf = new Map(traffic.requests.map((request) => [keyOf(request), request]));
  const told = new Map<string, OutcomeLine>();
  let unmatched = 0;
  let ofOtherKind = 0;
  for (const outcome of traffic.outcomes) {
    const key = keyOf(outcome);
    const known = told.get(key);
    if ((kind === 'intent' ? outcome.purchased : outcome.next) === undefined) ofOtherKind += 1;
    else if (!requestOf.has(key)) unmatched += 1;
    else if (known === undefined || known.t <= outcome.t) told.set(key, outcome);
  }
  const pairs = [...told].flatMap(([key, outcome]) => {
    const request = requestOf.get(key);
    return request === undefined ? [] : [{ request, outcome }];
  });
  const figures = kind === 'intent' ? intentFigures(pairs, of) : recFigures(pairs, of);
  return { joined: pairs.length, unmatched, ofOtherKind, figures };
}

interface Pair {
  readonly request: RequestLine;
  readonly outcome: OutcomeLine;
}

interface Limits {
  readonly metrics: Readonly<Record<string, number>>;
  readonly itemOf: ReadonlyMap<string, number>;
  readonly maxDrop: number;
  readonly seed: number;
}

function intentFigures(
  pairs: readonly Pair[],
  { metrics, maxDrop, seed }: Limits,
): readonly LiveFigure[] {
  const scored = pairs.filter(({ request: { p } }) => typeof p === 'number');
  const rows = scored.length;
  if (rows === 0) return [];
  const probabilities = Float32Array.from(scored, ({ request }) => request.p ?? 0);
  const labels = Uint8Array.from(scored, ({ outcome }) => Number(outcome.purchased));
  const groups = sessionsOf(scored);
  const rocAuc = rocAucInterval({ scores: probabilities, labels, groups });
  const random = createRandom(seed);
  const miscalibration = bootstrapInterval(
    groups,
    (places) =>
      calibrationError(
        Float32Array.from(places, (row) => probabilities[row] ?? 0),
        Uint8Array.from(places, (row) => labels[row] ?? 0),
      ),
    random,
  );
  const surplus = bootstrapInterval(
    groups,
    (places) =>
      places.reduce((sum, row) => sum + (labels[row] ?? 0) - (probabilities[row] ?? 0), 0) /
      places.length,
    random,
  );
  return [
    ...(rocAuc === null
      ? []
      : [higherIsBetter('ROC-AUC', rocAuc, metrics['rocAuc'], maxDrop, rows)]),
    ...(surplus === null ? [] : [calibrated(surplus, rows)]),
    ...(miscalibration === null
      ? []
      : [
          {
            name: 'calibration error',
            live: miscalibration,
            trained: metrics['calibrationError'] ?? null,
            // Few rows alone make it large: it is told, and does not ring
            verdict: 'unknown' as const,
          },
        ]),
  ];
}

/** `[pair]` equal for requests of one session, as far as the shop named sessions; the others are one each. */
function sessionsOf(pairs: readonly Pair[]): Uint32Array {
  const known = new Map<string, number>();
  let count = 0;
  return Uint32Array.from(pairs, ({ request: { s } }) => {
    const own = s === undefined ? undefined : known.get(s);
    if (own !== undefined) return own;
    if (s !== undefined) known.set(s, count);
    return count++;
  });
}

function calibrated(live: Interval, rows: number): LiveFigure {
  const isOff = live.low > MOST_MISCALIBRATION || live.high < -MOST_MISCALIBRATION;
  const verdict = rows < MIN_OUTCOMES ? 'unknown' : isOff ? 'worse' : 'as trained';
  return { name: 'purchase rate less mean probability', live, trained: 0, verdict };
}

function recFigures(
  pairs: readonly Pair[],
  { metrics, itemOf, maxDrop }: Limits,
): readonly LiveFigure[] {
  const ranks = pairs.map(({ request: { top = [] }, outcome: { next = '' } }) => {
    const item = itemOf.get(next);
    const place = item === undefined ? -1 : top.indexOf(item + FIRST_ITEM_ID);
    return place === -1 ? UNRANKED : place + 1;
  });
  const { hr, mrr } = rankMetrics(ranks, CUTOFF, sessionsOf(pairs));
  return [
    ...(hr === null
      ? []
      : [higherIsBetter(`HR@${CUTOFF}`, hr, metrics[`hr${CUTOFF}`], maxDrop, ranks.length)]),
    ...(mrr === null
      ? []
      : [higherIsBetter(`MRR@${CUTOFF}`, mrr, metrics[`mrr${CUTOFF}`], maxDrop, ranks.length)]),
  ];
}

function higherIsBetter(
  name: string,
  live: Interval,
  trained: number | undefined,
  maxDrop: number,
  rows: number,
): LiveFigure {
  if (trained === undefined || rows < MIN_OUTCOMES) {
    return { name, live, trained: trained ?? null, verdict: 'unknown' };
  }
  return {
    name,
    live,
    trained,
    verdict: live.high < trained * (1 - maxDrop) ? 'worse' : 'as trained',
  };
}
