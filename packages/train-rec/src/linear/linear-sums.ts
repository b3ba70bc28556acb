import { type ItemSequences, sessionCount } from '@lf/recommenders';
import { type LinearConfig, placeDecays, type ScoreSheet } from '@lf/recommenders/training';
import { indexEvents } from './event-index.ts';

/** Sums over all prefixes of the sessions: an item counts in a prefix by its latest place from the end. */
export interface LinearSums {
  /** Adds to the sheet, for each item, the sum of its counts times those of `item`. */
  addProducts(item: number, sheet: ScoreSheet): void;
  /** Adds to the sheet, for each item, the sum of its counts where `target` came next, or soon after. */
  addTargets(target: number, sheet: ScoreSheet): void;
}

/** @param train sessions of known items */
export function linearSums(
  train: ItemSequences,
  itemCount: number,
  config: LinearConfig,
): LinearSums {
  const { offsets, items } = train;
  const { eventOffsets, events, sessionOf, nextSame } = indexEvents(train, itemCount);
  const decays = placeDecays(config);
  const laters = laterDecays(config);
  const weights = sessionWeights(sessionCount(train), config);

  /** Adds what each item counts in the prefix that ends before event `end`. */
  function addPrefix(start: number, end: number, weight: number, sheet: ScoreSheet): void {
    for (let event = Math.max(start, end - decays.length); event < end; event++) {
      if ((nextSame[event] ?? 0) < end) continue;
      sheet.add(items[event] ?? 0, weight * (decays[end - 1 - event] ?? 0));
    }
  }

  return {
    addProducts(item, sheet) {
      for (let at = eventOffsets[item] ?? 0; at < (eventOffsets[item + 1] ?? 0); at++) {
        const event = events[at] ?? 0;
        const session = sessionOf[event] ?? 0;
        const start = offsets[session] ?? 0;
        const last = Math.min(
          (offsets[session + 1] ?? 0) - 1,
          event + decays.length,
          nextSame[event] ?? 0,
        );
        for (let end = event + 1; end <= last; end++) {
          addPrefix(start, end, (weights[session] ?? 0) * (decays[end - 1 - event] ?? 0), sheet);
        }
      }
    },
    addTargets(target, sheet) {
      let before = 0;
      for (let at = eventOffsets[target] ?? 0; at < (eventOffsets[target + 1] ?? 0); at++) {
        const event = events[at] ?? 0;
        const session = sessionOf[event] ?? 0;
        const start = offsets[session] ?? 0;
        const first = Math.max(start, before, event - laters.length) + 1;
        for (let end = first; end <= event; end++) {
          addPrefix(start, end, (weights[session] ?? 0) * (laters[event - end] ?? 0), sheet);
        }
        // A prefix that ends before this event meets this event first, not the later one
        before = event;
      }
    },
  };
}

/** Events after the next one that are learnt from, at most. */
const LATER_EVENTS = 5;

function laterDecays({ LAMBDA_INH }: LinearConfig): Float64Array {
  return LAMBDA_INH === 0
    ? Float64Array.of(1)
    : Float64Array.from({ length: LATER_EVENTS }, (_, steps) => Math.exp(-steps / LAMBDA_INH));
}

function sessionWeights(sessions: number, { LAMBDA_SNH }: LinearConfig): Float64Array {
  return Float64Array.from({ length: sessions }, (_, session) =>
    LAMBDA_SNH === 0 ? 1 : Math.exp(-(sessions - 1 - session) / sessions / LAMBDA_SNH),
  );
}
