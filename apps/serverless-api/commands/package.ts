/** `npx nx run serverless-api:package`: the zip and the CloudFormation template, with no account and no network. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { deployedEnvironment } from './deployed-environment.ts';
import { loadEnvironment } from './environment.ts';
import { APP, WORKSPACE } from './paths.ts';
import { report } from './report.ts';
import { runServerless } from './run-serverless.ts';

await report(async () => {
  const environment = deployedEnvironment(loadEnvironment(process.env, join(WORKSPACE, '.env')));
  const code = await runServerless(['package'], environment);
  if (code !== 0) return code;
  const zip = join(APP, '.serverless/predict.zip');
  const kilobytes = Math.ceil(statSync(zip).size / 1000);
  process.stdout.write(
    `Code:     ${zip} (${kilobytes} kB)\n` +
      `Template: ${join(APP, '.serverless/cloudformation-template-update-stack.json')}\n`,
  );
  if (!environment['SAGEMAKER_ENDPOINT_NAME']) {
    process.stdout.write(
      'Note: SAGEMAKER_ENDPOINT_NAME is not set, so this package may ask no endpoint. Set it before you deploy.\n',
    );
  }
  return 0;
});
