import { DEFAULT_LOG_LINES } from '../local/endpoint-log.ts';
import type { SageMaker } from './connection.ts';

/** Enough for a stack trace. */
const LINES = 20;
/** What CloudWatch gives at once. */
const MOST_EVENTS = 10_000;
/** One stream an instance: the latest ones tell. */
const STREAMS = 3;

/** Where SageMaker keeps what an endpoint's containers print. */
const logGroupOf = (endpoint: string): string => `/aws/sagemaker/Endpoints/${endpoint}`;

/** Where in CloudWatch the lines of a thing are. */
interface LogPlace {
  readonly group: string;
  /** Of the streams' names; absent: those that were written last. */
  readonly prefix?: string;
  /** Whose log it is, for messages: `endpoint intent-1-endpoint`. */
  readonly of: string;
}

/**
 * The last lines that the containers of an endpoint in SageMaker printed, by CloudWatch, the oldest first; of the three that
 * printed last.
 *
 * @param options.lines default 100
 * @throws AwsError; `sagemaker_not_found` where there is no log of an endpoint of that name
 */
export async function readSageMakerLog(
  sagemaker: SageMaker,
  { name, lines = DEFAULT_LOG_LINES }: { readonly name: string; readonly lines?: number },
): Promise<readonly string[]> {
  return readLog(sagemaker, { group: logGroupOf(name), of: `endpoint ${name}` }, lines);
}

async function readLog(
  sagemaker: SageMaker,
  { group: logGroupName, prefix, of }: LogPlace,
  lines: number,
): Promise<readonly string[]> {
  if (lines === 0) return [];
  const doing = `Reading the log of ${of}`;
  const { logStreams = [] } = await sagemaker.logs(
    { doing, action: 'logs:DescribeLogStreams' },
    ({ client, sdk }) =>
      client.send(
        new sdk.DescribeLogStreamsCommand({
          logGroupName,
          limit: STREAMS,
          // CloudWatch takes one of both
          ...(prefix === undefined
            ? { orderBy: 'LastEventTime', descending: true }
            : { logStreamNamePrefix: prefix }),
        }),
      ),
  );
  const limit = Math.min(lines, MOST_EVENTS);
  const events = await Promise.all(
    logStreams.map(({ logStreamName }) =>
      sagemaker.logs({ doing, action: 'logs:GetLogEvents' }, async ({ client, sdk }) => {
        const request = { logGroupName, logStreamName, limit, startFromHead: false };
        return (await client.send(new sdk.GetLogEventsCommand(request))).events ?? [];
      }),
    ),
  );
  return events
    .flat()
    .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0))
    .flatMap(({ message }) => (message === undefined ? [] : [message.trimEnd()]))
    .slice(-lines);
}

/**
 * The same for an error that tells of something else.
 *
 * @returns a line that tells why where they cannot be read: this is asked for when something failed already
 */
export async function readLogTailIn(
  sagemaker: SageMaker,
  place: LogPlace,
): Promise<readonly string[]> {
  try {
    return await readLog(sagemaker, place, LINES);
  } catch (error) {
    const isMissing =
      error instanceof Error && 'fault' in error && error.fault === 'sagemaker_not_found';
    return isMissing ? [] : [`(${error instanceof Error ? error.message : String(error)})`];
  }
}

/** The end of the log of an endpoint, as {@link readLogTailIn} gives it. */
export function readLogTail(sagemaker: SageMaker, endpoint: string): Promise<readonly string[]> {
  return readLogTailIn(sagemaker, { group: logGroupOf(endpoint), of: `endpoint ${endpoint}` });
}
