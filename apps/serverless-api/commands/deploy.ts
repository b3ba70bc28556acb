/** `npx nx deploy serverless-api`: package, then create or update the CloudFormation stack. */
import { join } from 'node:path';
import { deployedEnvironment } from './deployed-environment.ts';
import { loadEnvironment } from './environment.ts';
import { WORKSPACE } from './paths.ts';
import { withPackagedBundle } from './packaged-bundle.ts';
import { findCredentialsProblem, requireDeployable } from './preflight.ts';
import { report } from './report.ts';
import { runServerless } from './run-serverless.ts';

await report(async () => {
  const environment = loadEnvironment(process.env, join(WORKSPACE, '.env'));
  // The credential chain reads the process's own environment
  Object.assign(process.env, environment);
  const deployed = deployedEnvironment(environment);
  requireDeployable(deployed, await findCredentialsProblem());
  return withPackagedBundle(deployed, WORKSPACE, (packaged) => runServerless(['deploy'], packaged));
});
