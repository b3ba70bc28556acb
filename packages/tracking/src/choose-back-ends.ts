import type { BackEnd } from './back-ends/back-end.ts';
import { mlflowBackEnd } from './back-ends/mlflow/mlflow.ts';
import { neptuneOfflineBackEnd } from './back-ends/neptune/neptune.ts';
import { tensorBoardBackEnd } from './back-ends/tensorboard/tensorboard.ts';
import { wandbOfflineBackEnd } from './back-ends/wandb/offline.ts';
import { wandbBackEnd } from './back-ends/wandb/wandb.ts';
import { TrackingSettingsError } from './errors.ts';

/** Settings by name, e.g. `process.env`. */
export type TrackingSettings = Readonly<Record<string, string | undefined>>;

/**
 * The back ends whose settings are not empty; several are used at once. Names are those of each vendor.
 *
 * - `TENSORBOARD_LOGDIR`: TensorBoard's event files below that folder
 * - `MLFLOW_TRACKING_URI`: an MLflow server; with `MLFLOW_EXPERIMENT_NAME`, and `MLFLOW_TRACKING_TOKEN` or
 *   `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`
 * - `WANDB_API_KEY`: Weights & Biases; with `WANDB_BASE_URL`, `WANDB_ENTITY` and `WANDB_PROJECT`. `WANDB_MODE=offline`:
 *   the files that `wandb sync` sends, below `WANDB_DIR`, without a key. `WANDB_MODE=disabled`: none of both
 * - `NEPTUNE_MODE=offline`: Neptune's offline folder; with `NEPTUNE_CUSTOM_RUN_ID`
 *
 * @throws TrackingSettingsError when a setting cannot work
 */
export function chooseBackEnds(settings: TrackingSettings): readonly BackEnd[] {
  const given = (name: string): string | undefined => settings[name]?.trim() || undefined;
  const backEnds: BackEnd[] = [];
  const logdir = given('TENSORBOARD_LOGDIR');
  if (logdir !== undefined) backEnds.push(tensorBoardBackEnd({ logdir }));
  const trackingUri = given('MLFLOW_TRACKING_URI');
  if (trackingUri !== undefined) {
    backEnds.push(
      mlflowBackEnd({
        trackingUri,
        ...present('experiment', given('MLFLOW_EXPERIMENT_NAME')),
        ...present('token', given('MLFLOW_TRACKING_TOKEN')),
        ...present('username', given('MLFLOW_TRACKING_USERNAME')),
        ...present('password', given('MLFLOW_TRACKING_PASSWORD')),
      }),
    );
  }
  const wandb = chooseWandb(given);
  if (wandb !== null) backEnds.push(wandb);
  const neptune = chooseNeptune(given);
  if (neptune !== null) backEnds.push(neptune);
  return backEnds;
}

/** `dryrun` is an older name of `offline`. */
const WANDB_MODES = ['online', 'offline', 'dryrun', 'disabled'] as const;

function chooseWandb(given: (name: string) => string | undefined): BackEnd | null {
  const asked = given('WANDB_MODE');
  const mode = WANDB_MODES.find((known) => known === asked);
  if (asked !== undefined && mode === undefined) {
    throw new TrackingSettingsError('WANDB_MODE', `one of ${WANDB_MODES.join(', ')}`, asked);
  }
  if (mode === 'disabled') return null;
  const names = {
    ...present('entity', given('WANDB_ENTITY')),
    ...present('project', given('WANDB_PROJECT')),
  };
  if (mode === 'offline' || mode === 'dryrun') {
    return wandbOfflineBackEnd({ ...names, ...present('directory', given('WANDB_DIR')) });
  }
  const apiKey = given('WANDB_API_KEY');
  if (apiKey !== undefined) {
    return wandbBackEnd({ ...names, apiKey, ...present('baseUrl', given('WANDB_BASE_URL')) });
  }
  if (mode === undefined) return null;
  throw new TrackingSettingsError('WANDB_API_KEY', 'a key, as WANDB_MODE is online', '');
}

function chooseNeptune(given: (name: string) => string | undefined): BackEnd | null {
  const mode = given('NEPTUNE_MODE');
  if (mode === undefined) return null;
  if (mode !== 'offline') {
    throw new TrackingSettingsError(
      'NEPTUNE_MODE',
      'offline, as the hosted service of Neptune closed on 5 March 2026 (`neptune sync` sends the folder to a server of your own)',
      mode,
    );
  }
  return neptuneOfflineBackEnd(present('customRunId', given('NEPTUNE_CUSTOM_RUN_ID')));
}

/** A field that is absent where there is no value. */
function present<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [Name in Key]?: string } {
  const field: { [Name in Key]?: string } = {};
  if (value !== undefined) field[key] = value;
  return field;
}
