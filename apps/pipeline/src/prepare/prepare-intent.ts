import { join } from 'node:path';
import {
  contextOfPrefixes,
  labelPrefixes,
  readSessions,
  readTimedSessions,
  splitByStart,
  writeSequencesArrow,
  type LabelCounts,
  type LabelledSequences,
  type Sessions,
  type TimedSessions,
  type TimeSplit,
} from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import type { SessionContext } from '@lf/contract';
import { ARROW } from '../datastore.ts';
import { engineOptions, progressTo } from '../engine.ts';
import type { IntentParams } from '../params/intent-params.ts';
import type { TransformedEvents } from '../transform/transform-events.ts';
import type { StoredTables } from '../upload/start.ts';

interface Inputs {
  readonly start: StoredTables;
  readonly process_raw_data: TransformedEvents;
}

/** Labelled rows in three parts, by time. */
export interface PreparedDataset {
  readonly train: ArtifactRef;
  readonly validation: ArtifactRef;
  readonly test: ArtifactRef;
  readonly isSynthetic: boolean;
}

/** Cuts the sessions into labelled prefixes and splits them by the sessions' start. */
export async function prepareDataset(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<PreparedDataset> {
  const { params, inputs } = context;
  const { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO, contextEvents } = params.preparation;
  const sessions = await sessionsOf(context);
  const { sequences, counts } = labelPrefixes(sessions, {
    labelling: LABELLING,
    cuts: [...CUTS].sort((a, b) => a - b),
  });
  context.log(describe(counts));
  const split = splitByStart(sequences, {
    train: 1 - VALIDATION_RATIO - TEST_RATIO,
    validation: VALIDATION_RATIO,
    test: TEST_RATIO,
  });
  const contexts = contextsOf(sessions, split, contextEvents);
  const put = async (name: keyof typeof split) => {
    const path = join(context.workDir, `${name}.arrow`);
    await writeSequencesArrow(path, split[name], contexts?.[name]);
    context.log(`${name}: ${rowsOf(split[name])}`);
    return context.putFile(path, ARROW);
  };
  return {
    train: await put('train'),
    validation: await put('validation'),
    test: await put('test'),
    isSynthetic: inputs.start.isSynthetic,
  };
}

type Context = StepContext<IntentParams, Inputs, undefined>;

/** The sessions of the events, with times and products where the model reads them. */
async function sessionsOf(context: Context): Promise<Sessions | TimedSessions> {
  const { params, inputs } = context;
  const options = { engine: engineOptions(params), onProgress: progressTo(context) };
  const events = await context.localPath(inputs.process_raw_data.events);
  if (params.preparation.contextEvents === undefined) return readSessions(events, options);
  const browsing = await context.localPath(inputs.start.browsing);
  return readTimedSessions({ events, browsing }, options);
}

/** The context of the rows of each part; undefined where the sessions have no times. */
function contextsOf(
  sessions: Sessions | TimedSessions,
  { train, validation, test }: TimeSplit,
  maxEvents = 0,
): Record<keyof TimeSplit, SessionContext> | undefined {
  if (!('timesMs' in sessions)) return undefined;
  const of = (part: LabelledSequences) => contextOfPrefixes(sessions, part, maxEvents);
  return { train: of(train), validation: of(validation), test: of(test) };
}

function describe({
  sessions,
  sessionsWithoutAdd,
  sessionsPurchasedBeforeAdd,
  rows,
  positives,
}: LabelCounts): string {
  const n = (value: number) => value.toLocaleString('en');
  return (
    `${n(sessions)} sessions, ${n(sessions - sessionsWithoutAdd)} with an add` +
    (sessionsPurchasedBeforeAdd > 0
      ? `, ${n(sessionsPurchasedBeforeAdd)} of them after a purchase and left out`
      : '') +
    `: ${n(rows)} rows, ${((100 * positives) / rows).toFixed(1)} % followed by a purchase`
  );
}

function rowsOf({ labels, groups }: LabelledSequences): string {
  return `${labels.length.toLocaleString('en')} rows of ${new Set(groups).size.toLocaleString('en')} sessions`;
}
