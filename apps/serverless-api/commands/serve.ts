/** `npx nx serve serverless-api`: the Lambda behind API Gateway, both emulated on loopback. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SAME_ORIGIN } from '@lf/serving';
import { chooseEndpoint } from './endpoint-address.ts';
import { loadEnvironment } from './environment.ts';
import { makeLambdaSocket } from './lambda-socket.ts';
import { APP, WORKSPACE } from './paths.ts';
import { chooseApiPort } from './ports.ts';
import { report } from './report.ts';
import { runServerless } from './run-serverless.ts';
import { readStackSettings } from './stack-settings.ts';

await report(async () => {
  const environment = loadEnvironment(process.env, join(WORKSPACE, '.env'));
  // osls reads them too, and would show a stack
  readStackSettings(environment);
  const apiPort = await chooseApiPort(environment);
  const { url, bundle, reason } = await chooseEndpoint(environment, WORKSPACE);
  process.stdout.write(
    `Predicts: ${url ?? environment['SAGEMAKER_ENDPOINT_NAME'] ?? bundle ?? ''} (${reason})\n` +
      `Open: http://127.0.0.1:${apiPort}/\n` +
      `Describes: http://127.0.0.1:${apiPort}/openapi.json\n`,
  );
  const socket = makeLambdaSocket();
  const ports = ['--httpPort', String(apiPort), '--lambdaPort', socket.path];
  const work = `serve-${apiPort}`;
  try {
    return await runServerless(['offline', 'start', ...ports, '--param', `work=${work}`], {
      ...environment,
      // On loopback any page in a browser could read the answers, under its own name or, by DNS, under ours
      LF_API_ALLOWED_HOSTS: environment['LF_API_ALLOWED_HOSTS'] || 'localhost',
      LF_API_CORS_ORIGIN: environment['LF_API_CORS_ORIGIN'] || SAME_ORIGIN,
      ...(url === undefined ? {} : { LF_ENDPOINT_URL: url }),
      ...(bundle === undefined ? {} : { LF_API_BUNDLE: bundle }),
    });
  } finally {
    socket.remove();
    rmSync(join(APP, '.esbuild', work), { recursive: true, force: true });
  }
});
