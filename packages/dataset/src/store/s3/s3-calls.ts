import { setTimeout as sleep } from 'node:timers/promises';
import type * as Sdk from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { DatasetError } from '../../errors.ts';
import type { S3Address } from './s3-address.ts';
import { S3Error, describeSkew } from './s3-errors.ts';
import { failureOf, isWorthRetrying } from './s3-fault.ts';
import type { S3Failure } from './s3-fault.ts';
import type { S3Settings } from './s3-options.ts';

/** The client and its commands, once they are loaded. */
export interface S3Connection {
  readonly client: S3Client;
  readonly sdk: typeof Sdk;
}

/** A request failed in a way that its caller may expect, such as a key that holds nothing. */
export class UnmetRequest extends Error {
  readonly failure: S3Failure;
  /** Whether an attempt before this one may have been carried out, though no answer said so. */
  readonly isInDoubt: boolean;

  constructor(failure: S3Failure, isInDoubt: boolean, cause: unknown) {
    super(failure, { cause });
    this.failure = failure;
    this.isInDoubt = isInDoubt;
  }
}

/** Makes requests until they succeed or it is no use. */
export interface S3Calls extends S3Address {
  /**
   * @param doing what an error begins with, such as 'Reading s3://bucket/key'
   * @param expected failures that the caller takes as an answer: thrown as an UnmetRequest
   * @throws S3Error, UnmetRequest, and the DatasetError that `request` throws
   */
  call<Answer>(
    doing: string,
    request: (connection: S3Connection) => Promise<Answer>,
    expected?: readonly S3Failure[],
  ): Promise<Answer>;
}

/** Of one wait, however many came before it. */
const LONGEST_WAIT_MS = 10_000;

/** A server that needs longer to connect, or is silent for longer, is gone: the SDK itself waits for ever. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Opens the client on its first request: the SDK takes long to load, and a program without an S3 store never needs it. */
export function s3Calls(address: S3Address, settings: S3Settings): S3Calls {
  let opened: Promise<S3Connection> | undefined;
  let hasWarned = false;

  const connect = (): Promise<S3Connection> => (opened ??= open(settings));

  const warnOfSkew = ({ client }: S3Connection): void => {
    const skewMs = client.config.systemClockOffset;
    if (hasWarned || Math.abs(skewMs) < 60_000) return;
    hasWarned = true;
    settings.onWarning(
      `warning: the clock of this machine is off by ${describeSkew(skewMs)}; requests to S3 are signed with the time that it should show`,
    );
  };

  return {
    ...address,
    async call(doing, request, expected = []) {
      const connection = await connect();
      const { attempts, firstWaitMs, budgetMs } = settings.retries;
      const deadline = performance.now() + budgetMs;
      let isInDoubt = false;
      for (let attempt = 1; ; attempt += 1) {
        try {
          const answer = await request(connection);
          warnOfSkew(connection);
          return answer;
        } catch (error) {
          // Told already: of S3, or of this machine's own disk.
          if (error instanceof UnmetRequest || error instanceof DatasetError) throw error;
          const failure = failureOf(error);
          if (expected.includes(failure)) throw new UnmetRequest(failure, isInDoubt, error);
          // Half of it is waited on average, so that clients that failed together do not come back together.
          const waitMs =
            Math.random() * Math.min(LONGEST_WAIT_MS, firstWaitMs * 2 ** (attempt - 1));
          const isLast =
            !isWorthRetrying(failure) ||
            attempt >= attempts ||
            performance.now() + waitMs > deadline;
          if (isLast) throw faultOf(failure, doing, address.bucket, connection, error);
          isInDoubt ||= failure === 's3_connection' || failure === 's3_unavailable';
          await sleep(waitMs);
        }
      }
    },
  };
}

function faultOf(
  failure: S3Failure,
  doing: string,
  bucket: string,
  { client }: S3Connection,
  cause: unknown,
): S3Error {
  const fault =
    failure === 'not_found' ||
    failure === 'precondition' ||
    failure === 'conflict' ||
    failure === 'damaged'
      ? 's3_failed'
      : failure;
  const skewMs = client.config.systemClockOffset;
  return new S3Error(fault, doing, {
    bucket,
    cause,
    region: regionIn(cause),
    ...(Math.abs(skewMs) > 60_000 && { skewMs }),
  });
}

/** Where the answer says the bucket is. */
function regionIn(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if ('Region' in cause && typeof cause.Region === 'string') return cause.Region;
  return /expecting '([a-z0-9-]+)'/.exec(cause.message)?.[1];
}

async function open(settings: S3Settings): Promise<S3Connection> {
  const sdk = await import('@aws-sdk/client-s3');
  const region =
    settings.region ??
    (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined);
  const client = clientIn(sdk, settings, region);
  // A profile may name it. Where nothing does, a bucket elsewhere answers which region is right.
  const isKnown = await client.config.region().then(Boolean, () => false);
  return { sdk, client: isKnown ? client : clientIn(sdk, settings, 'us-east-1') };
}

function clientIn(
  sdk: typeof Sdk,
  { endpoint, pathStyle }: S3Settings,
  region: string | undefined,
): S3Client {
  return new sdk.S3Client({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(pathStyle !== undefined && { forcePathStyle: pathStyle }),
    // Attempts are counted here, where what was done and what is in doubt is known.
    maxAttempts: 1,
    // No limit for a whole request: a part may take minutes on a slow line.
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
}
