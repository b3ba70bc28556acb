import { expect, it } from 'vitest';
import { writeModelFiles } from '../src/files/model-files.ts';
import { modelOf, restoreRecommender } from '../src/index.ts';
import { PAUSE_ROWS } from '../src/pause.ts';

const SESSIONS = 5 * PAUSE_ROWS;

it.each(['VSKNN', 'BLEND'] as const)(
  'lets the event loop turn while a large %s is restored',
  async (choice) => {
    const offsets = Uint32Array.from({ length: SESSIONS + 1 }, (_, session) => 2 * session);
    const items = Uint32Array.from({ length: 2 * SESSIONS }, (_, event) => (event * 7) % 1000);
    const weights = choice === 'BLEND' ? { weights: new Float64Array(28) } : {};
    const files = writeModelFiles({
      choice,
      itemCount: 1000,
      config: modelOf(choice).parse({}),
      columns: { offsets, items, ...weights },
    });
    let turns = 0;
    const turn = () => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const recommender = await restoreRecommender(files);
    clearImmediate(next);
    recommender.dispose();
    // Members, postings (twice) and the weights of the sessions are each written in slices.
    expect(turns).toBeGreaterThan(16);
  },
);
