import { describe, expect, it } from 'vitest';
import {
  createRecommender,
  modelOf,
  RecommenderFormatError,
  restoreRecommender,
  toItemSequences,
  UNKNOWN_ITEM,
  UnknownModelChoiceError,
} from '../../src/index.ts';
import { readModelFiles, writeModelFiles } from '../../src/files/model-files.ts';

const config = modelOf('POPULARITY').parse({});
const STATE = {
  choice: 'POPULARITY',
  itemCount: 3,
  config,
  columns: {
    bytes: Uint8Array.of(1, 2, 255),
    words: Uint32Array.of(7, 0xffff_ffff),
    halves: Float32Array.of(0.5, -1.5),
    sums: Float64Array.of(1 / 3),
  },
};

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('model files', () => {
  it('give back every column, even from an address that is no multiple of its width', () => {
    const shifted = new Map(
      [...writeModelFiles(STATE)].map(([name, bytes]) => {
        const room = new Uint8Array(bytes.length + 1);
        room.set(bytes, 1);
        return [name, room.subarray(1)];
      }),
    );
    const files = readModelFiles(shifted);
    expect(files.uint8('bytes')).toEqual(STATE.columns.bytes);
    expect(files.uint32('words')).toEqual(STATE.columns.words);
    expect(files.float32('halves')).toEqual(STATE.columns.halves);
    expect(files.float64('sums')).toEqual(STATE.columns.sums);
    expect(files).toMatchObject({ choice: 'POPULARITY', itemCount: 3, config });
  });

  it('keep only the part of a buffer that the column is', () => {
    const whole = Uint32Array.of(1, 2, 3, 4);
    const files = writeModelFiles({ ...STATE, columns: { part: whole.subarray(1, 3) } });
    expect(readModelFiles(files).uint32('part')).toEqual(Uint32Array.of(2, 3));
  });

  it('refuse a column of another type, a missing one, and one cut short', () => {
    const files = new Map(writeModelFiles(STATE));
    expect(() => readModelFiles(files).float32('words')).toThrow(/no Float32Array named words/);
    expect(() => readModelFiles(files).uint32('other')).toThrow(RecommenderFormatError);
    files.set('words.bin', new Uint8Array(7));
    expect(() => readModelFiles(files).uint32('words')).toThrow(
      /7 bytes in words.bin instead of 8/,
    );
  });

  it.each([
    ['no header', undefined, /no file recommender.json/],
    ['no JSON', new TextEncoder().encode('{'), /not JSON/],
    ['no choice', encode({ schemaVersion: 1 }), /required property 'choice'/],
    [
      'another version',
      encode({ schemaVersion: 9, choice: 'X', itemCount: 1, config: {}, columns: {} }),
      /schemaVersion/,
    ],
  ])('refuse %s', async (_what, header, message) => {
    const files = new Map(header === undefined ? [] : [['recommender.json', header]]);
    const restored = restoreRecommender(files);
    await expect(restored).rejects.toThrow(message);
    await expect(restored).rejects.toThrow(RecommenderFormatError);
  });

  it('refuse a model that this version does not know', async () => {
    const files = writeModelFiles({ ...STATE, choice: 'ORACLE' });
    await expect(restoreRecommender(files)).rejects.toThrow(UnknownModelChoiceError);
  });
});

describe('createRecommender', () => {
  it('checks the numbers of a fresh training as those of a file', async () => {
    const state = {
      choice: 'SKNN',
      itemCount: 2,
      config: modelOf('SKNN').parse({}),
      columns: { offsets: Uint32Array.of(0, 2), items: Uint32Array.of(1, UNKNOWN_ITEM) },
    };
    const recommender = await createRecommender(state);
    expect(recommender.recommend(toItemSequences([[1]]), { k: 1 }).items).toEqual(
      Int32Array.of(1),
    );
    const lying = { ...state, columns: { ...state.columns, offsets: Uint32Array.of(0, 3) } };
    await expect(createRecommender(lying)).rejects.toThrow(RecommenderFormatError);
    const bare = { ...state, columns: { offsets: state.columns.offsets } };
    await expect(createRecommender(bare)).rejects.toThrow(/no Uint32Array named items/);
  });
});
