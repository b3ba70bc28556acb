import type {
  BatchClient,
  JobDetail,
  RegisterJobDefinitionRequest,
  SubmitJobRequest,
} from '@aws-sdk/client-batch';
import { BatchError, batchFaultOf } from './batch-errors.ts';

/** The calls of AWS that launching makes, and no others; each fails by a BatchError. */
export interface BatchCalls {
  /** ARN of the newest active definition of a name; null: there is none. */
  findDefinition(name: string): Promise<string | null>;
  registerDefinition(definition: RegisterJobDefinitionRequest): Promise<string>;
  submit(job: SubmitJobRequest): Promise<string>;
  /** Ids of the jobs of a name, the newest first. */
  findJobs(queue: string, name: string): Promise<readonly string[]>;
  /** At most {@link MOST_JOBS_DESCRIBED}; jobs that are not known are absent. */
  describe(ids: readonly string[]): Promise<readonly JobDetail[]>;
  terminate(id: string, reason: string): Promise<void>;
  /** The last lines that a container printed, of those that CloudWatch has. */
  lastLines(logStream: string, lines: number): Promise<readonly string[]>;
}

/** Of one DescribeJobs request. */
export const MOST_JOBS_DESCRIBED = 100;

/** Where containers of AWS Batch log unless a definition says otherwise. */
const LOG_GROUP = '/aws/batch/job';

/** A request that stays without an answer for so long is made again. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Opens the clients of AWS's SDK, which are loaded now and not before: a run that launches nothing pays nothing.
 * Credentials, region and endpoint are found as the SDK finds them.
 */
export async function openBatchCalls(): Promise<BatchCalls> {
  const sdk = await import('@aws-sdk/client-batch').catch((cause: unknown) => {
    throw new BatchError('batch_client_missing', 'Opening AWS Batch', '', { cause });
  });
  const region = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  const settings = {
    ...(region && { region }),
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
  const client: BatchClient = new sdk.BatchClient({ ...settings, maxAttempts: 5 });
  // A submit has no token that makes it one: what became of one that got no answer is looked up, not tried blindly.
  const once: BatchClient = new sdk.BatchClient({ ...settings, maxAttempts: 1 });
  return {
    async findDefinition(name) {
      const { jobDefinitions = [] } = await named('Looking for the job definition', () =>
        client.send(
          new sdk.DescribeJobDefinitionsCommand({ jobDefinitionName: name, status: 'ACTIVE' }),
        ),
      );
      const [newest] = [...jobDefinitions].sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
      return newest?.jobDefinitionArn ?? null;
    },
    async registerDefinition(definition) {
      const { jobDefinitionArn } = await named('Registering a job definition', () =>
        client.send(new sdk.RegisterJobDefinitionCommand(definition)),
      );
      return given(jobDefinitionArn, 'Registering a job definition');
    },
    async submit(job) {
      const doing = `Submitting a job to the queue ${job.jobQueue ?? ''}`;
      const { jobId } = await named(doing, () => once.send(new sdk.SubmitJobCommand(job)));
      return given(jobId, doing);
    },
    async findJobs(queue, name) {
      const filters = [{ name: 'JOB_NAME', values: [name] }];
      const { jobSummaryList = [] } = await named(`Looking for jobs in the queue ${queue}`, () =>
        client.send(new sdk.ListJobsCommand({ jobQueue: queue, filters })),
      );
      return [...jobSummaryList]
        .filter(({ jobName }) => jobName === name)
        .sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
        .flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId]));
    },
    async describe(ids) {
      const { jobs = [] } = await named('Asking for the state of the jobs', () =>
        client.send(new sdk.DescribeJobsCommand({ jobs: [...ids] })),
      );
      return jobs;
    },
    async terminate(id, reason) {
      await named(`Ending the job ${id}`, () =>
        client.send(new sdk.TerminateJobCommand({ jobId: id, reason })),
      );
    },
    async lastLines(logStream, lines) {
      const logs = await import('@aws-sdk/client-cloudwatch-logs').catch((cause: unknown) => {
        throw new BatchError('batch_client_missing', 'Opening CloudWatch', '', { cause });
      });
      const reader = new logs.CloudWatchLogsClient({ ...settings, maxAttempts: 3 });
      try {
        const { events = [] } = await named('Reading the log of the job', () =>
          reader.send(
            new logs.GetLogEventsCommand({
              logGroupName: LOG_GROUP,
              logStreamName: logStream,
              limit: lines,
              startFromHead: false,
            }),
          ),
        );
        return events.map(({ message = '' }) => message);
      } finally {
        reader.destroy();
      }
    },
  };
}

async function named<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new BatchError(batchFaultOf(cause), doing, wordsOf(cause), { cause });
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

function given(value: string | undefined, doing: string): string {
  if (value !== undefined) return value;
  throw new BatchError('batch_refused', doing, 'the answer has no id');
}
