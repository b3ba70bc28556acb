import {
  connectSageMaker,
  removeSageMakerThing,
  surveySageMaker,
  type SageMaker,
  type SageMakerSurvey,
} from '@lf/deploy/sagemaker';
import type { SurveyedRun } from '@lf/flow';
import { openDefinitionCollection } from '@lf/flow/aws-batch';
import type { ObjectStore } from '@lf/dataset';
import { decodeJob } from './decode-job.ts';
import { MS_PER_HOUR, type GcOptions } from './options.ts';
import { kept, type Planned } from './things.ts';

/** SageMaker as a collection sees it. */
interface AskedSageMaker {
  readonly sagemaker: SageMaker;
  readonly survey: SageMakerSurvey;
  readonly region: string;
}

/** @throws AwsError */
export async function askSageMaker(datastore: string): Promise<AskedSageMaker> {
  const sagemaker = connectSageMaker();
  const survey = await surveySageMaker(sagemaker, { datastore });
  return { sagemaker, survey, region: await sagemaker.region() };
}

interface AwsOf {
  readonly options: GcOptions;
  readonly nowMs: number;
  /** Runs as they are before any goes. */
  readonly runs: readonly SurveyedRun[];
  /** Runs that go, as `<flow>/<run>`. */
  readonly going: ReadonlySet<string>;
}

/** Models and endpoint configs that no endpoint serves or goes back to; the config goes before the models that it names. */
export function planSageMaker({ sagemaker, survey }: AskedSageMaker, of: AwsOf): Planned[] {
  const configsFirst = [...survey.things].sort((a, b) => (a.what < b.what ? -1 : 1));
  return configsFirst.map((thing): Planned => {
    const { what, name, runId, createdAt, usedBy } = thing;
    const kind = what === 'model' ? 'SageMaker model' : what;
    if (usedBy !== null) return kept(kind, name, 0, `used by endpoint ${usedBy}`);
    if (of.runs.some((run) => run.runId === runId && run.holders.length > 0)) {
      return kept(kind, name, 0, `run ${runId} is under way`);
    }
    if (of.nowMs - createdAt.getTime() < of.options.graceHours * MS_PER_HOUR) {
      return kept(kind, name, 0, 'young: its endpoint may be about to be created');
    }
    const remove = async (): Promise<null> => {
      await removeSageMakerThing(sagemaker, thing);
      return null;
    };
    return { kind, name, bytes: 0, is: 'unneeded', why: 'no endpoint uses it', remove };
  });
}

/**
 * Job definitions of the datastore whose run is gone, and which no job that has not ended uses. A run that needs one again
 * registers it again; a state machine does not, so those that were made for one stay.
 *
 * @param of.queue where jobs are looked for, besides those that runs have noted
 * @throws BatchError
 */
export async function planDefinitions(
  store: ObjectStore,
  of: AwsOf & { readonly queue: string },
): Promise<readonly Planned[]> {
  const collection = await openDefinitionCollection();
  const ours = (await collection.find()).filter(({ command }) => {
    const flag = command.indexOf('--datastore');
    return flag !== -1 && command[flag + 1] === store.url;
  });
  const inUse = new Set<string>();
  if (ours.length > 0) {
    for (const queue of new Set([of.queue, ...(await queuesOf(store, of.runs))])) {
      for (const arn of await collection.underWay(queue)) inUse.add(arn);
    }
  }
  return ours.map(({ arn, name, revision, flow, runId, command }): Planned => {
    const shown = `${name}:${revision}`;
    // Only the jobs of a state machine are told a plan
    if (command.includes('--plan')) {
      return kept('job definition', shown, 0, `the state machine of ${flow ?? 'a flow'} names it`);
    }
    if (inUse.has(arn)) return kept('job definition', shown, 0, 'a job under way uses it');
    const run = of.runs.find((each) => each.flow === flow && each.runId === runId);
    if (run !== undefined && !of.going.has(`${flow}/${runId}`)) {
      return kept('job definition', shown, 0, `run ${flow}/${runId} registered it`);
    }
    const why = runId === null ? 'of an earlier version, and no job uses it' : 'its run is gone';
    const remove = async (): Promise<null> => {
      await collection.deregister(arn);
      return null;
    };
    return { kind: 'job definition', name: shown, bytes: 0, is: 'unneeded', why, remove };
  });
}

/** The queues that the jobs of runs were submitted to. */
async function queuesOf(
  store: ObjectStore,
  runs: readonly SurveyedRun[],
): Promise<readonly string[]> {
  const queues: string[] = [];
  for (const key of runs.flatMap(({ keys }) => keys)) {
    if (!key.endsWith('/job.json') || !(await store.exists(key))) continue;
    const queue = decodeJob(await store.get(key));
    if (queue !== null) queues.push(queue);
  }
  return queues;
}
