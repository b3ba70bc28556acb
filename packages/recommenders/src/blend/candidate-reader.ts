import { inSlices } from '../pause.ts';
import type { ScoreSession } from '../rank/rank-by-score.ts';
import { ScoreSheet } from '../rank/score-sheet.ts';
import { TopSelection } from '../rank/top-selection.ts';
import type { ItemSequences } from '../recommender.ts';
import { addCounts, sessionCount } from '../sessions/item-sequences.ts';
import { blendFeatures, logShare } from './blend-features.ts';
import type { EncoderEvidence } from '../encoder/encoder-evidence.ts';
import { evidenceOf, type EvidenceOptions } from './evidence.ts';
import { SessionShape } from './session-shape.ts';

export interface CandidateReaderOptions extends EvidenceOptions {
  /** Candidates that each source brings at most. */
  readonly candidatesPerSource: number;
  /** Joins the evidence where it is given. */
  readonly linear?: ScoreSession;
  /** Joins the evidence where it is given. */
  readonly encoder?: EncoderEvidence;
}

/** The candidates of a session and what speaks for each. Views: the next read writes over them. */
export interface Candidates {
  readonly count: number;
  /** `[candidate]` */
  readonly items: Uint32Array;
  /** `[candidate, feature]` */
  readonly features: Float32Array;
}

/** Finds and describes the candidates of a session. @param known its items, in order */
export type ReadCandidates = (known: Uint32Array) => Candidates;

/** The latest sessions whose item counts are the recent popularity, as a share of all. */
const RECENT_RATIO = 0.05;

/** Added to the number of transitions before they become shares: few transitions tell little. */
const TRANSITION_PRIOR = 2;

/** Added to the number of sessions that hold an item, as in ITEM_KNN. */
const TOGETHER_SHRINKAGE = 20;

/** Logits over it are numbers of the size of the other features. */
const LOGIT_UNIT = 10;

/** Makes the reader that knows these past sessions. */
export async function candidateReader(
  past: ItemSequences,
  itemCount: number,
  options: CandidateReaderOptions,
): Promise<ReadCandidates> {
  const evidence = await evidenceOf(past, itemCount, options);
  const { near, wide, next, followers, together } = evidence;
  const { preceders, pairFollowers, previousFollowers } = evidence;
  const popularity = await popularityOf(past.items, itemCount);
  const recentStart = Math.floor(sessionCount(past) * (1 - RECENT_RATIO));
  const recentPopularity = await popularityOf(
    past.items.subarray(past.offsets[recentStart]),
    itemCount,
  );
  const shape = new SessionShape(itemCount);
  const chosen = new ScoreSheet(itemCount);
  const best = new TopSelection(Math.min(options.candidatesPerSource, itemCount), 'lower');
  const { linear, encoder } = options;
  const linearSheet = new ScoreSheet(linear === undefined ? 0 : itemCount);
  const width = blendFeatures({
    linear: linear !== undefined,
    encoder: encoder !== undefined,
  }).length;
  let features = new Float32Array(0);

  function choose(sheet: ScoreSheet): void {
    best.clear();
    for (let i = 0; i < sheet.count; i++) {
      const item = sheet.touched[i] ?? 0;
      best.offer(item, sheet.scores[item] ?? 0);
    }
    for (let i = 0; i < best.size; i++) chosen.add(best.keys[i] ?? 0, 1);
  }

  return (known) => {
    shape.read(known);
    evidence.gather(known);
    chosen.clear();
    for (const item of known) chosen.add(item, 1);
    for (const sheet of [near, wide, next, followers, together]) choose(sheet);
    if (linear !== undefined) {
      linearSheet.clear();
      linear(known, linearSheet);
      choose(linearSheet);
    }
    if (encoder !== undefined) for (const item of encoder.gather(known)) chosen.add(item, 1);
    const logits = encoder && logitsOf(encoder, chosen);
    if (features.length < chosen.count * width) {
      features = new Float32Array(2 * chosen.count * width);
    }
    const nearSum = sumOf(near);
    const wideSum = sumOf(wide);
    const nextSum = sumOf(next);
    const followersSum = sumOf(followers) + TRANSITION_PRIOR;
    const precedersSum = sumOf(preceders) + TRANSITION_PRIOR;
    const pairFollowersSum = sumOf(pairFollowers) + TRANSITION_PRIOR;
    const previousFollowersSum = sumOf(previousFollowers) + TRANSITION_PRIOR;
    const linearSum = sumOf(linearSheet);
    const lastHolders = evidence.holders(known.at(-1) ?? 0) + TOGETHER_SHRINKAGE;
    const { logLength, repeatRatio, lastIsRepeat } = shape;

    for (let candidate = 0; candidate < chosen.count; candidate++) {
      const item = chosen.touched[candidate] ?? 0;
      const nearShare = shareOf(near, item, nearSum);
      const followersShare = shareOf(followers, item, followersSum);
      const nearLog = logShare(nearShare);
      const wideLog = logShare(shareOf(wide, item, wideSum));
      const followersLog = logShare(followersShare);
      const cosine =
        (together.scores[item] ?? 0) /
        Math.sqrt((evidence.holders(item) + TOGETHER_SHRINKAGE) * lastHolders);
      const stepsAfter = shape.stepsAfter(item);
      const seen = stepsAfter > 0 ? 1 : 0;
      const isLast = stepsAfter === 1 ? 1 : 0;
      let at = candidate * width;
      // In the order of BLEND_FEATURES.
      features[at++] = nearLog;
      features[at++] = wideLog;
      features[at++] = logShare(shareOf(next, item, nextSum));
      features[at++] = followersLog;
      features[at++] = logShare(shareOf(preceders, item, precedersSum));
      features[at++] = logShare(shareOf(pairFollowers, item, pairFollowersSum));
      features[at++] = logShare(shareOf(previousFollowers, item, previousFollowersSum));
      features[at++] = logShare(cosine);
      features[at++] = nearShare;
      features[at++] = followersShare;
      features[at++] = popularity[item] ?? 0;
      features[at++] = recentPopularity[item] ?? 0;
      features[at++] = seen;
      features[at++] = seen === 0 ? 0 : 1 / stepsAfter;
      features[at++] = isLast;
      features[at++] = stepsAfter === 2 ? 1 : 0;
      features[at++] = Math.log(Math.max(1, shape.times(item)));
      features[at++] = seen * logLength;
      features[at++] = seen * repeatRatio;
      features[at++] = isLast * repeatRatio;
      features[at++] = isLast * logLength;
      features[at++] = seen * lastIsRepeat;
      features[at++] = isLast * lastIsRepeat;
      features[at++] = nearLog * logLength;
      features[at++] = wideLog * logLength;
      features[at++] = followersLog * logLength;
      features[at++] = nearLog * seen;
      features[at++] = followersLog * seen;
      if (linear !== undefined) {
        const linearShare = shareOf(linearSheet, item, linearSum);
        const linearLog = logShare(linearShare);
        features[at++] = linearLog;
        features[at++] = linearShare;
        features[at++] = linearLog * seen;
        features[at++] = linearLog * logLength;
      }
      if (logits === undefined) continue;
      const logit = (logits.values[candidate] ?? 0) / LOGIT_UNIT;
      features[at++] = logit;
      features[at++] = Math.exp((logits.values[candidate] ?? 0) - logits.logSum);
      features[at++] = logit * seen;
      features[at++] = logit * logLength;
    }
    return { count: chosen.count, items: chosen.touched, features };
  };
}

/** The encoder's logits of all candidates, and the logarithm of what their exponentials add up to. */
function logitsOf(encoder: EncoderEvidence, { touched, count }: ScoreSheet) {
  const values = Float64Array.from(touched.subarray(0, count), (item) => encoder.logit(item));
  const largest = values.reduce((high, value) => Math.max(high, value), -Infinity);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return { values, logSum: largest + Math.log(sum) };
}

function sumOf(sheet: ScoreSheet): number {
  let sum = 0;
  for (let i = 0; i < sheet.count; i++) sum += sheet.scores[sheet.touched[i] ?? 0] ?? 0;
  return sum;
}

function shareOf(sheet: ScoreSheet, item: number, sum: number): number {
  return sum > 0 ? (sheet.scores[item] ?? 0) / sum : 0;
}

/** `[item]` events on a logarithmic scale: 0 for none, 1 for the most popular item. */
async function popularityOf(items: Uint32Array, itemCount: number): Promise<Float64Array> {
  const counts = new Uint32Array(itemCount);
  await inSlices(items.length, (from, to) => addCounts(counts, items.subarray(from, to)));
  const most = counts.reduce((high, count) => Math.max(high, count), 1);
  return Float64Array.from(counts, (count) => Math.log1p(count) / Math.log1p(most));
}
