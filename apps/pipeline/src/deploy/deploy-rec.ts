import { BUNDLE_PATHS, readVocabulary } from '@lf/contract';
import { readItemSessionsArrow, readProducts, type NumberedSessions } from '@lf/dataset';
import { isArtifactRef, type StepContext } from '@lf/flow';
import { SHOWCASE_PATH } from '@lf/serving';
import { eventCases, exportRec, restoreRecommender } from '@lf/train-rec';
import { describeRecReference } from '../reference/reference-rec.ts';
import { deployBundle, type Deployment } from './deploy-bundle.ts';
import { describeRecBundle } from './rec-bundle.ts';
import type { ChosenModel } from '../evaluate/evaluate-model.ts';
import { judgeRec } from '../evaluate/judge-rec.ts';
import type { PreparedSessions } from '../prepare/prepare-rec.ts';
import type { RecParams } from '../params/rec-params.ts';
import { readTrainedFiles } from '../train/restore-trained.ts';
import { recProducts } from '../showcase/rec-products.ts';
import { recSessions } from '../showcase/rec-sessions.ts';
import { writeShowcase } from '../showcase/write-showcase.ts';
import type { StoredTables } from '../upload/start.ts';
import { verifyServed } from './verify-served.ts';

interface Inputs {
  readonly start: StoredTables;
  readonly prepare_dataset: PreparedSessions;
  readonly evaluate_model: ChosenModel;
}

/** Packs the chosen model, checks that the packed one ranks as the trained one, serves it and asks it once. */
export async function deploy(
  context: StepContext<RecParams, Inputs, undefined>,
): Promise<Deployment<readonly string[]>> {
  const { prepare_dataset: prepared, evaluate_model: evaluated } = context.inputs;
  const { candidate } = evaluated.chosen;
  const files = await readTrainedFiles(context, evaluated.chosen);
  const vocabulary = await context.getBytes(prepared.vocabulary);
  const skus = readVocabulary(vocabulary).skus;
  const test = await readItemSessionsArrow(await context.localPath(prepared.test));
  const validation = await readItemSessionsArrow(await context.localPath(prepared.validation));
  const scores = await context.getJson(evaluated.scores);
  const train = await readItemSessionsArrow(await context.localPath(prepared.train));
  const cases = eventCases(validation, prepared.itemCount);
  const recommender = await restoreRecommender(files);
  const reference = await describeRecReference({
    recommender,
    train: eventCases(train, prepared.itemCount),
    validation: cases,
  }).finally(() => recommender.dispose());
  const { contents, isSynthetic } = context.inputs.start;
  const { productUrl } = context.params;
  const showcase = await writeShowcase(context.params.showcase, {
    isSynthetic,
    sessions: () => recSessions({ test, others: [train, validation], skus }),
    products: (sessions) =>
      recProducts({
        sessions,
        skus,
        ...(productUrl !== undefined && { pageTemplate: productUrl }),
        lookUp: async (wanted) =>
          isArtifactRef(contents)
            ? readProducts(await context.localPath(contents), wanted)
            : new Map(),
      }),
  });
  return deployBundle(context, {
    verdict: scores,
    isNamed: context.params.isNamed,
    judge: judgeRec(cases, skus),
    parts: {
      manifest: describeRecBundle({
        candidate,
        scores,
        dataDigest: `sha256:${prepared.train.digest}`,
      }),
      files: {
        [BUNDLE_PATHS.vocabulary]: vocabulary,
        ...exportRec(files),
        [BUNDLE_PATHS.reference]: reference,
        [SHOWCASE_PATH]: showcase,
      },
    },
    verify: (bundlePath) => verifyServed(context, { bundlePath, files, sessions: test }),
    session: trialSession(test, skus),
    read: ({ prediction }) =>
      Array.isArray(prediction) && prediction.every((sku) => typeof sku === 'string')
        ? prediction
        : undefined,
  });
}

/** Two products that a test session saw one after the other, else the two most popular. */
function trialSession(
  { offsets, items }: NumberedSessions,
  skus: readonly string[],
): readonly string[] {
  const skusOf = (session: Uint32Array) =>
    Array.from(session, (item) => skus[item]).filter((sku) => sku !== undefined);
  const pair = Array.from(offsets, (start, session) => items.subarray(start, offsets[session + 1]))
    .map((session) => skusOf(session.subarray(0, 2)))
    .find(([first, second]) => second !== undefined && first !== second);
  return pair ?? skus.slice(0, 2);
}
