import type { NumberedSessions } from '@lf/dataset';
import type { ShownSession } from '@lf/serving';
import { typicalSessions } from './typical-sessions.ts';

const CHOICE = { fewest: 3, most: 20, count: 12 };

/** A product that fewer sessions have could tell whose session it is. */
const FEWEST_SESSIONS = 5;

/** A SKU that a showcase can hold, in characters. */
const LONGEST_SKU = 256;

/**
 * Chooses test sessions to try a rec model with: of products that the model knows and that several sessions have, the last
 * one to be guessed.
 *
 * @param of.others the sessions of the other parts: how common a product is, all of them tell
 * @param of.skus by item; an item beyond them is not known to the model
 */
export function recSessions(of: {
  readonly test: NumberedSessions;
  readonly others: readonly NumberedSessions[];
  readonly skus: readonly string[];
}): readonly ShownSession[] {
  const { test, others, skus } = of;
  const counts = sessionCounts([...others, test], skus.length);
  const isShown = (item: number) =>
    (counts[item] ?? 0) >= FEWEST_SESSIONS && (skus[item]?.length ?? Infinity) <= LONGEST_SKU;
  const sessions: { readonly events: readonly string[] }[] = [];
  for (const items of sessionsOf(test)) {
    // Who looks at one product again and again shows nothing of what comes next
    if (items.length > CHOICE.most || items.at(-1) === items.at(-2) || !items.every(isShown))
      continue;
    sessions.push({ events: Array.from(items, (item) => skus[item] ?? '') });
  }
  return typicalSessions(sessions, CHOICE).map(({ events }) => {
    const next = events.at(-1);
    return { events: events.slice(0, -1), ...(next !== undefined && { next }) };
  });
}

/** `[item]`, how many sessions have it. */
function sessionCounts(parts: readonly NumberedSessions[], itemCount: number): Uint32Array {
  const counts = new Uint32Array(itemCount);
  for (const part of parts) {
    for (const items of sessionsOf(part)) {
      for (const item of new Set(items))
        if (item < itemCount) counts[item] = (counts[item] ?? 0) + 1;
    }
  }
  return counts;
}

function* sessionsOf({ offsets, items }: NumberedSessions): Generator<Uint32Array> {
  for (let session = 0; session + 1 < offsets.length; session++) {
    yield items.subarray(offsets[session], offsets[session + 1]);
  }
}
