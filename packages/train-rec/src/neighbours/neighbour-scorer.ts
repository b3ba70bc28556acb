import type { ScoreSession } from '../rank/rank-by-score.ts';
import { ScoreSheet } from '../rank/score-sheet.ts';
import { TopSelection } from '../rank/top-selection.ts';
import { sessionCount } from '../sessions/item-sequences.ts';
import type { NeighbourSettings } from './neighbour-settings.ts';
import type { SessionIndex } from './session-index.ts';

/**
 * Scores items by the sessions that resemble the current one: of the most recent sessions that
 * share an item, the most similar vote for what they hold.
 */
export function neighbourScorer(index: SessionIndex, settings: NeighbourSettings): ScoreSession {
  const { sessions, postingOffsets, postings, distinctItems, itemCount } = index;
  const pastSessions = sessionCount(sessions);
  const similarities = new ScoreSheet(pastSessions);
  const recent = new TopSelection(settings.sample, 'lower');
  const nearest = new TopSelection(settings.neighbours, 'higher');
  // [item] steps from the end of the current session + 1 at the item's last event; 0: not in it.
  const stepsAfter = new Uint32Array(itemCount);
  const rarity = Float64Array.from({ length: itemCount }, (_, item) =>
    settings.rarityWeight(
      ((postingOffsets[item + 1] ?? 0) - (postingOffsets[item] ?? 0)) / pastSessions,
    ),
  );

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
    const { touched, count, scores } = similarities;
    let candidates = touched;
    let candidateCount = count;
    if (count > settings.sample) {
      recent.clear();
      for (let i = 0; i < count; i++) recent.offer(touched[i] ?? 0, touched[i] ?? 0);
      candidates = recent.keys;
      candidateCount = recent.size;
    }
    for (let i = 0; i < candidateCount; i++) {
      const session = candidates[i] ?? 0;
      const similarity =
        ((scores[session] ?? 0) / settings.sizeNorm(distinctItems[session] ?? 0)) *
        settings.recencyWeight((pastSessions - session) / pastSessions);
      nearest.offer(session, similarity);
    }
  }

  function vote(session: number, similarity: number, sheet: ScoreSheet): void {
    const start = sessions.offsets[session] ?? 0;
    const end = sessions.offsets[session + 1] ?? 0;
    let steps = Infinity;
    let matchedAt = start;
    for (let event = start; event < end; event++) {
      const after = stepsAfter[sessions.items[event] ?? 0] ?? 0;
      if (after !== 0 && after - 1 <= steps) {
        steps = after - 1;
        matchedAt = event;
      }
    }
    const weight = similarity * settings.matchWeight(steps);
    if (weight <= 0) return;
    for (let event = start; event < end; event++) {
      const item = sessions.items[event] ?? itemCount;
      if (item >= itemCount || isRepeat(sessions.items, event, end)) continue;
      sheet.add(item, weight * settings.distanceWeight(event - matchedAt) * (rarity[item] ?? 0));
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

/** Whether the event's item comes again before `end`: its last event alone counts. */
function isRepeat(items: Uint32Array, event: number, end: number): boolean {
  const item = items[event];
  for (let later = event + 1; later < end; later++) {
    if (items[later] === item) return true;
  }
  return false;
}
