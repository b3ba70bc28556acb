import type { Interval } from './interval.ts';
import { measurePower, type Power } from './sample-size.ts';

/**
 * How good a model is: surely better than every baseline, surely worse than one, neither, no better than chance, or
 * judged on too few sessions to say.
 */
export type Standing = 'better' | 'even' | 'worse' | 'chance' | 'too_small';

/** By how much a model's metric is above that of a baseline, on the same rows. */
export interface Gain extends Interval {
  readonly baseline: string;
}

/** Test sessions of a kind that the metric needs. */
export interface CountedSessions {
  /** As in '12 test sessions with a purchase'; empty for sessions of any kind. */
  readonly kind: string;
  readonly count: number;
}

/** What a model is judged by. */
export interface JudgedFigures {
  readonly model: string;
  /** `ROC-AUC`, `NDCG@20`: higher is better. */
  readonly metric: string;
  /** Null where the rows do not define it. */
  readonly own: Interval | null;
  /** What guesses have; left out for a metric that has no such value. */
  readonly chance?: number;
  /** Over each baseline, paired: the interval is that of the difference on the same rows. */
  readonly gains: readonly Gain[];
  /** All test sessions. */
  readonly sessions: number;
  /** Of these, those of every kind that the metric needs. */
  readonly kinds: readonly CountedSessions[];
  /** The smallest gain that matters to anybody. */
  readonly worthwhileGain: number;
}

/** What can be said of a model, in a word, in sentences and in figures. */
export interface Verdict {
  readonly standing: Standing;
  readonly verdict: string;
  readonly gains: readonly Gain[];
  /** Which gains the test sessions can show; null where they show no spread. */
  readonly power: Power | null;
}

/** Normal intervals of shares hold from 10 successes and 10 failures on (the success-failure condition). */
const FEWEST_SESSIONS = 10;

/**
 * Judges a model by 95 % intervals: better where its gain over every baseline is above 0, worse where one is below 0,
 * no better than chance where its own interval reaches what guesses have.
 */
export function judgeModel(figures: JudgedFigures): Verdict {
  const { own, gains, chance, sessions, worthwhileGain } = figures;
  const { standing, sentence } = standingOf(figures);
  const best = bestBaseline(gains);
  const judged = standing === 'chance' && chance !== undefined ? own : (best ?? null);
  const power = judged && measurePower(judged, sessions, worthwhileGain);
  const isOpen = standing !== 'better' && standing !== 'worse';
  return {
    standing,
    verdict: isOpen && power ? `${sentence} ${tellPower(figures.metric, power)}` : sentence,
    gains,
    power,
  };
}

/** The baseline that the model is least above. */
export function bestBaseline(gains: readonly Gain[]): Gain | undefined {
  return [...gains].sort((a, b) => a.value - b.value)[0];
}

function standingOf(figures: JudgedFigures): {
  readonly standing: Standing;
  readonly sentence: string;
} {
  const { model, metric, own, chance, gains, kinds } = figures;
  const scarce = kinds.filter(({ count }) => count < FEWEST_SESSIONS);
  if (scarce.length > 0 || own === null) {
    return { standing: 'too_small', sentence: tooSmall(figures, scarce) };
  }
  const has = `${metric} ${shown(own)}`;
  if (chance !== undefined && own.low <= chance) {
    const sentence = `${model} is no better than chance, which has ${chance}: ${has}.`;
    return { standing: 'chance', sentence };
  }
  const best = bestBaseline(gains);
  if (best === undefined) {
    return { standing: 'even', sentence: `${model} has ${has}; there is no baseline.` };
  }
  const [worst] = gains.filter(({ high }) => high < 0).sort((a, b) => a.value - b.value);
  if (worst !== undefined) {
    const sentence = `${model} is worse than the baseline ${worst.baseline}: ${has}, ${difference(worst)}.`;
    return { standing: 'worse', sentence };
  }
  if (gains.every(({ low }) => low > 0)) {
    const sentence = `${model} is better than every baseline: ${has}, ${difference(best)}.`;
    return { standing: 'better', sentence };
  }
  const [open = best] = gains.filter(({ low }) => low <= 0).sort((a, b) => a.value - b.value);
  const sentence = `${model} may be no better than the baseline ${open.baseline}: ${has}, ${difference(open)}.`;
  return { standing: 'even', sentence };
}

/** As '0.512 (0.480 to 0.544)'. */
function shown({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;

function difference({ baseline, value, low, high }: Gain): string {
  return `${signed(value)} (${signed(low)} to ${signed(high)}) compared with ${baseline}`;
}

const whole = (value: number) => value.toLocaleString('en');

function tooSmall({ metric }: JudgedFigures, scarce: readonly CountedSessions[]): string {
  const start = 'The data are too small for a verdict:';
  if (scarce.length === 0) return `${start} the test sessions do not define ${metric}.`;
  const has = scarce.map(({ kind, count }) => `${whole(count)} test sessions ${kind}`.trim());
  const factor = Math.max(...scarce.map(({ count }) => FEWEST_SESSIONS / Math.max(1, count)));
  const expected = `expected ${FEWEST_SESSIONS} at least, so about ${Math.ceil(factor)} times these data`;
  return `${start} ${has.join(' and ')}, ${expected}.`;
}

/** What more data would show. */
function tellPower(metric: string, power: Power): string {
  const { sessions, sessionsNeeded, worthwhileGain } = power;
  const gain = `a gain of ${worthwhileGain} in ${metric}`;
  return sessionsNeeded <= sessions
    ? `${whole(sessions)} test sessions are enough to show ${gain}.`
    : `To show ${gain}, about ${whole(sessionsNeeded)} test sessions are needed; there are ${whole(sessions)}.`;
}
