import type { Access } from './access-tables.ts';
import type { Places } from './places.ts';

/** One statement of a policy of IAM. */
interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy as `aws iam put-role-policy --policy-document` takes it. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Names of the statements, by what they are about. */
const SIDS: Readonly<Record<keyof Places, string>> = {
  objects: 'DatastoreObjects',
  bucket: 'DatastoreBucket',
  key: 'EncryptionKey',
  endpoint: 'Endpoint',
  bundle: 'Bundle',
  requestLog: 'RequestLog',
  served: 'Served',
  servingRole: 'ServingRole',
  endpointLogs: 'EndpointLogs',
  trainingJobs: 'TrainingJobs',
  trainingLogs: 'TrainingLogs',
  transformJobs: 'TransformJobs',
  transformLogs: 'TransformLogs',
  jobQueue: 'JobQueue',
  jobDefinitions: 'JobDefinitions',
  jobs: 'Jobs',
  jobRole: 'JobRole',
  jobLogs: 'JobLogs',
  machines: 'StateMachines',
  executions: 'Executions',
  schedules: 'Schedules',
  machineRole: 'StateMachineRole',
  schedulerRole: 'SchedulerRole',
  batchRule: 'BatchRule',
  any: 'Others',
};

/** The one service that a role may be handed to. */
const PASSED_TO: Readonly<Partial<Record<keyof Places, string>>> = {
  servingRole: 'sagemaker.amazonaws.com',
  jobRole: 'ecs-tasks.amazonaws.com',
  machineRole: 'states.amazonaws.com',
  schedulerRole: 'scheduler.amazonaws.com',
};

/** The least that allows the calls of the tables: one statement for each kind of resource that the settings name. */
export function writePolicy(
  tables: readonly Readonly<Record<string, Access>>[],
  places: Places,
): Policy {
  const needs = tables.flatMap((table) => Object.values(table));
  const kinds = [...new Set(needs.map(({ on }) => on))].filter((on) => places[on].length > 0);
  return {
    Version: '2012-10-17',
    Statement: kinds.map((kind) => ({
      Sid: SIDS[kind],
      Effect: 'Allow',
      Action: [
        ...new Set(needs.filter(({ on }) => on === kind).flatMap(({ actions }) => actions)),
      ].sort(),
      Resource: places[kind],
      ...(PASSED_TO[kind] !== undefined && {
        Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO[kind] } },
      }),
    })),
  };
}
