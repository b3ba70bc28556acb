import { serializeVocabulary } from '@lf/contract';
import { join } from 'node:path';
import {
  readItemSessions,
  splitItemSessions,
  writeItemSessionsArrow,
  type NumberedSessions,
} from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { renumberItems, trainingVocabulary } from '@lf/train-rec';
import { ARROW } from '../datastore.ts';
import { engineOptions, progressTo } from '../engine.ts';
import type { TransformedEvents } from '../transform/transform-events.ts';
import type { RecParams } from '../params/rec-params.ts';

interface Inputs {
  readonly process_raw_data: TransformedEvents;
}

/** Sessions in three parts, by time; items numbered by how often the first part has them. */
export interface PreparedSessions {
  readonly train: ArtifactRef;
  readonly validation: ArtifactRef;
  readonly test: ArtifactRef;
  /** `vocabulary.json`, as the bundle has it. */
  readonly vocabulary: ArtifactRef;
  readonly itemCount: number;
}

/** Gathers the products of each session, splits by the sessions' start and numbers the products. */
export async function prepareDataset(
  context: StepContext<RecParams, Inputs, undefined>,
): Promise<PreparedSessions> {
  const { params, inputs } = context;
  const { validationRatio, testRatio } = params;
  const sessions = await readItemSessions(await context.localPath(inputs.process_raw_data.events), {
    engine: engineOptions(params),
    onProgress: progressTo(context),
  });
  const split = splitItemSessions(sessions, {
    train: 1 - validationRatio - testRatio,
    validation: validationRatio,
    test: testRatio,
  });
  const vocabulary = trainingVocabulary(split.train, sessions.vocabulary);
  const itemCount = vocabulary.skus.length;
  context.log(
    `${count(itemCount)} products in the training sessions; ${count(sessions.vocabulary.length - itemCount)} only later ones have`,
  );
  const put = async (name: keyof typeof split) => {
    const path = join(context.workDir, `${name}.arrow`);
    const part = renumberItems(split[name], vocabulary);
    await writeItemSessionsArrow(path, part);
    context.log(`${name}: ${describe(part, itemCount)}`);
    return context.putFile(path, ARROW);
  };
  return {
    train: await put('train'),
    validation: await put('validation'),
    test: await put('test'),
    vocabulary: await context.putBytes(serializeVocabulary(vocabulary.skus), 'application/json'),
    itemCount,
  };
}

function describe({ items, startMs }: NumberedSessions, itemCount: number): string {
  const unseen = items.reduce((sum, item) => sum + (item < itemCount ? 0 : 1), 0);
  return (
    `${count(startMs.length)} sessions, ${count(items.length)} events` +
    (unseen === 0
      ? ''
      : `, ${((100 * unseen) / items.length).toFixed(1)} % of products unseen in training`)
  );
}

function count(value: number): string {
  return value.toLocaleString('en');
}
