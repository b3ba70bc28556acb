import type { BatchClient } from '@aws-sdk/client-batch';
import { BatchError, batchFaultOf } from './batch-errors.ts';
import { MOST_JOBS_DESCRIBED } from './batch-calls.ts';
import { DEFINITION_NAME, DEFINITION_TAGS } from './job-definition.ts';

/** A job definition that a launcher registered, as AWS Batch has it. */
export interface RegisteredDefinition {
  /** With its revision at the end. */
  readonly arn: string;
  readonly name: string;
  readonly revision: number;
  /** The run that registered it, and its flow; null where an earlier version did, which tagged nothing. */
  readonly flow: string | null;
  readonly runId: string | null;
  /** What its containers' entry program is called with. */
  readonly command: readonly string[];
}

/** Finds and removes job definitions that launching has left in AWS Batch. */
export interface DefinitionCollection {
  /** The active ones of our names. */
  find(): Promise<readonly RegisteredDefinition[]>;
  /** ARNs of the definitions of jobs in a queue that have not ended. A queue that is not there has none. */
  underWay(queue: string): Promise<ReadonlySet<string>>;
  /** Jobs that run are not disturbed; the next launch of such a step registers it anew. */
  deregister(arn: string): Promise<void>;
}

/** States of jobs that have not ended. */
const UNDER_WAY = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING'] as const;

/**
 * Opens AWS Batch for it; AWS's client is loaded now and not before.
 *
 * @throws BatchError
 */
export async function openDefinitionCollection(): Promise<DefinitionCollection> {
  const sdk = await import('@aws-sdk/client-batch').catch((cause: unknown) => {
    throw new BatchError('batch_client_missing', 'Opening AWS Batch', '', { cause });
  });
  const region = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  const client: BatchClient = new sdk.BatchClient({ ...(region && { region }), maxAttempts: 5 });
  const asking = async <Answer>(doing: string, ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (cause) {
      const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new BatchError(batchFaultOf(cause), doing, words, { cause });
    }
  };
  return {
    find: () =>
      asking('Listing the job definitions', async () => {
        const found: RegisteredDefinition[] = [];
        const pages = sdk.paginateDescribeJobDefinitions({ client }, { status: 'ACTIVE' });
        for await (const { jobDefinitions = [] } of pages) {
          for (const each of jobDefinitions) {
            const { jobDefinitionName: name = '', jobDefinitionArn: arn = '', tags = {} } = each;
            if (!DEFINITION_NAME.test(name)) continue;
            found.push({
              ...{ arn, name, revision: each.revision ?? 0 },
              flow: tags[DEFINITION_TAGS.flow] ?? null,
              runId: tags[DEFINITION_TAGS.run] ?? null,
              command: each.containerProperties?.command ?? [],
            });
          }
        }
        return found;
      }),
    underWay: (queue) =>
      asking(`Looking for jobs under way in the queue ${queue}`, async () => {
        const ids: string[] = [];
        for (const jobStatus of UNDER_WAY) {
          const pages = sdk.paginateListJobs({ client }, { jobQueue: queue, jobStatus });
          for await (const { jobSummaryList = [] } of pages) {
            ids.push(...jobSummaryList.flatMap(({ jobId }) => jobId ?? []));
          }
        }
        const arns = new Set<string>();
        for (let from = 0; from < ids.length; from += MOST_JOBS_DESCRIBED) {
          const part = ids.slice(from, from + MOST_JOBS_DESCRIBED);
          const { jobs = [] } = await client.send(new sdk.DescribeJobsCommand({ jobs: part }));
          for (const { jobDefinition } of jobs) if (jobDefinition) arns.add(jobDefinition);
        }
        return arns;
      }),
    deregister: (arn) =>
      asking(`Deregistering the job definition ${arn}`, async () => {
        await client.send(new sdk.DeregisterJobDefinitionCommand({ jobDefinition: arn }));
      }),
  };
}
