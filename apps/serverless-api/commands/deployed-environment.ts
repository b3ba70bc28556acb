import { readSettings, type Environment } from '../src/settings.ts';

/**
 * The environment to package with: settings checked, and without the URL of a local endpoint, which a Lambda in AWS
 * cannot reach.
 *
 * @throws SettingsError
 */
export function deployedEnvironment(environment: Environment): Environment {
  const { LF_ENDPOINT_URL: _local, ...deployed } = environment;
  // A name to check the other settings by, where none is set
  readSettings({
    ...deployed,
    SAGEMAKER_ENDPOINT_NAME: deployed['SAGEMAKER_ENDPOINT_NAME'] || 'unnamed',
  });
  return deployed;
}
