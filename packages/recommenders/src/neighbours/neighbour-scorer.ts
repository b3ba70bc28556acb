import { inSlices } from '../pause.ts';
import type { ScoreSession } from '../rank/rank-by-score.ts';
import { ScoreSheet } from '../rank/score-sheet.ts';
import { TopSelection } from '../rank/top-selection.ts';
import { sessionCount } from '../sessions/item-sequences.ts';
import type { NeighbourSettings } from './neighbour-settings.ts';
import { holderCount, type SessionIndex } from './session-index.ts';

/** Distances whose weights are looked up: most sessions are shorter. */
const TABULATED = 64;

/**
 * Scores items by the sessions that resemble the current one: of the most recent sessions that
 * share an item, the most similar vote for what they hold.
 */
export async function neighbourScorer(
  index: SessionIndex,
  settings: NeighbourSettings,
): Promise<ScoreSession> {
  const { postingOffsets, postings, memberOffsets, members, memberPlaces, itemCount } = index;
  const pastSessions = sessionCount(index.sessions);
  const similarities = new ScoreSheet(pastSessions);
  const recent = new TopSelection(Math.min(settings.sample, pastSessions), 'lower');
  const nearest = new TopSelection(Math.min(settings.neighbours, pastSessions), 'higher');
  // [item] steps from the end of the current session + 1 at the item's last event; 0: not in it.
  const stepsAfter = new Uint32Array(itemCount);
  // [session] what its overlap is multiplied by.
  const sessionWeights = new Float64Array(pastSessions);
  await inSlices(pastSessions, (from, to) => {
    for (let session = from; session < to; session++) {
      sessionWeights[session] =
        settings.recencyWeight((pastSessions - session) / pastSessions) /
        settings.sizeNorm((memberOffsets[session + 1] ?? 0) - (memberOffsets[session] ?? 0));
    }
  });
  const rarity = Float64Array.from({ length: itemCount }, (_, item) =>
    settings.rarityWeight(holderCount(index, item) / pastSessions),
  );
  const nearWeights = Float64Array.from({ length: 2 * TABULATED + 1 }, (_, place) =>
    settings.distanceWeight(place - TABULATED),
  );
  const distanceWeight = (distance: number) =>
    nearWeights[distance + TABULATED] ?? settings.distanceWeight(distance);

  function compareWithRecent(known: Uint32Array): void {
    for (let position = known.length - 1; position >= 0; position--) {
      const item = known[position] ?? 0;
      if (stepsAfter[item] !== 0) continue;
      const steps = known.length - 1 - position;
      stepsAfter[item] = steps + 1;
      const weight = settings.sharedWeight(steps, known.length);
      const start = postingOffsets[item] ?? 0;
      // The sample's most recent sessions of all are among those of each item.
      const end = Math.min(postingOffsets[item + 1] ?? 0, start + settings.sample);
      for (let posting = start; posting < end; posting++) {
        similarities.add(postings[posting] ?? 0, weight);
      }
    }
  }

  function chooseNearest(): void {
    nearest.clear();
    let candidates = similarities.touched;
    let candidateCount = similarities.count;
    if (candidateCount > settings.sample) {
      recent.clear();
      for (let i = 0; i < candidateCount; i++) {
        const session = candidates[i] ?? 0;
        recent.offer(session, session);
      }
      candidates = recent.keys;
      candidateCount = recent.size;
    }
    for (let i = 0; i < candidateCount; i++) {
      const session = candidates[i] ?? 0;
      nearest.offer(session, (similarities.scores[session] ?? 0) * (sessionWeights[session] ?? 0));
    }
  }

  function vote(session: number, similarity: number, sheet: ScoreSheet): void {
    const start = memberOffsets[session] ?? 0;
    const end = memberOffsets[session + 1] ?? 0;
    let steps = Infinity;
    let matchedAt = 0;
    for (let member = start; member < end; member++) {
      const after = stepsAfter[members[member] ?? 0] ?? 0;
      if (after !== 0 && after - 1 < steps) {
        steps = after - 1;
        matchedAt = memberPlaces[member] ?? 0;
      }
    }
    const weight = similarity * settings.matchWeight(steps);
    if (weight <= 0) return;
    for (let member = start; member < end; member++) {
      const item = members[member] ?? 0;
      const distance = (memberPlaces[member] ?? 0) - matchedAt;
      sheet.add(item, weight * distanceWeight(distance) * (rarity[item] ?? 0));
    }
  }

  return (known, sheet) => {
    compareWithRecent(known);
    chooseNearest();
    nearest.sort();
    for (let place = 0; place < nearest.size; place++) {
      vote(nearest.keys[place] ?? 0, nearest.values[place] ?? 0, sheet);
    }
    similarities.clear();
    for (const item of known) stepsAfter[item] = 0;
  };
}
