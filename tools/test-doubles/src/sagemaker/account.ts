import type { Container, ContainerPlace } from './container.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** A request's body or a part of it. */
export type Fields = Readonly<Record<string, unknown>>;

export interface FakeModel {
  readonly name: string;
  readonly image: string;
  readonly bundleUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly request: Fields;
}

export interface FakeConfig {
  readonly name: string;
  readonly variants: readonly Fields[];
  /** Set: its endpoint takes requests through a queue alone. */
  readonly asyncInference?: Fields;
}

export interface RunningVariant {
  readonly name: string;
  readonly weight: number;
  readonly container: Container;
  /** How many requests it has answered. */
  asked: number;
}

export interface FakeEndpoint {
  readonly name: string;
  readonly createdAt: number;
  configName: string;
  status: string;
  failureReason?: string;
  variants: readonly RunningVariant[];
  /** Of the last UpdateEndpoint. */
  deployment?: Fields;
  /** A creation or update under way: ended when its containers are up or down and it was looked at often enough. */
  work?: {
    readonly configName: string;
    readonly isUpdate: boolean;
    looks: number;
    outcome?: Outcome;
  };
}

export type Outcome =
  { readonly variants: readonly RunningVariant[] } | { readonly failureReason: string };

/** A training job and how it goes. */
export interface FakeTraining {
  readonly name: string;
  readonly request: Fields;
  readonly controller: AbortController;
  status: string;
  secondary: string;
  looks: number;
  failureReason?: string;
  modelUrl?: string;
  /** What its container came to: it is told after some looks. */
  outcome?: TrainingOutcome;
}

/** `secondary`: it was stopped, as by `MaxWaitTimeExceeded`. */
export type TrainingOutcome =
  { readonly modelUrl: string } | { readonly failureReason?: string; readonly secondary?: string };

/** What a training job does; it rejects where the container fails. */
export type Train = (
  job: FakeTraining,
  of: { readonly signal: AbortSignal; readonly print: (line: string) => void },
) => Promise<TrainingOutcome>;

/** A batch transform and how it goes. */
export interface FakeTransform {
  readonly name: string;
  readonly request: Fields;
  readonly controller: AbortController;
  status: string;
  failureReason?: string;
}

/** What of S3 batch transforms and asynchronous endpoints read and write, by URLs. */
export interface FakeObjects {
  list(prefix: string): readonly { readonly url: string; readonly body: Buffer }[];
  put(url: string, body: string): void;
}

/** What of an account tests look at and change. */
export interface FakeAccount {
  readonly models: Map<string, FakeModel>;
  readonly configs: Map<string, FakeConfig>;
  readonly endpoints: Map<string, FakeEndpoint>;
  readonly trainings: Map<string, FakeTraining>;
  /** What training jobs do. */
  train: Train;
  readonly transforms: Map<string, FakeTransform>;
  /** Of batch transforms and asynchronous endpoints; a test that has some sets it. */
  objects: FakeObjects;
  /** By the name of the thing's ARN after the account: `endpoint/intent-1-endpoint`. */
  readonly tags: Map<string, Map<string, string>>;
  /** When a thing was made, in seconds since 1970, by the same names; a test may make it older. */
  readonly createdAt: Map<string, number>;
  /** How many instances an endpoint was scaled to; absent: as its config says. */
  readonly instances: Map<string, number>;
  /** Lines of the log group of an endpoint, by its name; of a job, by `training-job/<name>` or `transform-job/<name>`. */
  readonly logs: Map<string, string[]>;
  /** Targets of autoscaling with their limits and policy. */
  readonly scaling: Map<string, Fields>;
  /** Names of CloudWatch alarms that have gone off. */
  readonly alarms: Set<string>;
  /** Images in ECR; undefined: any. */
  images: ReadonlySet<string> | undefined;
  /** Roles that SageMaker can take; undefined: any. */
  roles: ReadonlySet<string> | undefined;
  /** How many instances the account may have. */
  instanceQuota: number;
  /** How often DescribeEndpoint tells of work before it may end. */
  looksBeforeReady: number;
  /** Whether DeleteEndpoint is refused while SageMaker works on the endpoint; which of both AWS does is not documented. */
  refusesDeleteWhileBusy: boolean;
  /** Containers that are coming up. */
  readonly starting: Set<Promise<void>>;
  readonly closing: AbortController;
  /** The file of a bundle in S3; null if there is none. */
  readonly bundleAt: (url: string) => Promise<string | null>;
  readonly command: (place: ContainerPlace) => readonly string[];
}

export const arnOf = (kind: string, name: string): string =>
  `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${kind}/${name}`;

/** A text in a request; '' if it is none. */
export const textIn = (fields: Fields, key: string): string => {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
};

/** A list of objects in a request. */
export const listIn = (fields: Fields, key: string): readonly Fields[] => {
  const value = fields[key];
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
};

/** An object in a request. */
export const objectIn = (fields: Fields, key: string): Fields => {
  const value = fields[key];
  return typeof value === 'object' && value !== null ? { ...value } : {};
};
