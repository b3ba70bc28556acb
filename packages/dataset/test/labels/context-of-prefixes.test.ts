import { join } from 'node:path';
import { CONTEXT_FACTS, sessionFeatures, type SessionContext } from '@lf/contract';
import { expect, it } from 'vitest';
import {
  contextOfPrefixes,
  labelPrefixes,
  readContextArrow,
  readSequencesArrow,
  readSessions,
  readTimedSessions,
  transformIntent,
  writeSequencesArrow,
  type TableRow,
  type TimedSessions,
} from '../../src/index.ts';
import { SOME_TIME_MS, event } from '../csv-files.ts';
import { storedEvents } from '../stored-table.ts';
import { tempDirectory } from '../temp-directory.ts';

type Action = NonNullable<TableRow<'browsing_train'>['product_action']>;
type Step = readonly [action: Action | null, second: number, sku: string | null];

async function sessionsOf(
  sessions: Readonly<Record<string, readonly Step[]>>,
): Promise<TimedSessions> {
  const lines = Object.entries(sessions).flatMap(([session_id_hash, steps]) =>
    steps.map(([product_action, second, sku]) =>
      event({
        session_id_hash,
        product_action,
        product_sku_hash: sku,
        server_timestamp_epoch_ms: SOME_TIME_MS + second * 1_000,
      }),
    ),
  );
  const events = join(await tempDirectory(), 'events.parquet');
  const browsing = await storedEvents(lines);
  await transformIntent({ source: browsing, target: events });
  const read = await readTimedSessions({ events, browsing });
  const { offsets, actions, startMs } = read;
  expect({ offsets, actions, startMs }).toEqual(await readSessions(events));
  return read;
}

const STEPS: readonly Step[] = [
  ['detail', 0, 'hat'],
  ['detail', 5, ' cap'],
  ['add', 9, 'hat'],
  [null, 20, null],
  ['detail', 50, 'hat'],
  ['detail', 51, 'cap'],
  ['purchase', 90, 'hat'],
];

const factsOf = ({ facts }: SessionContext, row: number) =>
  Object.fromEntries(
    CONTEXT_FACTS.map(({ name }, fact) => [name, facts[row * CONTEXT_FACTS.length + fact]]),
  );

it('tells times and products of the events up to each cut', async () => {
  const sessions = await sessionsOf({ later: STEPS.map(([a, s, p]) => [a, s + 7, p]), one: STEPS });
  const { sequences } = labelPrefixes(sessions, { cuts: [0, 2] });
  const context = contextOfPrefixes(sessions, sequences, 200);
  expect(factsOf(context, 0)).toMatchObject({ secondsSinceStart: 9, lastGap: 4, products: 2 });
  expect(factsOf(context, 1)).toMatchObject({ secondsSinceStart: 50, lastGap: 30, cartViews: 2 });
  expect(factsOf(context, 3)).toEqual(factsOf(context, 1));
});

it('tells of the events alone that a model reads', async () => {
  const sessions = await sessionsOf({ one: STEPS });
  const { sequences } = labelPrefixes(sessions, { cuts: [2] });
  const facts = factsOf(contextOfPrefixes(sessions, sequences, 2), 0);
  expect(facts).toMatchObject({ secondsSinceStart: 30, products: 1, secondsSinceAdd: NaN });
});

it('has the same features whatever comes after the cut', async () => {
  const featuresOf = async (tail: readonly Step[]) => {
    const sessions = await sessionsOf({ one: [...STEPS.slice(0, 4), ...tail] });
    const { sequences } = labelPrefixes(sessions, { cuts: [1] });
    return sessionFeatures(sequences, contextOfPrefixes(sessions, sequences, 200));
  };
  const tail = STEPS.slice(4);
  const asItWas = await featuresOf(tail);
  expect(asItWas.some((value) => value > 0)).toBe(true);
  expect(await featuresOf([])).toEqual(asItWas);
  expect(await featuresOf(tail.toReversed().map(([a, , p], at) => [a, 21 + at * at, p]))).toEqual(
    asItWas,
  );
  expect(await featuresOf(tail.map(([a, s]) => [a, s * 9, 'coat']))).toEqual(asItWas);
});

it('keeps the context beside the rows in an Arrow file', async () => {
  const sessions = await sessionsOf({ one: STEPS });
  const { sequences } = labelPrefixes(sessions, { cuts: [0, 2] });
  const context = contextOfPrefixes(sessions, sequences, 200);
  const path = join(await tempDirectory(), 'rows.arrow');
  await writeSequencesArrow(path, sequences, context);
  expect(await readContextArrow(path)).toEqual(context);
  expect(await readSequencesArrow(path)).toEqual(sequences);
  await writeSequencesArrow(path, sequences);
  await expect(readContextArrow(path)).rejects.toThrow(/expected the column secondsSinceStart/u);
});
