import type * as ScalingSdk from '@aws-sdk/client-application-auto-scaling';
import type * as LogsSdk from '@aws-sdk/client-cloudwatch-logs';
import type * as ControlSdk from '@aws-sdk/client-sagemaker';
import type * as RuntimeSdk from '@aws-sdk/client-sagemaker-runtime';
import { awsFaultOf } from './aws-fault.ts';
import { AwsClientMissingError, AwsError } from './errors.ts';

export interface SageMakerOptions {
  /** Undefined: AWS_REGION, AWS_DEFAULT_REGION, or what the profile names. */
  readonly region?: string;
  /** How often a request is sent before its failure is told. */
  readonly attempts?: number;
}

/** The SDK's waits between 5 attempts add up to some seconds, as a throttled account needs. */
const DEFAULT_ATTEMPTS = 5;

/** The SDK itself has no limits: a server that does not take a connection or is silent for longer is gone. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** A request in words, for the error that it may end in. */
export interface Doing {
  /** What the message begins with: `Creating model intent-1-model`. */
  readonly doing: string;
  /** The IAM action that it needs. */
  readonly action: string;
}

interface Service<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

export type Control = Service<typeof ControlSdk, ControlSdk.SageMakerClient>;
export type Runtime = Service<typeof RuntimeSdk, RuntimeSdk.SageMakerRuntimeClient>;
export type Logs = Service<typeof LogsSdk, LogsSdk.CloudWatchLogsClient>;
export type Scaling = Service<typeof ScalingSdk, ScalingSdk.ApplicationAutoScalingClient>;

/** The services that an endpoint needs. Each client is imported at its first request, so that others never load it. */
export interface SageMaker {
  /** @throws AwsError, AwsClientMissingError */
  control<Answer>(of: Doing, request: (service: Control) => Promise<Answer>): Promise<Answer>;
  /** Errors come as the SDK has them. */
  runtime(): Promise<Runtime>;
  logs<Answer>(of: Doing, request: (service: Logs) => Promise<Answer>): Promise<Answer>;
  scaling<Answer>(of: Doing, request: (service: Scaling) => Promise<Answer>): Promise<Answer>;
  /** For messages and commands; `?` where nothing names one. */
  region(): Promise<string>;
}

/** Makes a connection; nothing is loaded or sent before its first use. */
export function connectSageMaker(options: SageMakerOptions = {}): SageMaker {
  const region =
    options.region ?? (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined);
  const settings = {
    ...(region !== undefined && { region }),
    maxAttempts: options.attempts ?? DEFAULT_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
    },
  };
  const control = once(async (): Promise<Control> => {
    const sdk = await import('@aws-sdk/client-sagemaker').catch(missing('client-sagemaker'));
    return { sdk, client: new sdk.SageMakerClient(settings) };
  });
  const runtime = once(async (): Promise<Runtime> => {
    const sdk = await import('@aws-sdk/client-sagemaker-runtime').catch(
      missing('client-sagemaker-runtime'),
    );
    return { sdk, client: new sdk.SageMakerRuntimeClient({ ...settings, requestHandler: {} }) };
  });
  const logs = once(async (): Promise<Logs> => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs').catch(
      missing('client-cloudwatch-logs'),
    );
    return { sdk, client: new sdk.CloudWatchLogsClient(settings) };
  });
  const scaling = once(async (): Promise<Scaling> => {
    const sdk = await import('@aws-sdk/client-application-auto-scaling').catch(
      missing('client-application-auto-scaling'),
    );
    return { sdk, client: new sdk.ApplicationAutoScalingClient(settings) };
  });
  const regionOf = once(async () => {
    if (region !== undefined) return region;
    const { client } = await control();
    return client.config.region().catch(() => '?');
  });

  const calling =
    <S>(open: () => Promise<S>) =>
    async <Answer>(of: Doing, request: (service: S) => Promise<Answer>): Promise<Answer> => {
      const service = await open();
      try {
        return await request(service);
      } catch (cause) {
        throw new AwsError(awsFaultOf(cause), of.doing, {
          action: of.action,
          region: await regionOf(),
          cause,
        });
      }
    };
  return {
    control: calling(control),
    logs: calling(logs),
    scaling: calling(scaling),
    runtime,
    region: regionOf,
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function missing(name: string): (cause: unknown) => never {
  return (cause) => {
    throw new AwsClientMissingError(`@aws-sdk/${name}`, { cause });
  };
}
