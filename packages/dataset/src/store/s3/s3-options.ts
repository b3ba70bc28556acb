import { homedir } from 'node:os';
import { join } from 'node:path';

/** How S3 encrypts what is written: with its own keys, or with a key of KMS. */
export const S3_ENCRYPTIONS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;
export type S3Encryption = (typeof S3_ENCRYPTIONS)[number];

/** How an `s3:` store is used; credentials, region and endpoint come by the SDK's own chain unless given. */
export interface S3Options {
  /** Default: AWS_REGION, AWS_DEFAULT_REGION or the profile's; us-east-1 if none is set. */
  readonly region?: string;
  /** Unless given AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or AWS itself. */
  readonly endpoint?: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`: what most servers of other makers need. */
  readonly pathStyle?: boolean;
  /** Unless given the bucket's own. */
  readonly encryption?: S3Encryption;
  readonly kmsKeyId?: string;
  /** Whether this account pays for its requests to a bucket of another's. */
  readonly requesterPays?: boolean;
  /** Folder of the cache; `objects` in the user's cache folder unless given. */
  readonly cacheDirectory?: string;
  /** What the cache may hold; what was not used for longest goes first. */
  readonly cacheBytes?: number;
  /** Size of a part of an upload and of a range of a download, from 5 MiB on. */
  readonly partBytes?: number;
  /** Parts or ranges under way at once. */
  readonly parallel?: number;
  /**
   * How often a request is made at most, the longest first wait, which doubles each time, and how long all attempts may
   * take until the last one begins.
   */
  readonly retries?: {
    readonly attempts: number;
    readonly firstWaitMs: number;
    readonly budgetMs: number;
  };
  /** Hears of what a person should know, such as a clock that is wrong; by default it goes to stderr. */
  readonly onWarning?: (message: string) => void;
}

/** Every option that has a default. */
export type S3Settings = S3Options &
  Required<
    Pick<
      S3Options,
      'cacheDirectory' | 'cacheBytes' | 'partBytes' | 'parallel' | 'retries' | 'onWarning'
    >
  >;

/** 8 MiB, as the AWS command line has it: four of them fill a Gbit/s line and stay small beside the rest. */
const PART_BYTES = 8 * 2 ** 20;

export function withDefaults(options: S3Options): S3Settings {
  return {
    cacheDirectory: join(
      process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
      'lf',
      'objects',
    ),
    cacheBytes: 10 * 2 ** 30,
    partBytes: PART_BYTES,
    parallel: 4,
    // Half of each wait on average, so 11 s in all: a server that starts again is back by then.
    retries: { attempts: 8, firstWaitMs: 200, budgetMs: 120_000 },
    onWarning: (message) => void process.stderr.write(`${message}\n`),
    ...options,
  };
}
