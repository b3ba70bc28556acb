import { readSettings, type Environment } from '@lf/serving';
import { readStackSettings } from './stack-settings.ts';

/** A loopback address: in AWS it would be another machine. */
const LOOPBACK = /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/;

/**
 * The environment to package with: settings checked, and without the URL of a local endpoint and its key, which a
 * Lambda in AWS cannot reach.
 *
 * @throws SettingsError, CommandError
 */
export function deployedEnvironment(environment: Environment): Environment {
  const { LF_ENDPOINT_URL: url, LF_ENDPOINT_KEY: _, ...others } = environment;
  const deployed = url && !LOOPBACK.test(url) ? environment : others;
  const hasPredictor = PREDICTORS.some((name) => deployed[name]);
  // A name to check the other settings by, where nothing predicts yet
  readSettings(hasPredictor ? deployed : { ...deployed, SAGEMAKER_ENDPOINT_NAME: 'unnamed' });
  readStackSettings(deployed);
  return deployed;
}

/** The settings that say what predicts; at least one must be set. */
export const PREDICTORS = ['SAGEMAKER_ENDPOINT_NAME', 'LF_ENDPOINT_URL', 'LF_API_BUNDLE'] as const;
