import type { NumberedSessions } from '@lf/dataset';
import { DEFAULT_TOLERANCE, requireAgreement } from '@lf/deploy';
import { loadModel } from '@lf/endpoint';
import { FIRST_ITEM_ID, restoreRecommender, UNKNOWN_ITEM } from '@lf/train-rec';

/** Sessions on which the packed model must agree with the trained one before anything is served. */
const VERIFIED_SESSIONS = 200;

/** Events of a session that are asked about: the longest that every model takes. */
const VERIFIED_EVENTS = 20;

/** Loads a bundle as the endpoint does and compares its scores with those of the trained model. */
export async function verifyServed(
  context: { log(message: string): void },
  of: {
    readonly bundlePath: string;
    /** Of the trained model, by name. */
    readonly files: ReadonlyMap<string, Uint8Array>;
    readonly sessions: NumberedSessions;
  },
): Promise<void> {
  const recommender = restoreRecommender(of.files);
  const { itemCount } = recommender;
  const asked = firstSessions(of.sessions, itemCount);
  const model = await loadModel(of.bundlePath, 'rec');
  try {
    const actual = await model.recommend(tokenIds(asked));
    const expected = recommender.recommend(asked, { k: actual.k });
    // A session may have fewer items than places
    const places = [...expected.items.keys()].filter((place) => expected.items[place] !== -1);
    const largest = Math.max(1, ...places.map((place) => Math.abs(expected.scores[place] ?? NaN)));
    const agreement = requireAgreement({
      // Scores have no scale of their own: what float32 keeps of them depends on the largest
      tolerance: DEFAULT_TOLERANCE * largest,
      expected: places.map((place) => expected.scores[place] ?? NaN),
      actual: places.map((place) => actual.scores[place] ?? NaN),
    });
    const same = places.filter(
      (place) => (actual.items[place] ?? 0) - FIRST_ITEM_ID === expected.items[place],
    ).length;
    context.log(
      `the packed model agrees with the trained one on ${asked.offsets.length - 1} sessions: ` +
        `${((100 * same) / Math.max(1, places.length)).toFixed(1)} % of places alike, largest difference of scores ${agreement.maxAbsoluteError.toExponential(1)}`,
    );
  } finally {
    await model.close();
    recommender.dispose();
  }
}

interface AskedSessions {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
}

/** The first events of the first sessions that hold a known item. */
function firstSessions({ offsets, items }: NumberedSessions, itemCount: number): AskedSessions {
  const sessions = Array.from(offsets.subarray(0, -1), (from, session) =>
    items.subarray(from, Math.min(from + VERIFIED_EVENTS, offsets[session + 1] ?? 0)),
  )
    .filter((session) => session.some((item) => item < itemCount))
    .slice(0, VERIFIED_SESSIONS);
  const ends = [0];
  for (const { length } of sessions) ends.push((ends.at(-1) ?? 0) + length);
  return {
    offsets: Uint32Array.from(ends),
    items: Uint32Array.from(sessions.flatMap((session) => [...session])),
  };
}

/** Sessions as the model's input: token ids, 1 for an unknown item, padded with 0. */
function tokenIds({ offsets, items }: AskedSessions): {
  readonly ids: Int32Array;
  readonly batch: number;
  readonly time: number;
} {
  const batch = offsets.length - 1;
  const ids = new Int32Array(batch * VERIFIED_EVENTS);
  for (let session = 0; session < batch; session++) {
    const from = offsets[session] ?? 0;
    const to = offsets[session + 1] ?? 0;
    for (let event = from; event < to; event++) {
      const item = items[event] ?? 0;
      ids[session * VERIFIED_EVENTS + event - from] =
        item === UNKNOWN_ITEM ? 1 : item + FIRST_ITEM_ID;
    }
  }
  return { ids, batch, time: VERIFIED_EVENTS };
}
