import { SHOWCASE_PARTS } from './showcase-parts.ts';

/** How one setting is read: its JSON Schema, what it is for, and its default if it has one. */
export interface SettingDefinition {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly about: string;
  readonly default?: string | number | boolean;
  /** What does not exist yet: the setting is refused with this sentence, never ignored. */
  readonly notBuilt?: string;
}

const text = { type: 'string', minLength: 1 } as const;

const roleArn = {
  type: 'string',
  pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$',
} as const;

const NO_NEPTUNE =
  'The hosted service of Neptune closed on 5 March 2026: unset it, and set NEPTUNE_MODE=offline (for neptune sync to a server of your own), WANDB_API_KEY or MLFLOW_TRACKING_URI';

/**
 * Every setting, by name; `.env.example` and `lf settings` are written from this table.
 *
 * Names without `LF_` are those of the original local flow, so that its `.env` files go on working.
 */
export const SETTINGS = {
  BROWSING_TRAIN_PATH: {
    schema: text,
    about: 'browsing_train.csv or .csv.gz; unset: the synthetic shop',
  },
  SEARCH_TRAIN_PATH: { schema: text, about: 'search_train.csv[.gz]; optional' },
  SKU_TO_CONTENT_PATH: { schema: text, about: 'sku_to_content.csv[.gz]; optional' },
  PARQUET_S3_PATH: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$' },
    about: 'folder of the data set under <datastore root>/datasets/',
    default: 'default',
  },
  LF_DATASTORE_ROOT: {
    schema: { type: 'string', pattern: '^(file|s3):.+' },
    about:
      'where data sets, runs, artifacts and models lie: file:<folder> or s3://<bucket>/<prefix>',
    default: 'file:.lf',
  },
  METAFLOW_DATATOOLS_SYSROOT_S3: {
    schema: { type: 'string', pattern: '^(file|s3):.+' },
    about: "the original's name for LF_DATASTORE_ROOT, read where that one is unset",
  },
  LF_FLOWS: {
    schema: text,
    about: 'modules with flows of your own, separated by commas (docs/add-a-flow.md)',
  },
  LF_S3_ENCRYPTION: {
    schema: { enum: ['AES256', 'aws:kms', 'aws:kms:dsse'] },
    about: 'how S3 encrypts what is stored in an s3: datastore; unset: as the bucket does',
  },
  LF_S3_KMS_KEY_ID: { schema: text, about: 'key of KMS for that; unset: the one of the account' },
  LF_S3_REQUESTER_PAYS: {
    schema: { enum: [0, 1] },
    about: "1: this account pays for its requests to another's bucket",
    default: 0,
  },
  LF_S3_PATH_STYLE: {
    schema: { enum: [0, 1] },
    about: '1: the bucket is a part of the path and not of the host, as some S3 servers want it',
    default: 0,
  },
  LF_S3_CACHE_DIR: {
    schema: text,
    about: 'folder of the copies of what an s3: datastore holds; unset: ~/.cache/lf/objects',
  },
  LF_S3_CACHE_MB: {
    schema: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
    about: 'what these copies may take, in MiB; those not used for longest go first',
    default: 10_240,
  },
  MODEL_CONFIG_PATH: {
    schema: text,
    about:
      'JSON of the model configuration; {} in it stands for MODEL_CHOICE; unset: the built-in one',
  },
  MODEL_CHOICE: {
    schema: text,
    about:
      'model of the rec flow: BLEND, KNN, PRODB, VSKNN or another, a wrong name lists all; unset: the best by validation of the short list BLEND, VSTAN, MARKOV',
  },
  LF_SUITE_PATH: {
    schema: text,
    about: 'JSON expectation suite for data_validation; unset: the built-in one',
  },
  LF_SEED: {
    schema: { type: 'integer', minimum: 0, maximum: 4294967295 },
    about:
      "seed of every random draw: synthetic shop, splits, weights, batches; unset: the configuration's SEED, 0",
  },
  LF_SYNTHETIC_EVENTS: {
    schema: { type: 'integer', minimum: 1000, maximum: 100_000_000 },
    about: 'size of the synthetic shop, in browsing events',
    default: 200_000,
  },
  LF_DUPLICATE_ROWS: {
    schema: { enum: ['error', 'drop', 'keep'] },
    about: 'what upload does with rows that repeat another one exactly: error, drop or keep',
    default: 'error',
  },
  LF_PLACEHOLDER_SKUS: {
    schema: { enum: ['warn', 'drop', 'keep'] },
    about:
      "what becomes of SKUs that seem to mean 'no product', such as NaN, null or (not set): warn, drop (rec leaves their rows out) or keep (they are products)",
    default: 'warn',
  },
  LF_MAX_SESSION_EVENTS: {
    schema: { type: 'integer', minimum: 1 },
    about: 'a session with more events than this is too long: a bot, or a broken session id',
    default: 10_000,
  },
  LF_LONG_SESSIONS: {
    schema: { enum: ['error', 'drop'] },
    about: 'what the transform does with sessions that are too long: error or drop',
    default: 'error',
  },
  LF_MEMORY_LIMIT_MB: {
    schema: { type: 'integer', minimum: 128 },
    about: 'memory that DuckDB may take before it spills to disk, in MiB',
    default: 1536,
  },
  LF_MAX_WORKERS: {
    schema: { type: 'integer', minimum: 1, maximum: 256 },
    about: 'steps that run at the same time',
    default: 8,
  },
  LF_SCRATCH_DAYS: {
    schema: { type: 'integer', minimum: 1, maximum: 3650 },
    about:
      'what a killed run that nobody resumed left in the temporary directory, such as its logs, goes after so many days',
    default: 7,
  },
  LF_ENDPOINT_PORT: {
    schema: { type: 'integer', minimum: 1, maximum: 65535 },
    about: 'loopback port of the deployed endpoint; unset: 8080, or a free one if that is taken',
  },
  LF_MAX_METRIC_DROP: {
    schema: { type: 'number', minimum: 0, maximum: 1 },
    about:
      'how much of its metric a new model may lose against the serving one before the deploy is refused, 0 to 1',
    default: 0.02,
  },
  LF_CHALLENGER_SHARE: {
    schema: { type: 'number', minimum: 0, maximum: 1 },
    about:
      'above 0: a new model gets this share of the requests beside the serving one, instead of its place',
    default: 0,
  },
  LF_SHOWCASE: {
    schema: { enum: SHOWCASE_PARTS },
    about:
      "what a bundle holds for its playground: all (a dozen of the shop's sessions, without ids and times, and what the catalogue says of products), products (no sessions) or none",
    default: 'all',
  },
  LF_ENDPOINT_HOST: { schema: text, about: 'address that an endpoint listens on; unset: loopback' },
  LF_ENDPOINT_URL: {
    schema: { type: 'string', pattern: '^https?://.+' },
    about: 'endpoint that the public API calls, instead of a SageMaker one',
  },
  LF_ENDPOINT_KEY: {
    schema: { type: 'string', minLength: 16, maxLength: 256 },
    about: 'key that the public API sends there as x-api-key; unset: none',
  },
  LF_REQUEST_LOG: {
    schema: text,
    about:
      'where endpoints keep a sample of the traffic for lf drift: a folder, s3://<bucket>/<prefix> or stdout (a Lambda: stdout); unset: nowhere',
  },
  LF_REQUEST_LOG_SAMPLE: {
    schema: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    about: 'share of the requests that is kept there',
    default: 1,
  },
  LF_REQUEST_LOG_MAX_MB: {
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    about: 'what such a folder may take, in MiB; the oldest lines go first',
    default: 256,
  },
  LF_API_MODEL: {
    schema: { enum: ['intent', 'rec'] },
    about: "model behind the public API; unset: the bundle's kind, or intent without a bundle",
  },
  LF_API_BUNDLE: {
    schema: text,
    about:
      'bundle of that model: a path of model.tar.gz or of an unpacked one, an https: or s3: address',
  },
  LF_API_BUNDLE_DIGEST: {
    schema: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    about: 'sha256:<hex> that a bundle from an address must have; unset: any',
  },
  LF_API_BUNDLE_HTTP: {
    schema: { enum: ['loopback'] },
    about: 'loopback: LF_API_BUNDLE may be an http: address there, for tests; unset: https: alone',
  },
  LF_API_INFERENCE: {
    schema: { enum: ['url', 'sagemaker', 'bundle'] },
    about:
      'what predicts behind the public API: LF_ENDPOINT_URL, SAGEMAKER_ENDPOINT_NAME or the Lambda itself by LF_API_BUNDLE; unset: the first of them that is set',
  },
  LF_API_SEEN_ITEMS: {
    schema: { enum: ['include', 'exclude'] },
    about: 'whether the public API may recommend products that a session holds',
    default: 'include',
  },
  LF_API_OUT_OF_SCOPE: {
    schema: { enum: ['answer', 'refuse'] },
    about:
      'whether intent answers sessions without an add or with a purchase, which it was not trained on, or refuses them (422)',
    default: 'answer',
  },
  LF_API_SESSIONS: {
    schema: { enum: ['hide', 'show'] },
    about:
      "whether GET /sessions and the playground show the sessions of the bundle's showcase; unset: an endpoint shows them, the Lambda, which is public, hides them",
  },
  LF_API_MAX_EVENTS: {
    schema: { type: 'integer', minimum: 1, maximum: 2000 },
    about: 'longest session that the public API answers, in events',
    default: 1000,
  },
  LF_API_TIMEOUT_MS: {
    schema: { type: 'integer', minimum: 1, maximum: 29_000 },
    about: 'how long the public API waits for the endpoint, in ms',
    default: 5000,
  },
  LF_API_CORS_ORIGIN: {
    schema: {
      type: 'string',
      pattern: '^(\\*|same-origin|https?://[^\\s/?#@*,]+(,https?://[^\\s/?#@*,]+)*)$',
    },
    about:
      'origins that browsers may call the public API from, separated by commas; * for any; same-origin for its own pages alone; unset: same-origin on loopback, else *',
  },
  LF_API_ALLOWED_HOSTS: {
    schema: text,
    about:
      'names in Host headers that the public API answers besides those of loopback, separated by commas; * for any; unset: none on loopback, else *',
  },
  LF_API_KEY: {
    schema: { type: 'string', minLength: 16, maxLength: 256 },
    about: 'what callers of the public API have to send as x-api-key; unset: nothing',
  },
  LF_API_RETRIES: {
    schema: { type: 'integer', minimum: 0, maximum: 5 },
    about: 'how often the public API asks an endpoint again that failed',
    default: 2,
  },
  LF_API_BREAKER_FAILURES: {
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    about: 'failures in a row after which the public API leaves the endpoint alone; 0: never',
    default: 5,
  },
  LF_API_BREAKER_COOLDOWN_MS: {
    schema: { type: 'integer', minimum: 1, maximum: 600_000 },
    about: 'for how long it does, in ms',
    default: 10_000,
  },
  LF_API_THROTTLE_RATE: {
    schema: { type: 'integer', minimum: 1, maximum: 10_000 },
    about: 'requests a second that API Gateway lets through; unset: as many as the account may',
  },
  LF_API_THROTTLE_BURST: {
    schema: { type: 'integer', minimum: 1, maximum: 5000 },
    about: 'requests at once that API Gateway lets through; unset: as many as the account may',
  },
  LF_API_RUNTIME: {
    schema: { enum: ['nodejs24.x', 'nodejs22.x'] },
    about: 'Node of the deployed Lambda',
    default: 'nodejs24.x',
  },
  LF_API_ARCHITECTURE: {
    schema: { enum: ['arm64', 'x86_64'] },
    about: 'processor of the deployed Lambda',
    default: 'arm64',
  },
  LF_API_MEMORY_MB: {
    schema: { type: 'integer', minimum: 128, maximum: 10_240 },
    about: 'memory of the deployed Lambda in MB; its share of a processor grows with it',
    default: 512,
  },
  LF_API_PROVISIONED_CONCURRENCY: {
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    about: 'containers of the deployed Lambda that are always started, and billed; 0: none',
    default: 0,
  },
  LF_API_DOMAIN: {
    schema: text,
    about: 'host name of your own for the deployed API, such as api.shop.example',
  },
  LF_API_CERTIFICATE_ARN: {
    schema: text,
    about: 'its certificate in AWS Certificate Manager, in the region of the API',
  },
  LF_API_HOSTED_ZONE_ID: {
    schema: text,
    about: 'zone of Route 53 that gets its record; unset: you make the record',
  },
  LF_API_PORT: {
    schema: { type: 'integer', minimum: 1, maximum: 65535 },
    about: 'loopback port of npx nx serve serverless-api',
    default: 3000,
  },
  AWS_DEFAULT_REGION: { schema: text, about: 'AWS region' },
  AWS_ENDPOINT_URL_S3: {
    schema: text,
    about: 'S3 server of another maker, such as http://127.0.0.1:9000; unset: AWS',
  },
  AWS_PROFILE: { schema: text, about: 'profile in ~/.aws/credentials' },
  METAFLOW_PROFILE: {
    schema: text,
    about:
      "the original's Metaflow profile: METAFLOW_HOME/config_<profile>.json gives what is not set here; unset: config.json there",
  },
  METAFLOW_HOME: {
    schema: text,
    about: "folder of Metaflow's profiles; unset: ~/.metaflowconfig",
  },
  METAFLOW_BATCH_JOB_QUEUE: {
    schema: text,
    about: 'queue of AWS Batch: its name or ARN, as in a profile of Metaflow',
  },
  METAFLOW_ECS_S3_ACCESS_IAM_ROLE: {
    schema: text,
    about: 'role of the jobs on AWS Batch, as in a profile of Metaflow',
  },
  METAFLOW_SFN_IAM_ROLE: {
    schema: roleArn,
    about:
      'ARN of the role by which a state machine of Step Functions submits jobs, as in a profile of Metaflow',
  },
  METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: {
    schema: roleArn,
    about:
      'ARN of the role by which a schedule starts a state machine, as in a profile of Metaflow',
  },
  METAFLOW_SFN_STATE_MACHINE_PREFIX: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
    about: 'what the names of state machines begin with, as in a profile of Metaflow',
    default: 'lf',
  },
  SAGEMAKER_ENDPOINT_NAME: { schema: text, about: 'endpoint that the public API calls' },
  SAGEMAKER_INSTANCE: {
    schema: { type: 'string', pattern: '^ml\\.[a-z0-9-]+\\.[a-z0-9]+$' },
    about:
      'instance type of SageMaker endpoints, such as ml.t2.medium; set with IAM_SAGEMAKER_ROLE and DOCKER_IMAGE, models are served there; unset: on this machine',
  },
  IAM_SAGEMAKER_ROLE: {
    schema: roleArn,
    about: 'ARN of the role by which SageMaker fetches the image and the bundle',
  },
  LF_SAGEMAKER_INSTANCES: {
    schema: { type: 'integer', minimum: 1, maximum: 100 },
    about: 'instances of a SageMaker endpoint; with autoscaling, at least so many',
    default: 1,
  },
  LF_SAGEMAKER_MAX_INSTANCES: {
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    about: 'instances that autoscaling may come to; unset: none is added',
  },
  LF_SAGEMAKER_INVOCATIONS: {
    schema: { type: 'integer', minimum: 1, maximum: 10_000_000 },
    about: 'requests a minute that an instance should have, by which autoscaling adds others',
    default: 6000,
  },
  LF_SAGEMAKER_SERVERLESS_MB: {
    schema: { enum: [1024, 2048, 3072, 4096, 5120, 6144] },
    about:
      'memory of a serverless SageMaker endpoint, in MB, instead of SAGEMAKER_INSTANCE; unset: instances',
  },
  LF_SAGEMAKER_MAX_CONCURRENCY: {
    schema: { type: 'integer', minimum: 1, maximum: 200 },
    about: 'requests at once that a serverless SageMaker endpoint takes',
    default: 5,
  },
  LF_SAGEMAKER_ALARMS: {
    schema: text,
    about:
      'CloudWatch alarms, separated by commas: one that goes off while a new version is watched brings the old one back; unset: none',
  },
  LF_SAGEMAKER_BAKE_SECONDS: {
    schema: { type: 'integer', minimum: 0, maximum: 3600 },
    about: 'how long a new version is watched, with LF_SAGEMAKER_ALARMS, before the old one goes',
    default: 300,
  },
  LF_SAGEMAKER_CANARY_PERCENT: {
    schema: { type: 'integer', minimum: 1, maximum: 50 },
    about:
      'share of the instances that a new version gets first, in per cent, where there are several; unset: all at once',
  },
  STAGE: { schema: text, about: 'stage of the serverless API, such as dev or prod' },
  TENSORBOARD_LOGDIR: {
    schema: text,
    about: 'folder below which trainings are shown to tensorboard --logdir; unset: nowhere',
  },
  MLFLOW_TRACKING_URI: {
    schema: { type: 'string', pattern: '^https?://.+' },
    about: 'http: or https: address of an MLflow server that shows trainings; unset: none',
  },
  MLFLOW_EXPERIMENT_NAME: {
    schema: text,
    about: 'experiment of MLflow; unset: the name of the flow',
  },
  MLFLOW_TRACKING_TOKEN: { schema: text, about: 'token of the MLflow server' },
  MLFLOW_TRACKING_USERNAME: { schema: text, about: 'or the user of the MLflow server' },
  MLFLOW_TRACKING_PASSWORD: { schema: text, about: 'and the password' },
  NEPTUNE_PROJECT: { schema: text, about: 'Neptune project', notBuilt: NO_NEPTUNE },
  NEPTUNE_API_TOKEN: { schema: text, about: 'Neptune token', notBuilt: NO_NEPTUNE },
  NEPTUNE_MODE: {
    schema: { enum: ['offline'] },
    about: 'offline: trainings are written as folders below .neptune/, which neptune sync sends',
  },
  NEPTUNE_CUSTOM_RUN_ID: { schema: text, about: 'run/id there; unset: the id of the run' },
  WANDB_API_KEY: {
    schema: text,
    about: 'key of Weights & Biases, which then shows trainings; unset: it does not',
  },
  WANDB_BASE_URL: {
    schema: { type: 'string', pattern: '^https?://.+' },
    about: 'address of its API, for a server of your own; unset: https://api.wandb.ai',
  },
  WANDB_ENTITY: { schema: text, about: 'its user or team; unset: that of the key' },
  WANDB_PROJECT: { schema: text, about: 'its project; unset: the name of the flow' },
  WANDB_MODE: {
    schema: { enum: ['online', 'offline', 'dryrun', 'disabled'] },
    about: 'offline (or dryrun): files that wandb sync sends later, without a key; disabled: none',
  },
  WANDB_DIR: {
    schema: text,
    about: 'folder in which those files are, below wandb/; unset: the working directory',
  },
  BASE_IMAGE: {
    schema: text,
    about:
      'container image of the steps on AWS Batch: Node 20.19 or later on its PATH is all that it needs',
  },
  RAPIDS_IMAGE: {
    schema: text,
    about: 'container image of process_raw_data on AWS Batch; unset: BASE_IMAGE',
  },
  DOCKER_IMAGE: {
    schema: text,
    about:
      "container image of SageMaker endpoints, in ECR: tools/endpoint-image, or AWS's tensorflow-inference",
  },
  EN_BATCH: {
    schema: { enum: [0, 1] },
    about:
      '1: steps with resources run on AWS Batch; needs a queue, a role, BASE_IMAGE and an s3: datastore',
    default: 0,
  },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof SETTINGS;
