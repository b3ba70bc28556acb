import { describe, expect, it } from 'vitest';
import { BLEND_FEATURES, logShare } from '../../src/blend/blend-features.ts';
import { candidateReader } from '../../src/blend/candidate-reader.ts';
import { SessionShape } from '../../src/blend/session-shape.ts';
import { transitionEvidence } from '../../src/blend/transition-evidence.ts';
import { indexSessions } from '../../src/neighbours/session-index.ts';
import type { ScoreSheet } from '../../src/rank/score-sheet.ts';
import { toItemSequences } from '../../src/index.ts';

const PAST = toItemSequences([
  [0, 1, 2],
  [0, 1, 3, 1],
  [1, 2],
  [4, 0, 2],
]);

const of = (sheet: ScoreSheet) => [...sheet.scores];

describe('transitionEvidence', async () => {
  const evidence = transitionEvidence(await indexSessions(PAST, 5), 100);

  it('counts what stands around the last item, and the one before', () => {
    evidence.gather(Uint32Array.of(4, 0, 1));
    expect(of(evidence.followers)).toEqual([0, 0, 2, 1, 0]);
    expect(of(evidence.preceders)).toEqual([2, 0, 0, 1, 0]);
    expect(of(evidence.pairFollowers)).toEqual([0, 0, 1, 1, 0]);
    expect(of(evidence.previousFollowers)).toEqual([0, 2, 1, 0, 0]);
    expect(of(evidence.together)).toEqual([2, 0, 2, 1, 0]);
  });

  it('forgets the session before', () => {
    evidence.gather(Uint32Array.of(4));
    expect(of(evidence.followers)).toEqual([1, 0, 0, 0, 0]);
    expect(of(evidence.previousFollowers)).toEqual([0, 0, 0, 0, 0]);
    evidence.gather(new Uint32Array(0));
    expect(of(evidence.followers)).toEqual([0, 0, 0, 0, 0]);
  });

  it('reads the most recent sessions alone', async () => {
    const recent = transitionEvidence(await indexSessions(PAST, 5), 1);
    recent.gather(Uint32Array.of(1));
    expect(of(recent.followers)).toEqual([0, 0, 1, 0, 0]);
  });
});

describe('SessionShape', () => {
  it('knows how the session holds each item', () => {
    const shape = new SessionShape(5);
    shape.read(Uint32Array.of(3, 1, 3, 2, 3));
    expect([0, 1, 2, 3].map((item) => shape.stepsAfter(item))).toEqual([0, 4, 2, 1]);
    expect([0, 1, 2, 3].map((item) => shape.times(item))).toEqual([0, 1, 1, 3]);
    expect(shape).toMatchObject({ logLength: Math.log(5), lastIsRepeat: 1 });
    expect(shape.repeatRatio).toBeCloseTo(2 / 5, 12);
  });

  it('forgets the session before', () => {
    const shape = new SessionShape(5);
    shape.read(Uint32Array.of(3, 3));
    shape.read(new Uint32Array(0));
    expect(shape).toMatchObject({ logLength: 0, repeatRatio: 0, lastIsRepeat: 0 });
    expect(shape.times(3)).toBe(0);
  });
});

describe('candidateReader', async () => {
  const read = await candidateReader(PAST, 5, {
    neighbours: 10,
    sample: 100,
    candidatesPerSource: 5,
  });

  function featureOf(known: readonly number[], item: number) {
    const { count, items, features } = read(Uint32Array.from(known));
    const row = items.subarray(0, count).indexOf(item);
    expect(row).toBeGreaterThanOrEqual(0);
    return (name: (typeof BLEND_FEATURES)[number]) =>
      features[row * BLEND_FEATURES.length + BLEND_FEATURES.indexOf(name)];
  }

  it('describes each candidate under the names of the features', () => {
    const unseen = featureOf([4, 1, 0], 2);
    // 0 was followed by 1 twice, by 2 once, and two more transitions are assumed.
    expect(unseen('followersShare')).toBeCloseTo(1 / 5, 6);
    expect(unseen('followers')).toBeCloseTo(logShare(1 / 5), 6);
    // 0 is in three sessions, 2 in three, both in two of them; 20 more of each are assumed.
    expect(unseen('together')).toBeCloseTo(logShare(2 / 23), 6);
    // Item 1 comes most often, four times; 2 three times.
    expect(unseen('popularity')).toBeCloseTo(Math.log(4) / Math.log(5), 6);
    expect([unseen('seen'), unseen('seenRecency'), unseen('isLast')]).toEqual([0, 0, 0]);

    const before = featureOf([4, 1, 0], 1);
    expect([before('seen'), before('seenRecency'), before('isPrevious')]).toEqual([1, 0.5, 1]);
    expect(before('seenInLongSession')).toBeCloseTo(Math.log(3), 6);

    const last = featureOf([0, 4, 0], 0);
    expect([last('isLast'), last('lastAfterRepeat')]).toEqual([1, 1]);
    expect(last('seenTimes')).toBeCloseTo(Math.log(2), 6);
    expect(last('lastAmongRepeats')).toBeCloseTo(1 / 3, 6);
  });

  it('proposes what the session holds, what goes with it, and nothing twice', () => {
    const { count, items } = read(Uint32Array.of(4));
    expect([...items.subarray(0, count)].sort()).toEqual([0, 2, 4]);
  });

  it('proposes nothing for an empty session', () => {
    expect(read(new Uint32Array(0)).count).toBe(0);
  });
});

describe('logShare', () => {
  it('rises from 0 to 1', () => {
    expect([logShare(0), logShare(1)]).toEqual([0, 1]);
    expect(logShare(0.01)).toBeGreaterThan(0.4);
  });
});
