import type { SageMaker } from './connection.ts';

/** Enough for a stack trace. */
const LINES = 20;
/** One stream an instance: the latest ones tell. */
const STREAMS = 3;

/** Where SageMaker keeps what an endpoint's containers print. */
const logGroupOf = (endpoint: string): string => `/aws/sagemaker/Endpoints/${endpoint}`;

/**
 * The last lines that an endpoint's containers printed, oldest first.
 *
 * @returns a line that tells why where they cannot be read: this is asked for when something failed already
 */
export async function readLogTail(
  sagemaker: SageMaker,
  endpoint: string,
): Promise<readonly string[]> {
  const logGroupName = logGroupOf(endpoint);
  const doing = `Reading the log of endpoint ${endpoint}`;
  try {
    const { logStreams = [] } = await sagemaker.logs(
      { doing, action: 'logs:DescribeLogStreams' },
      ({ client, sdk }) =>
        client.send(
          new sdk.DescribeLogStreamsCommand({
            logGroupName,
            orderBy: 'LastEventTime',
            descending: true,
            limit: STREAMS,
          }),
        ),
    );
    const events = await Promise.all(
      logStreams.map(({ logStreamName }) =>
        sagemaker.logs({ doing, action: 'logs:GetLogEvents' }, async ({ client, sdk }) => {
          const request = { logGroupName, logStreamName, limit: LINES, startFromHead: false };
          return (await client.send(new sdk.GetLogEventsCommand(request))).events ?? [];
        }),
      ),
    );
    return events
      .flat()
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0))
      .flatMap(({ message }) => (message === undefined ? [] : [message.trimEnd()]))
      .slice(-LINES);
  } catch (error) {
    const isMissing =
      error instanceof Error && 'fault' in error && error.fault === 'sagemaker_not_found';
    return isMissing ? [] : [`(${error instanceof Error ? error.message : String(error)})`];
  }
}
