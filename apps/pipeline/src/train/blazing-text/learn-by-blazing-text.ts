import type { ObjectStore } from '@lf/dataset';
import { connectSageMaker, runTrainingJob } from '@lf/deploy/sagemaker';
import type { StepContext } from '@lf/flow';
import {
  blazingTextHyperparameters,
  blazingTextLines,
  readWordVectors,
  type LearnVectors,
} from '@lf/train-rec';
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openDatastore } from '../../datastore.ts';
import { stoppable } from '../../terminal/stop-signal.ts';
import { tellProgress } from '../../terminal/tell-progress.ts';
import { PipelineError } from '../../errors.ts';
import type { BlazingTextParams } from '../../params/blazing-text-params.ts';
import type { RunParams } from '../../params/run-params.ts';
import { extractVectors } from './extract-vectors.ts';

/** BlazingText makes no checkpoints: managed spot training lets such jobs wait and run for an hour in all. */
const MOST_SPOT_SECONDS = 3600;

/** The channel, the vectors and what is in between fit on the disk of an instance several times. */
const LEAST_VOLUME_GB = 30;
const DISK_A_CHANNEL = 4;

/** Of an item's number and its line's end; of a value in text and the space before it. */
const MOST_WORD_BYTES = 32;
const MOST_VALUE_BYTES = 32;

type Context = Pick<
  StepContext<RunParams, unknown, unknown>,
  'params' | 'runId' | 'log' | 'workDir'
>;

/**
 * Learns the vectors of KNN by a training job of SageMaker's BlazingText: the sessions go to the run's folder in the
 * datastore, and the vectors come back from there.
 *
 * @throws RecConfigError for a config that BlazingText cannot do; TrainingJobFailedError, AwsError, WordVectorsError
 */
export function learnByBlazingText(context: Context, params: BlazingTextParams): LearnVectors {
  return async ({ sentences, itemCount, config }) => {
    const { image, role, instanceType, instances, isSpot, kmsKeyId } = params;
    const hyperparameters = blazingTextHyperparameters(config, { instances });
    const store = openDatastore(context.params.datastore);
    const path = join(context.workDir, 'sessions.txt');
    const digest = createHash('sha256');
    const lines = function* () {
      for (const piece of blazingTextLines(sentences, itemCount)) {
        digest.update(piece);
        yield piece;
      }
    };
    const file = await open(path, 'w');
    await pipeline(Readable.from(lines()), file.createWriteStream());
    const { size: bytes } = await stat(path);
    // The same sessions learnt in the same way are the same job, whoever asks again
    digest.update(JSON.stringify({ hyperparameters, image, instances }));
    const folder = `runs/rec/${context.runId}/_training/${digest.digest('hex').slice(0, 32)}`;
    const channel = `${folder}/train/sessions.txt`;
    if (!(await store.exists(channel))) await store.putFile(channel, path);
    const root = store.url.replace(/\/$/, '');
    const name = createHash('sha256').update(`${root} ${folder}`).digest('hex').slice(0, 16);
    const sagemaker = connectSageMaker();
    const maxRunSeconds = isSpot
      ? Math.min(MOST_SPOT_SECONDS, params.maxRunSeconds)
      : params.maxRunSeconds;
    const { modelUrl } = await stoppable((signal) =>
      runTrainingJob(
        sagemaker,
        {
          name: `lf-prod2vec-${name}`,
          ...{ image, role, hyperparameters, maxRunSeconds },
          channels: [{ name: 'train', url: `${root}/${folder}/train/`, contentType: 'text/plain' }],
          outputUrl: `${root}/${folder}/output`,
          ...(kmsKeyId !== undefined && { kmsKeyId }),
          instances: {
            type: instanceType,
            count: instances,
            volumeGb: Math.max(LEAST_VOLUME_GB, Math.ceil((DISK_A_CHANNEL * bytes) / 1e9)),
          },
          ...(isSpot && { spot: { maxWaitSeconds: MOST_SPOT_SECONDS } }),
          owner: { flow: 'rec', runId: context.runId, datastore: store.url },
        },
        { signal, onNote: context.log, onProgress: tellProgress(context.log) },
      ),
    );
    const archive = await store.localPath(keyOf(modelUrl, { root, store }));
    const size = Number(hyperparameters['vector_dim']);
    const vectors = join(context.workDir, 'vectors.txt');
    const mostBytes = (itemCount + 2) * (MOST_WORD_BYTES + size * MOST_VALUE_BYTES);
    await extractVectors(archive, { path: vectors, mostBytes });
    const text = createInterface({ input: createReadStream(vectors), crlfDelay: Infinity });
    return readWordVectors(text, { itemCount, size });
  };
}

/** @throws PipelineError for a place that is not in the datastore, as only another's job of our name has */
function keyOf(
  url: string,
  { root, store }: { readonly root: string; readonly store: ObjectStore },
): string {
  if (url.startsWith(`${root}/`)) return url.slice(root.length + 1);
  throw new PipelineError(
    'training_output_elsewhere',
    `Reading what the training job left: expected it below ${store.url}, got ${JSON.stringify(url)}. Begin a new run.`,
  );
}
