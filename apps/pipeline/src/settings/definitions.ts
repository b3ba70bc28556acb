import { SHOWCASE_PARTS } from './showcase-parts.ts';

/** How one setting is read: its JSON Schema, what it is for, and its default if it has one. */
export interface SettingDefinition {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly about: string;
  readonly default?: string | number | boolean;
  /** What cannot be had: the setting is refused with this sentence, never ignored. */
  readonly refused?: string;
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
      'where data sets, runs, artifacts and models are stored: file:<folder> or s3://<bucket>/<prefix>',
    default: 'file:.lf',
  },
  METAFLOW_DATATOOLS_SYSROOT_S3: {
    schema: { type: 'string', pattern: '^(file|s3):.+' },
    about: "the original's name for LF_DATASTORE_ROOT, used if that is unset",
  },
  LF_FLOWS: {
    schema: text,
    about: 'modules with your own flows, separated by commas (docs/add-a-flow.md)',
  },
  LF_S3_ENCRYPTION: {
    schema: { enum: ['AES256', 'aws:kms', 'aws:kms:dsse'] },
    about: "encryption of objects in an s3: datastore; unset: the bucket's default",
  },
  LF_S3_KMS_KEY_ID: {
    schema: text,
    about: 'KMS key for that encryption; unset: the key of the account',
  },
  LF_S3_REQUESTER_PAYS: {
    schema: { enum: [0, 1] },
    about: "1: this account pays for requests to someone else's bucket",
    default: 0,
  },
  LF_S3_PATH_STYLE: {
    schema: { enum: [0, 1] },
    about: '1: the bucket is part of the path, not of the host, as some S3 servers need',
    default: 0,
  },
  LF_S3_CACHE_DIR: {
    schema: text,
    about: 'folder for cached objects of an s3: datastore; unset: ~/.cache/lf/objects',
  },
  LF_S3_CACHE_MB: {
    schema: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
    about: 'size of that cache, in MiB; the least recently used objects are deleted first',
    default: 10_240,
  },
  MODEL_CONFIG_PATH: {
    schema: text,
    about:
      'path of the model configuration (JSON); {} in it is replaced by MODEL_CHOICE; unset: the built-in one',
  },
  MODEL_CHOICE: {
    schema: text,
    about:
      'model of the rec flow: BLEND, KNN, PRODB, VSKNN or another (a wrong name lists all); unset: the best of BLEND, VSTAN, MARKOV by validation; or of the intent flow: LSTM (unset) or TREES; each flow leaves the names of the other alone',
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
      "what to do with SKUs that probably mean 'no product', such as NaN, null or (not set): warn, drop (rec leaves their rows out) or keep (they are products)",
    default: 'warn',
  },
  LF_MAX_SESSION_EVENTS: {
    schema: { type: 'integer', minimum: 1 },
    about: 'a session with more events than this is too long (a bot, or a broken session id)',
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
  LF_TRANSFORM_ENGINE: {
    schema: { enum: ['duckdb', 'pandas', 'dask', 'cudf', 'dask-cudf'] },
    about:
      'what process_raw_data makes its table by: duckdb, or a Python program (tools/rapids) on pandas, dask, cudf or dask-cudf; the rows are the same',
    default: 'duckdb',
  },
  LF_TRANSFORM_WORKERS: {
    schema: { type: 'integer', minimum: 1, maximum: 256 },
    about:
      'processes of dask, GPUs of dask-cudf; unset: as many as the machine has, and one GPU on AWS Batch',
  },
  LF_TRANSFORM_MEMORY_MB: {
    schema: { type: 'integer', minimum: 512, maximum: 24_000_000 },
    about: "memory of process_raw_data's job on AWS Batch, in MiB; unset: 8000",
  },
  LF_MAX_WORKERS: {
    schema: { type: 'integer', minimum: 1, maximum: 256 },
    about: 'steps that run at the same time',
    default: 8,
  },
  LF_SCRATCH_DAYS: {
    schema: { type: 'integer', minimum: 1, maximum: 3650 },
    about:
      'days after which leftovers of killed runs in the temporary directory, such as logs, are deleted',
    default: 7,
  },
  LF_ENDPOINT_PORT: {
    schema: { type: 'integer', minimum: 1, maximum: 65535 },
    about: 'loopback port of the deployed endpoint; unset: 8080, or a free one if that is taken',
  },
  LF_MAX_METRIC_DROP: {
    schema: { type: 'number', minimum: 0, maximum: 1 },
    about:
      "largest share of the serving model's metric that a new model may lose without being refused, 0 to 1",
    default: 0.02,
  },
  LF_CHALLENGER_SHARE: {
    schema: { type: 'number', minimum: 0, maximum: 1 },
    about:
      'above 0: a new model gets this share of the requests, and does not replace the serving model',
    default: 0,
  },
  LF_SHOWCASE: {
    schema: { enum: SHOWCASE_PARTS },
    about:
      "what a bundle holds for its playground: all (a dozen of the shop's sessions, without ids and times, and what the catalogue says of products), products (no sessions) or none",
    default: 'all',
  },
  LF_PRODUCT_URL: {
    schema: { type: 'string', pattern: '^https?://[^{}]*\\{sku\\}[^{}]*$' },
    about:
      "address of a product's page, with {sku} for its id, that answers and the playground link to; unset: what the catalogue's column product_url says",
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
      'where endpoints record a sample of the traffic for lf drift: a folder, s3://<bucket>/<prefix> or stdout (a Lambda: stdout); unset: nowhere',
  },
  LF_REQUEST_LOG_SAMPLE: {
    schema: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    about: 'share of the requests to record',
    default: 1,
  },
  LF_REQUEST_LOG_MAX_MB: {
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    about: 'largest size of such a folder, in MiB; the oldest lines are deleted first',
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
    about: 'required digest (sha256:<hex>) of a bundle from an address; unset: any',
  },
  LF_API_BUNDLE_HTTP: {
    schema: { enum: ['loopback'] },
    about:
      'loopback: allow http: addresses on loopback in LF_API_BUNDLE, for tests; unset: only https:',
  },
  LF_API_INFERENCE: {
    schema: { enum: ['url', 'sagemaker', 'bundle'] },
    about:
      'what predicts behind the public API: LF_ENDPOINT_URL, SAGEMAKER_ENDPOINT_NAME or the Lambda itself by LF_API_BUNDLE; unset: the first of them that is set',
  },
  LF_API_SEEN_ITEMS: {
    schema: { enum: ['include', 'exclude'] },
    about: 'whether the public API may recommend products of the session itself',
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
      'origins from which browsers may call the public API, separated by commas; * for any; same-origin for only its own pages; unset: same-origin on loopback, else *',
  },
  LF_API_ALLOWED_HOSTS: {
    schema: text,
    about:
      'accepted names in Host headers of the public API besides those of loopback, separated by commas; * for any; unset: none on loopback, else *',
  },
  LF_API_KEY: {
    schema: { type: 'string', minLength: 16, maxLength: 256 },
    about: 'key that callers of the public API must send as x-api-key; unset: none',
  },
  LF_API_RETRIES: {
    schema: { type: 'integer', minimum: 0, maximum: 5 },
    about: 'how often the public API retries a failed request to the endpoint',
    default: 2,
  },
  LF_API_BREAKER_FAILURES: {
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    about:
      'failures in a row after which the public API stops calling the endpoint for a while; 0: never',
    default: 5,
  },
  LF_API_BREAKER_COOLDOWN_MS: {
    schema: { type: 'integer', minimum: 1, maximum: 600_000 },
    about: 'how long it stops calling the endpoint, in ms',
    default: 10_000,
  },
  LF_API_THROTTLE_RATE: {
    schema: { type: 'integer', minimum: 1, maximum: 10_000 },
    about: "API Gateway's limit of requests per second; unset: the account's limit",
  },
  LF_API_THROTTLE_BURST: {
    schema: { type: 'integer', minimum: 1, maximum: 5000 },
    about: "API Gateway's burst limit, in requests; unset: the account's limit",
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
    about: 'memory of the deployed Lambda in MB; its CPU share grows with it',
    default: 512,
  },
  LF_API_PROVISIONED_CONCURRENCY: {
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    about: 'containers of the deployed Lambda that are always started, and billed; 0: none',
    default: 0,
  },
  LF_API_DOMAIN: {
    schema: text,
    about: 'your own host name for the deployed API, such as api.shop.example',
  },
  LF_API_CERTIFICATE_ARN: {
    schema: text,
    about: 'its certificate in AWS Certificate Manager, in the region of the API',
  },
  LF_API_HOSTED_ZONE_ID: {
    schema: text,
    about: 'Route 53 zone for its DNS record; unset: you create the record',
  },
  LF_API_PORT: {
    schema: { type: 'integer', minimum: 1, maximum: 65535 },
    about: 'loopback port of npx nx serve serverless-api',
    default: 3000,
  },
  AWS_DEFAULT_REGION: { schema: text, about: 'AWS region' },
  AWS_ENDPOINT_URL_S3: {
    schema: text,
    about: 'another S3 server, such as http://127.0.0.1:9000; unset: AWS',
  },
  AWS_PROFILE: { schema: text, about: 'profile in ~/.aws/credentials' },
  METAFLOW_PROFILE: {
    schema: text,
    about:
      "the original's Metaflow profile: METAFLOW_HOME/config_<profile>.json has values for settings that are unset here; unset: config.json there",
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
      'ARN of the role with which a state machine of Step Functions submits jobs, as in a profile of Metaflow',
  },
  METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: {
    schema: roleArn,
    about:
      'ARN of the role with which a schedule starts a state machine, as in a profile of Metaflow',
  },
  METAFLOW_SFN_STATE_MACHINE_PREFIX: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
    about: 'prefix of the names of state machines, as in a profile of Metaflow',
    default: 'lf',
  },
  SAGEMAKER_ENDPOINT_NAME: { schema: text, about: 'endpoint that the public API calls' },
  SAGEMAKER_INSTANCE: {
    schema: { type: 'string', pattern: '^ml\\.[a-z0-9-]+\\.[a-z0-9]+$' },
    about:
      'instance type of SageMaker endpoints, such as ml.t2.medium; if set with IAM_SAGEMAKER_ROLE and DOCKER_IMAGE, models are served in SageMaker; unset: on this machine',
  },
  IAM_SAGEMAKER_ROLE: {
    schema: roleArn,
    about: 'ARN of the role with which SageMaker fetches the image and the bundle',
  },
  LF_SAGEMAKER_INSTANCES: {
    schema: { type: 'integer', minimum: 0, maximum: 100 },
    about:
      'number of instances of a SageMaker endpoint; with autoscaling, the minimum, which may be 0 with LF_SAGEMAKER_ASYNC',
    default: 1,
  },
  LF_SAGEMAKER_MAX_INSTANCES: {
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    about: 'maximum number of instances with autoscaling; unset: no autoscaling',
  },
  LF_SAGEMAKER_INVOCATIONS: {
    schema: { type: 'integer', minimum: 1, maximum: 10_000_000 },
    about: 'target requests per minute and instance, for autoscaling',
    default: 6000,
  },
  LF_SAGEMAKER_SERVERLESS_MB: {
    schema: { enum: [1024, 2048, 3072, 4096, 5120, 6144] },
    about:
      'memory of a serverless SageMaker endpoint, in MB, instead of SAGEMAKER_INSTANCE; unset: instances',
  },
  LF_SAGEMAKER_MAX_CONCURRENCY: {
    schema: { type: 'integer', minimum: 1, maximum: 200 },
    about:
      'concurrent requests that a serverless SageMaker endpoint accepts, or an instance of an asynchronous one works on',
    default: 5,
  },
  LF_SAGEMAKER_ASYNC: {
    schema: { enum: [0, 1] },
    about:
      '1: the SageMaker endpoint is asynchronous: requests wait in a queue, and come and go through the datastore',
    default: 0,
  },
  LF_SAGEMAKER_BACKLOG: {
    schema: { type: 'integer', minimum: 1, maximum: 10_000 },
    about: 'target requests in the queue per instance, for autoscaling of an asynchronous endpoint',
    default: 5,
  },
  LF_SAGEMAKER_ALARMS: {
    schema: text,
    about:
      'CloudWatch alarms, separated by commas: if one fires while a new version is watched, the old version is restored; unset: none',
  },
  LF_SAGEMAKER_BAKE_SECONDS: {
    schema: { type: 'integer', minimum: 0, maximum: 3600 },
    about:
      'seconds for which LF_SAGEMAKER_ALARMS watch a new version before the old one is removed',
    default: 300,
  },
  LF_SAGEMAKER_CANARY_PERCENT: {
    schema: { type: 'integer', minimum: 1, maximum: 50 },
    about:
      'per cent of the instances that get a new version first, if there are several; unset: all at once',
  },
  LF_BLAZINGTEXT_INSTANCE: {
    schema: { type: 'string', pattern: '^ml\\.[a-z0-9-]+\\.[a-z0-9]+$' },
    about:
      'instance type, such as ml.c5.4xlarge, on which the vectors of KNN are learnt by BlazingText in SageMaker; needs IAM_SAGEMAKER_ROLE and an s3: datastore; unset: on this machine',
  },
  LF_BLAZINGTEXT_INSTANCES: {
    schema: { type: 'integer', minimum: 1, maximum: 100 },
    about: 'number of such instances; several train in mode batch_skipgram',
    default: 1,
  },
  LF_BLAZINGTEXT_IMAGE: {
    schema: text,
    about: 'its container image; unset: that of AWS in AWS_DEFAULT_REGION',
  },
  LF_TRAINING_INSTANCE: {
    schema: { type: 'string', pattern: '^ml\\.[a-z0-9-]+\\.[a-z0-9]+$' },
    about:
      'instance type, such as ml.c7i.4xlarge, on which train_model runs as a training job of SageMaker in BASE_IMAGE; needs IAM_SAGEMAKER_ROLE and an s3: datastore; unset: on this machine or AWS Batch',
  },
  LF_TRAINING_SPOT: {
    schema: { enum: [0, 1] },
    about:
      '1: training jobs of SageMaker take spot capacity, which costs less and may be taken away',
    default: 0,
  },
  LF_TRAINING_HOURS: {
    schema: { type: 'integer', minimum: 1, maximum: 120 },
    about:
      'hours that a training job of SageMaker may run; with spot capacity it may wait as long again',
    default: 24,
  },
  STAGE: { schema: text, about: 'stage of the serverless API, such as dev or prod' },
  TENSORBOARD_LOGDIR: {
    schema: text,
    about: 'folder for training records that tensorboard --logdir shows; unset: none',
  },
  MLFLOW_TRACKING_URI: {
    schema: { type: 'string', pattern: '^https?://.+' },
    about: 'http: or https: address of an MLflow server for training records; unset: none',
  },
  MLFLOW_EXPERIMENT_NAME: {
    schema: text,
    about: 'experiment of MLflow; unset: the name of the flow',
  },
  MLFLOW_TRACKING_TOKEN: { schema: text, about: 'token of the MLflow server' },
  MLFLOW_TRACKING_USERNAME: {
    schema: text,
    about: 'user of the MLflow server, instead of a token',
  },
  MLFLOW_TRACKING_PASSWORD: { schema: text, about: 'password of that user' },
  NEPTUNE_PROJECT: {
    schema: text,
    about: "a project of Neptune's hosted service, which has closed",
    refused: NO_NEPTUNE,
  },
  NEPTUNE_API_TOKEN: { schema: text, about: 'a token of the same service', refused: NO_NEPTUNE },
  NEPTUNE_MODE: {
    schema: { enum: ['offline'] },
    about: 'offline: training records are written to .neptune/, for neptune sync',
  },
  NEPTUNE_CUSTOM_RUN_ID: { schema: text, about: 'run id in Neptune; unset: the id of the run' },
  WANDB_API_KEY: {
    schema: text,
    about: 'key of Weights & Biases, which then gets training records; unset: it gets none',
  },
  WANDB_BASE_URL: {
    schema: { type: 'string', pattern: '^https?://.+' },
    about: 'address of its API, for your own server; unset: https://api.wandb.ai',
  },
  WANDB_ENTITY: { schema: text, about: 'its user or team; unset: that of the key' },
  WANDB_PROJECT: { schema: text, about: 'its project; unset: the name of the flow' },
  WANDB_MODE: {
    schema: { enum: ['online', 'offline', 'dryrun', 'disabled'] },
    about:
      'offline (or dryrun): writes files for a later wandb sync, without a key; disabled: no records',
  },
  WANDB_DIR: {
    schema: text,
    about: 'folder for those files (in wandb/ under it); unset: the working directory',
  },
  BASE_IMAGE: {
    schema: text,
    about:
      'container image of the steps on AWS Batch and of training jobs of SageMaker (in ECR); it only needs Node 20.19 or later on its PATH',
  },
  RAPIDS_IMAGE: {
    schema: text,
    about:
      'container image of process_raw_data on AWS Batch, which LF_TRANSFORM_ENGINE needs unless it is duckdb (tools/rapids); unset: BASE_IMAGE',
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
