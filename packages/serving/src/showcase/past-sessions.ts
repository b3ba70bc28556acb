import type { ShownSession } from './showcase.ts';

/** Models whose files hold sessions of the training as `offsets` and `items`, as `@lf/recommenders` writes them. */
const OF_SESSIONS: ReadonlySet<unknown> = new Set(['SKNN', 'VSKNN', 'STAN', 'VSTAN', 'BLEND']);

const HEADER = 'recommender.json';
/** `@lf/recommenders` reads no longer one. */
const MAX_HEADER_BYTES = 2 ** 20;
const BYTES_A_NUMBER = 4;
/** How many are shown, spread evenly over the latest of them. */
const SHOWN = 12;
/** Events at the end of the file that are looked at: some milliseconds. */
const LOOKED_AT = 65_536;
const FEWEST_EVENTS = 3;
const MOST_EVENTS = 8;
/** A product that fewer sessions have could tell whose session it is. */
const FEWEST_SESSIONS = 3;

/**
 * Sessions of the training that a recommender's files hold, without those that have a rare product.
 *
 * @param files as its `serialize()` gave them; they were restored before
 * @param skus by item
 * @returns the last product of each as `next`; none where the model keeps no sessions
 */
export function pastSessions(
  files: ReadonlyMap<string, Uint8Array>,
  skus: readonly string[],
): readonly ShownSession[] {
  if (!OF_SESSIONS.has(choiceOf(files.get(HEADER)))) return [];
  const offsets = numbersOf(files.get('offsets.bin'));
  const items = numbersOf(files.get('items.bin'));
  const sessions: (readonly string[])[] = [];
  const count = new Map<string, number>();
  for (let session = offsets.count - 2, seen = 0; session >= 0 && seen < LOOKED_AT; session--) {
    const [start, end] = [offsets.at(session), offsets.at(session + 1)];
    const length = end - start;
    seen += length;
    if (length < FEWEST_EVENTS || length > MOST_EVENTS) continue;
    const events = Array.from({ length }, (_, event) => skus[items.at(start + event)]);
    const known = events.filter((sku) => sku !== undefined);
    if (known.length < length) continue;
    sessions.push(known);
    for (const sku of new Set(known)) count.set(sku, (count.get(sku) ?? 0) + 1);
  }
  const common = sessions.filter((events) =>
    events.every((sku) => (count.get(sku) ?? 0) >= FEWEST_SESSIONS),
  );
  return spread(common).map((events) => {
    const next = events.at(-1);
    return { events: events.slice(0, -1), ...(next !== undefined && { next }) };
  });
}

/** Little-endian uint32 where they are: no copy of a column that may have millions. */
function numbersOf(bytes: Uint8Array = new Uint8Array()) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / BYTES_A_NUMBER);
  return {
    count,
    /** Past the end it is no item. */
    at: (place: number) =>
      place < count ? view.getUint32(place * BYTES_A_NUMBER, true) : Number.MAX_SAFE_INTEGER,
  };
}

function spread<Value>(values: readonly Value[]): readonly Value[] {
  const shown = Math.min(SHOWN, values.length);
  return Array.from({ length: shown }, (_, place) =>
    values.slice(Math.floor((place * values.length) / shown)).slice(0, 1),
  ).flat();
}

function choiceOf(header: Uint8Array | undefined): unknown {
  if (header === undefined || header.byteLength > MAX_HEADER_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(header));
    return typeof value === 'object' && value !== null && 'choice' in value
      ? value.choice
      : undefined;
  } catch {
    return undefined;
  }
}
