/** What BLEND weighs about a candidate, in the order in which the numbers stand. */
export const BLEND_FEATURES = [
  // Shares of a source's evidence, on a logarithmic scale (see evidence.ts, transition-evidence.ts).
  'near',
  'wide',
  'next',
  'followers',
  'preceders',
  'pairFollowers',
  'previousFollowers',
  'together',
  // The plain shares of two of them.
  'nearShare',
  'followersShare',
  'popularity',
  'recentPopularity',
  // How the session holds the candidate: at all, 1 / steps back, as its last item, as the one before, how often.
  'seen',
  'seenRecency',
  'isLast',
  'isPrevious',
  'seenTimes',
  // The same, and the sources, in sessions that are long, or repeat items, or have just repeated one.
  'seenInLongSession',
  'seenAmongRepeats',
  'lastAmongRepeats',
  'lastInLongSession',
  'seenAfterRepeat',
  'lastAfterRepeat',
  'nearInLongSession',
  'wideInLongSession',
  'followersInLongSession',
  'nearSeen',
  'followersSeen',
] as const;

/** What it weighs too where linear evidence joins, behind the others. */
const LINEAR_FEATURES = [
  // The share of the linear scores, on the logarithmic scale and plain.
  'linear',
  'linearShare',
  'linearSeen',
  'linearInLongSession',
] as const;

/** What it weighs too where a session encoder joins the evidence, last. */
const ENCODER_FEATURES = [
  // The encoder's logit, and its share among the candidates.
  'encoder',
  'encoderShare',
  'encoderSeen',
  'encoderInLongSession',
] as const;

/** Which learnt evidence joins that of the past sessions. */
export interface LearntEvidence {
  readonly linear: boolean;
  readonly encoder: boolean;
}

/** The name of each number about a candidate, in their order. */
export function blendFeatures({ linear, encoder }: LearntEvidence): readonly string[] {
  return [
    ...BLEND_FEATURES,
    ...(linear ? LINEAR_FEATURES : []),
    ...(encoder ? ENCODER_FEATURES : []),
  ];
}

/** A source with less than this share of its evidence for an item says next to nothing for it. */
const LEAST_SHARE = 1e-4;

/** A share in [0, 1] on a logarithmic scale from 0, no evidence, to 1, all of the evidence. */
export function logShare(share: number): number {
  return Math.log1p(share / LEAST_SHARE) / Math.log1p(1 / LEAST_SHARE);
}
