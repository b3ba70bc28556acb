import type { AsyncInferenceConfig } from '@aws-sdk/client-sagemaker';
import type { Ownership } from './tags.ts';

/** What a container of an endpoint runs and reads. */
export interface SageMakerModel {
  /** Our image in ECR, or AWS's TensorFlow Serving image for a bundle with a SavedModel. */
  readonly image: string;
  /** `s3://bucket/.../model.tar.gz`, in the region of the endpoint. */
  readonly bundleUrl: string;
  /** ARN of the role that SageMaker takes to fetch both. */
  readonly role: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Where an endpoint whose requests wait in a queue writes, and how many it works on. */
export interface AsynchronousInference {
  /** `s3://bucket/prefix` of the answers; the role must be allowed to write there. */
  readonly outputUrl: string;
  /** `s3://bucket/prefix` of the reasons why requests failed. */
  readonly failureUrl: string;
  /** Requests that an instance works on at a time, 1 to 1000; undefined: SageMaker chooses. */
  readonly maxConcurrency?: number;
  /** Of KMS: encrypts what is written; undefined: as the bucket does by default. */
  readonly kmsKeyId?: string;
}

/** What an endpoint runs on. */
export type Hosting =
  | {
      readonly kind: 'instances';
      readonly type: string;
      readonly count: number;
      /** Set: requests wait in a queue, and the endpoint takes no others. */
      readonly asynchronous?: AsynchronousInference;
    }
  | {
      readonly kind: 'serverless';
      /** 1024, 2048 ... 6144. */
      readonly memoryMb: number;
      /** 1 to 200. */
      readonly maxConcurrency: number;
    };

/** How SageMaker moves an endpoint from one version to the next. */
export interface RollOut {
  /** Names of CloudWatch alarms: one that goes off while the old version is kept brings it back. */
  readonly alarms: readonly string[];
  /** How long the old version is kept to go back to, in seconds. */
  readonly bakeSeconds: number;
  /** Share of the instances that take requests first, 1 to 50; undefined: all at once. */
  readonly canaryPercent?: number;
}

/** Names of production variants. */
export const CHAMPION = 'champion';
export const CHALLENGER = 'challenger';

/** A model that gets a share of the requests. */
export interface Variant {
  readonly name: string;
  readonly modelName: string;
  readonly weight: number;
}

/** Names of the things of one deploy, after the endpoint's: `intent-<ms>-model`, `intent-<ms>-config`. */
export function versionNames(endpointName: string): { model: string; config: string } {
  const stem = endpointName.replace(/-endpoint$/, '');
  return { model: `${stem}-model`, config: `${stem}-config` };
}

/** A variant as CreateEndpointConfig takes it. */
export function productionVariant(
  { name, modelName, weight }: Variant,
  hosting: Hosting,
): Record<string, unknown> & { VariantName: string; ModelName: string } {
  const base = { VariantName: name, ModelName: modelName, InitialVariantWeight: weight };
  return hosting.kind === 'serverless'
    ? {
        ...base,
        ServerlessConfig: {
          MemorySizeInMB: hosting.memoryMb,
          MaxConcurrency: hosting.maxConcurrency,
        },
      }
    : { ...base, InstanceType: hosting.type, InitialInstanceCount: hosting.count };
}

/** What CreateEndpointConfig takes besides the variants where requests wait in a queue. */
export function asyncInferenceConfig(queue: AsynchronousInference) {
  const { outputUrl, failureUrl, maxConcurrency, kmsKeyId } = queue;
  return {
    OutputConfig: {
      S3OutputPath: outputUrl,
      S3FailurePath: failureUrl,
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    },
    ...(maxConcurrency !== undefined && {
      ClientConfig: { MaxConcurrentInvocationsPerInstance: maxConcurrency },
    }),
  };
}

/** The same as DescribeEndpointConfig gives it. */
export function readAsyncInference(
  config: AsyncInferenceConfig | undefined,
): AsynchronousInference | undefined {
  if (config === undefined) return undefined;
  const { OutputConfig, ClientConfig } = config;
  const maxConcurrency = ClientConfig?.MaxConcurrentInvocationsPerInstance;
  const kmsKeyId = OutputConfig?.KmsKeyId;
  return {
    outputUrl: OutputConfig?.S3OutputPath ?? '',
    failureUrl: OutputConfig?.S3FailurePath ?? '',
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
}

/** The queue of an endpoint; undefined where it answers at once. */
export const asynchronousOf = (hosting: Hosting): AsynchronousInference | undefined =>
  hosting.kind === 'instances' ? hosting.asynchronous : undefined;

/** SageMaker's bounds of MaximumExecutionTimeoutInSeconds. */
const SHORTEST_UPDATE_SECONDS = 600;
const LONGEST_UPDATE_SECONDS = 28_800;
/** What bringing up and taking down the instances takes at most, besides the waits that are asked for. */
const INSTANCES_SECONDS = 1800;

/**
 * A roll-out as UpdateEndpoint takes it: blue/green, the old version kept for as long as alarms are watched.
 * A canary needs a second instance, and one variant: else all requests move at once.
 */
export function deploymentConfig(
  { alarms, bakeSeconds, canaryPercent }: RollOut,
  of: { readonly instances: number; readonly variants: number },
) {
  const isCanary = canaryPercent !== undefined && of.instances > 1 && of.variants === 1;
  const seconds = INSTANCES_SECONDS + 2 * bakeSeconds;
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        ...(isCanary
          ? {
              Type: 'CANARY' as const,
              CanarySize: { Type: 'CAPACITY_PERCENT' as const, Value: canaryPercent },
            }
          : { Type: 'ALL_AT_ONCE' as const }),
        WaitIntervalInSeconds: bakeSeconds,
      },
      TerminationWaitInSeconds: bakeSeconds,
      MaximumExecutionTimeoutInSeconds: Math.min(
        LONGEST_UPDATE_SECONDS,
        Math.max(SHORTEST_UPDATE_SECONDS, seconds),
      ),
    },
    ...(alarms.length > 0 && {
      AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) },
    }),
  };
}

/** What both a new endpoint and a new version of one need. */
export interface Version {
  /** Of this deploy: its model and config are named after it, `intent-<ms>-endpoint`. */
  readonly deployName: string;
  readonly model: SageMakerModel;
  readonly hosting: Hosting;
  readonly owner: Ownership;
}
