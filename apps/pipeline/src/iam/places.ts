import type { Settings } from '../settings/load.ts';

/** What the calls of AWS are about, as names of resources (ARNs); an empty list where the settings name none. */
export interface Places {
  readonly bucket: readonly string[];
  readonly objects: readonly string[];
  readonly key: readonly string[];
  readonly endpoint: readonly string[];
  readonly bundle: readonly string[];
  /** Objects of the log of the traffic. */
  readonly requestLog: readonly string[];
  /** Models, configs and endpoints in SageMaker, by the names that deploys give them. */
  readonly served: readonly string[];
  readonly servingRole: readonly string[];
  readonly endpointLogs: readonly string[];
  /** Training jobs of SageMaker, by the names that trainings give them, and what their containers print. */
  readonly trainingJobs: readonly string[];
  readonly trainingLogs: readonly string[];
  /** The same of batch transforms. */
  readonly transformJobs: readonly string[];
  readonly transformLogs: readonly string[];
  readonly jobQueue: readonly string[];
  /** Of AWS Batch, by the names that launching gives them. */
  readonly jobDefinitions: readonly string[];
  readonly jobs: readonly string[];
  readonly jobRole: readonly string[];
  readonly jobLogs: readonly string[];
  /** Of Step Functions, by the names that compiling gives them. */
  readonly machines: readonly string[];
  readonly executions: readonly string[];
  readonly schedules: readonly string[];
  readonly machineRole: readonly string[];
  readonly schedulerRole: readonly string[];
  /** The rule of EventBridge by which Step Functions hears of the end of jobs. */
  readonly batchRule: readonly string[];
  readonly any: readonly string[];
}

/** The account and the region that a policy is for; any where they are not known. */
export interface Owner {
  readonly account: string;
  readonly region: string;
}

/** The resources that the settings name. */
export function placesIn(
  settings: Pick<
    Settings,
    | 'LF_DATASTORE_ROOT'
    | 'LF_S3_ENCRYPTION'
    | 'LF_S3_KMS_KEY_ID'
    | 'SAGEMAKER_ENDPOINT_NAME'
    | 'LF_API_BUNDLE'
    | 'LF_REQUEST_LOG'
    | 'IAM_SAGEMAKER_ROLE'
    | 'METAFLOW_BATCH_JOB_QUEUE'
    | 'METAFLOW_ECS_S3_ACCESS_IAM_ROLE'
    | 'METAFLOW_SFN_IAM_ROLE'
    | 'METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE'
  > &
    Partial<Pick<Settings, 'METAFLOW_SFN_STATE_MACHINE_PREFIX'>>,
  { account, region }: Owner,
): Places {
  const partition = partitionOf(region);
  const inS3 = (path: string): string => `arn:${partition}:s3:::${path}`;
  const [, bucket, prefix = ''] =
    /^s3:\/\/([^/]+)\/*(.*?)\/*$/.exec(settings.LF_DATASTORE_ROOT) ?? [];
  const [, bundle] = /^s3:\/\/([^/]+\/.+)$/.exec(settings.LF_API_BUNDLE ?? '') ?? [];
  const [, log] = /^s3:\/\/([^?#\s]+?)\/*$/.exec(settings.LF_REQUEST_LOG ?? '') ?? [];
  const key = settings.LF_S3_KMS_KEY_ID;
  const endpoint = settings.SAGEMAKER_ENDPOINT_NAME;
  const role = settings.IAM_SAGEMAKER_ROLE;
  const queue = settings.METAFLOW_BATCH_JOB_QUEUE;
  const jobRole = settings.METAFLOW_ECS_S3_ACCESS_IAM_ROLE;
  const inBatch = (path: string): string => `arn:${partition}:batch:${region}:${account}:${path}`;
  return {
    bucket: bucket === undefined ? [] : [inS3(bucket)],
    objects: bucket === undefined ? [] : [inS3(`${bucket}/${prefix === '' ? '' : `${prefix}/`}*`)],
    key: key === undefined ? [] : [keyArn(key, { partition, account, region })],
    endpoint:
      endpoint === undefined
        ? []
        : // SageMaker keeps the names in ARNs in small letters
          [`arn:${partition}:sagemaker:${region}:${account}:endpoint/${endpoint.toLowerCase()}`],
    bundle: bundle === undefined ? [] : [inS3(bundle)],
    requestLog: log === undefined ? [] : [inS3(`${log}/*`)],
    served: ['intent', 'recommendation'].flatMap((flow) =>
      ['model', 'endpoint-config', 'endpoint'].map(
        (kind) => `arn:${partition}:sagemaker:${region}:${account}:${kind}/${flow}-*`,
      ),
    ),
    servingRole: role === undefined ? [] : [roleArn(role, { partition, account })],
    endpointLogs: [
      `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/Endpoints/*`,
    ],
    trainingJobs: [`arn:${partition}:sagemaker:${region}:${account}:training-job/lf-*`],
    trainingLogs: [
      `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/TrainingJobs:*`,
    ],
    transformJobs: [`arn:${partition}:sagemaker:${region}:${account}:transform-job/lf-*`],
    transformLogs: [
      `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/TransformJobs:*`,
    ],
    jobQueue:
      queue === undefined ? [] : [queue.startsWith('arn:') ? queue : inBatch(`job-queue/${queue}`)],
    jobDefinitions: queue === undefined ? [] : [inBatch('job-definition/lf_*')],
    jobs: queue === undefined ? [] : [inBatch('job/*')],
    jobRole: jobRole === undefined ? [] : [roleArn(jobRole, { partition, account })],
    jobLogs:
      queue === undefined
        ? []
        : [`arn:${partition}:logs:${region}:${account}:log-group:/aws/batch/job:log-stream:*`],
    ...machinesIn(settings, { partition, account, region }),
    any: ['*'],
  };
}

/** What Step Functions has where the settings name the role of a state machine. */
function machinesIn(
  settings: Partial<
    Pick<
      Settings,
      | 'METAFLOW_SFN_IAM_ROLE'
      | 'METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE'
      | 'METAFLOW_SFN_STATE_MACHINE_PREFIX'
    >
  >,
  { partition, account, region }: Owner & { readonly partition: string },
): Pick<
  Places,
  'machines' | 'executions' | 'schedules' | 'machineRole' | 'schedulerRole' | 'batchRule'
> {
  const {
    METAFLOW_SFN_IAM_ROLE: role,
    METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: schedulerRole,
    METAFLOW_SFN_STATE_MACHINE_PREFIX: prefix = 'lf',
  } = settings;
  const whereThere = (service: string, path: string): readonly string[] =>
    role === undefined ? [] : [`arn:${partition}:${service}:${region}:${account}:${path}`];
  return {
    machines: whereThere('states', `stateMachine:${prefix}_*`),
    executions: whereThere('states', `execution:${prefix}_*`),
    schedules: whereThere('scheduler', `schedule/default/${prefix}_*`),
    machineRole: role === undefined ? [] : [role],
    schedulerRole: schedulerRole === undefined ? [] : [schedulerRole],
    batchRule: whereThere('events', 'rule/StepFunctionsGetEventsForBatchJobsRule'),
  };
}

/** An id, an alias or an ARN: an alias is no resource of a policy, so any key of the account is meant. */
function keyArn(
  key: string,
  { partition, account, region }: Owner & { readonly partition: string },
): string {
  if (/^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(key)) return key;
  const id = /^(alias\/|arn:)/.test(key) ? '*' : key;
  return `arn:${partition}:kms:${region}:${account}:key/${id}`;
}

/** A role by its ARN or its name. */
function roleArn(
  role: string,
  { partition, account }: { readonly partition: string; readonly account: string },
): string {
  return role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
