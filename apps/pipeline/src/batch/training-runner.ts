import { connectSageMaker, findTrainingJob, runTrainingJob } from '@lf/deploy/sagemaker';
import type { AttemptContainer, ContainerRunner } from '@lf/flow';
import { gzipSync } from 'node:zlib';
import { tellProgress } from '../terminal/tell-progress.ts';

/** How steps run as training jobs of SageMaker. */
export interface TrainingPlace {
  readonly image: string;
  readonly role: string;
  readonly instanceType: string;
  readonly isSpot: boolean;
  readonly maxRunSeconds: number;
  /** Of KMS: encrypts what SageMaker writes; absent: as the bucket does by default. */
  readonly kmsKeyId?: string;
  /** The whole environment of a container but for AWS's own variables: readable in the job, so no secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Root URL of the datastore. */
  readonly datastore: string;
}

/** Where SageMaker keeps what outlives a machine that is taken away, and brings it back to the next one. */
const CHECKPOINTS = '/opt/ml/checkpoints';

/** For the code package, the copies of tables and the model of one training. */
const VOLUME_GB = 50;

/** SageMaker's limit of a hyperparameter. */
const MOST_CHARACTERS = 2500;

/**
 * What a container begins with. An argument has 256 characters at most, so the bootstrap comes by hyperparameters, which
 * SageMaker writes into a file; they are one line each, so it is packed.
 */
const LOADER =
  "const{readFileSync:r}=await import('fs'),{gunzipSync:g}=await import('zlib')," +
  "h=JSON.parse(r('/opt/ml/input/config/hyperparameters.json'));" +
  "await import('data:text/javascript;base64,'+g(Buffer.from(h.lf0+h.lf1,'base64')).toString('base64'))";

/** Runs containers as training jobs of SageMaker. AWS's clients are loaded at the first. */
export function trainingRunner(place: TrainingPlace): ContainerRunner {
  const root = place.datastore.replace(/\/$/, '');
  return {
    async run(container, { signal, say }) {
      const { task, bootstrap, args } = container;
      const folder = `${root}/runs/${task.flow}/${task.runId}/_training`;
      const name = nameOf(container);
      const { image, role, instanceType, isSpot, maxRunSeconds, environment, kmsKeyId } = place;
      await runTrainingJob(
        connectSageMaker(),
        {
          ...{ name, image, role, maxRunSeconds },
          hyperparameters: packed(bootstrap),
          environment: { ...environment, LF_CHECKPOINTS: CHECKPOINTS },
          command: { entrypoint: ['node', '--input-type=module', '-e', LOADER, '--'], args },
          channels: [],
          outputUrl: `${folder}/output`,
          ...(kmsKeyId !== undefined && { kmsKeyId }),
          // Of all attempts of the task: each goes on where the last one was
          checkpointsUrl: `${folder}/checkpoints/${task.step}/${task.index ?? 0}`,
          instances: { type: instanceType, count: 1, volumeGb: VOLUME_GB },
          ...(isSpot && { spot: { maxWaitSeconds: 2 * maxRunSeconds } }),
          owner: { flow: task.flow, runId: task.runId, datastore: place.datastore },
        },
        { signal, onNote: say, onProgress: tellProgress(say) },
      );
    },
    findUnderWay: (container) => findTrainingJob(connectSageMaker(), nameOf(container)),
  };
}

const MOST_STEP_CHARACTERS = 30;

function nameOf({ task, digest }: Pick<AttemptContainer, 'task' | 'digest'>): string {
  const step = task.step.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, MOST_STEP_CHARACTERS);
  return `lf-${step.replaceAll(/^-|-$/g, '')}-${digest}`;
}

function packed(bootstrap: string): Readonly<Record<string, string>> {
  const text = gzipSync(bootstrap, { level: 9 }).toString('base64');
  return { lf0: text.slice(0, MOST_CHARACTERS), lf1: text.slice(MOST_CHARACTERS) };
}
