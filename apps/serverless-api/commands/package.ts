/** `npx nx run serverless-api:package`: the zip and the CloudFormation template, with no account and no network. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { deployedEnvironment, PREDICTORS } from './deployed-environment.ts';
import { loadEnvironment } from './environment.ts';
import { APP, WORKSPACE } from './paths.ts';
import { withPackagedBundle } from './packaged-bundle.ts';
import { report } from './report.ts';
import { runServerless } from './run-serverless.ts';

await report(async () => {
  const environment = deployedEnvironment(loadEnvironment(process.env, join(WORKSPACE, '.env')));
  const code = await withPackagedBundle(environment, WORKSPACE, (packaged) =>
    runServerless(['package'], packaged),
  );
  if (code !== 0) {
    process.stderr.write(
      `Packaging: nothing was packaged (exit code ${code}). The lines above say why.\n`,
    );
    return code;
  }
  const zip = join(APP, '.serverless/predict.zip');
  const kilobytes = Math.ceil(statSync(zip).size / 1000);
  process.stdout.write(
    `Code:     ${zip} (${kilobytes} kB)\n` +
      `Template: ${join(APP, '.serverless/cloudformation-template-update-stack.json')}\n`,
  );
  if (!PREDICTORS.some((name) => environment[name])) {
    process.stdout.write(
      `Note: none of ${PREDICTORS.join(', ')} is set, so nothing predicts behind this package. Set one before you deploy.\n`,
    );
  }
  return 0;
});
