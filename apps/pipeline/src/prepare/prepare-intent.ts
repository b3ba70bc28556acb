import { join } from 'node:path';
import {
  labelPrefixes,
  readSessions,
  splitByStart,
  writeSequencesArrow,
  type LabelCounts,
  type LabelledSequences,
} from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
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
  const { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO } = params.preparation;
  const sessions = await readSessions(await context.localPath(inputs.process_raw_data.events), {
    engine: engineOptions(params),
    onProgress: progressTo(context),
  });
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
  const put = async (name: keyof typeof split) => {
    const path = join(context.workDir, `${name}.arrow`);
    await writeSequencesArrow(path, split[name]);
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
