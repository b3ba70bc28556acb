import { systemEnvironment, type Environment } from '@lf/deploy';
import { calledAs } from '../terminal/lf-command.ts';
import { ownFlowPaths } from './own-flow-paths.ts';

/**
 * The settings of an endpoint: its own flags, and those of the public API that it answers; not the key by which others
 * ask an endpoint.
 */
const SERVING_NAME = /^LF_(API_|REQUEST_LOG|ENDPOINT_(?!KEY$))/;

/** What S3 needs: credentials, profile and region, our settings of it, and the way out through a proxy. */
const S3_NAME = /^(AWS_.*|LF_S3_.*|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy)$/;

/** What AWS's SDK says about an old Node, the command has said before its steps. */
const WARNED = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** Where trainings are shown besides the local record, and the keys for it. */
const TRACKING_NAME =
  /^(MLFLOW_(TRACKING_(URI|TOKEN|USERNAME|PASSWORD)|EXPERIMENT_NAME)|TENSORBOARD_LOGDIR|WANDB_(API_KEY|BASE_URL|ENTITY|PROJECT|MODE|DIR)|NEPTUNE_(MODE|CUSTOM_RUN_ID))$/;

/** What Python and its libraries for GPUs are set by, as images of RAPIDS have it; names of secrets are left out. */
const PYTHON_NAME =
  /^(?!.*(KEY|TOKEN|SECRET|PASSWORD))(CONDA_PREFIX|VIRTUAL_ENV|(PYTHON|DASK|CUDF|LIBCUDF|KVIKIO|NUMBA|RMM|UCX)[A-Z0-9_]*)$/;

/** The step whose table Python may make. */
export const TRANSFORM_STEP = 'process_raw_data';

/** The step that trains, and those that are tracked: they train or judge a model. */
export const TRAINING_STEP = 'train_model';
const TRACKED_STEPS: readonly string[] = [TRAINING_STEP, 'evaluate_model'];

/** The step that starts an endpoint. */
const SERVING_STEP = 'deploy';

function chosen(environment: Environment, isWanted: RegExp): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => Boolean(entry[1]) && isWanted.test(entry[0]),
    ),
  );
}

/**
 * The whole environment of an endpoint's process: its settings, the key that its callers send among them, what S3 needs
 * where it keeps its traffic there, and no secret of anything else.
 */
export function servingEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return {
    ...systemEnvironment(environment),
    ...chosen(environment, SERVING_NAME),
    ...(environment['LF_REQUEST_LOG']?.startsWith('s3:') === true && {
      ...chosen(environment, S3_NAME),
      ...WARNED,
    }),
  };
}

/**
 * The whole environment of a step's process. What it does comes by its parameters; it gets the secrets that it needs:
 * S3's where the datastore is there, where a training keeps its checkpoints, the endpoint's in the step that starts one, the trackers' in those that are tracked.
 *
 * @param environment with `.env` over it
 */
export function stepEnvironment(
  environment: Environment,
  of: { readonly step: string; readonly datastore: string },
): Readonly<Record<string, string>> {
  const ownFlows = ownFlowPaths(environment['LF_FLOWS']);
  return {
    ...calledAs(),
    ...(of.step === SERVING_STEP
      ? servingEnvironment(environment)
      : systemEnvironment(environment)),
    ...(TRACKED_STEPS.includes(of.step) && chosen(environment, TRACKING_NAME)),
    ...(of.step === TRANSFORM_STEP && chosen(environment, PYTHON_NAME)),
    ...(of.step === TRAINING_STEP && chosen(environment, /^LF_CHECKPOINTS$/)),
    ...(ownFlows.length > 0 && { LF_FLOWS: ownFlows.join(',') }),
    ...(of.datastore.startsWith('s3:') && { ...chosen(environment, S3_NAME), ...WARNED }),
  };
}
