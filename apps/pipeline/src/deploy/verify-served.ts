import { DEFAULT_MAX_EVENTS, FIRST_ITEM_ID, idBatch, UNKNOWN_ID } from '@lf/contract';
import type { NumberedSessions } from '@lf/dataset';
import { DEFAULT_TOLERANCE, requireAgreement } from '@lf/deploy';
import { loadModel } from '@lf/serving/models';
import { restoreRecommender, toItemSequences, type ItemSequences } from '@lf/train-rec';

/** Sessions on which the packed model must agree with the trained one before anything is served. */
const VERIFIED_SESSIONS = 200;

/** Of one more session, which every form of the model has to cut alike. */
const LONG_SESSION_EVENTS = 3 * DEFAULT_MAX_EVENTS.rec;

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
  const recommender = await restoreRecommender(of.files);
  const { itemCount } = recommender;
  const asked = someSessions(of.sessions, itemCount);
  const model = await loadModel(of.bundlePath, 'rec');
  try {
    const actual = await model.recommend(
      idBatch(asked, (item) => (item < itemCount ? item + FIRST_ITEM_ID : UNKNOWN_ID)),
    );
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

/** Sessions that hold a known item, and one of all of their events: longer than what models read. */
function someSessions({ offsets, items }: NumberedSessions, itemCount: number): ItemSequences {
  const sessions = Array.from(offsets.subarray(0, -1), (from, session) =>
    Array.from(items.subarray(from, offsets[session + 1])),
  )
    .filter((session) => session.some((item) => item < itemCount))
    .slice(0, VERIFIED_SESSIONS);
  return toItemSequences([...sessions, sessions.flat().slice(0, LONG_SESSION_EVENTS)]);
}
