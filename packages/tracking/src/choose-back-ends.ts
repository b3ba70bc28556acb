import type { BackEnd } from './back-ends/back-end.ts';
import { mlflowBackEnd } from './back-ends/mlflow/mlflow.ts';
import { tensorBoardBackEnd } from './back-ends/tensorboard/tensorboard.ts';

/** Settings by name, e.g. `process.env`. */
export type TrackingSettings = Readonly<Record<string, string | undefined>>;

/**
 * The back ends whose settings are not empty; several are used at once. Names are those of each vendor.
 *
 * - `TENSORBOARD_LOGDIR`: TensorBoard's event files below that folder
 * - `MLFLOW_TRACKING_URI`: an MLflow server; with `MLFLOW_EXPERIMENT_NAME`, and `MLFLOW_TRACKING_TOKEN` or
 *   `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`
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
  return backEnds;
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
