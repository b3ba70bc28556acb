import { type ItemSequences, sessionCount } from '@lf/recommenders';

/** Events of sessions, found by their item. */
export interface EventIndex {
  /** `[item + 1]` where the events of an item begin. */
  readonly eventOffsets: Uint32Array;
  /** Events by item, in the order of time. */
  readonly events: Uint32Array;
  /** `[event]` its session. */
  readonly sessionOf: Uint32Array;
  /** `[event]` the next event of its session with the same item; `NO_EVENT` for the last. */
  readonly nextSame: Uint32Array;
}

/** Lies behind every event. */
const NO_EVENT = 0xffff_ffff;

/** @param train sessions of known items */
export function indexEvents(train: ItemSequences, itemCount: number): EventIndex {
  const { offsets, items } = train;
  const sessionOf = new Uint32Array(items.length);
  const nextSame = new Uint32Array(items.length).fill(NO_EVENT);
  const eventOffsets = new Uint32Array(itemCount + 1);
  const latest = new Uint32Array(itemCount).fill(NO_EVENT);
  for (let session = 0; session < sessionCount(train); session++) {
    const start = offsets[session] ?? 0;
    for (let event = start; event < (offsets[session + 1] ?? 0); event++) {
      const item = items[event] ?? 0;
      const before = latest[item] ?? NO_EVENT;
      if (before !== NO_EVENT && before >= start) nextSame[before] = event;
      latest[item] = event;
      sessionOf[event] = session;
      eventOffsets[item + 1] = (eventOffsets[item + 1] ?? 0) + 1;
    }
  }
  for (let item = 0; item < itemCount; item++) {
    eventOffsets[item + 1] = (eventOffsets[item + 1] ?? 0) + (eventOffsets[item] ?? 0);
  }
  const events = new Uint32Array(items.length);
  const next = eventOffsets.slice(0, itemCount);
  for (let event = 0; event < items.length; event++) {
    const item = items[event] ?? 0;
    const place = next[item] ?? 0;
    events[place] = event;
    next[item] = place + 1;
  }
  return { eventOffsets, events, sessionOf, nextSame };
}
