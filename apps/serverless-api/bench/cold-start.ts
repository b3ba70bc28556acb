/**
 * Bundle size, and how long a new process takes from importing the packaged handler to its first answer, by way of
 * inference.
 *
 * npx nx run serverless-api:bench
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { readZip, sendJson, startLoopback, unzip } from '@lf/test-doubles';
import { packIntentModel, packRecModel, REC_CHOICES } from './models.ts';

const RUNS = 15;
const ZIP = join(import.meta.dirname, '../.serverless/predict.zip');

const PROBE = `
  const start = performance.now();
  const { predict } = await import(process.argv[1]);
  const imported = performance.now();
  const ask = async () => {
    const from = performance.now();
    const answer = await predict({ queryStringParameters: { session: process.argv[2] } });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return performance.now() - from;
  };
  const first = await ask();
  const later = [];
  for (let request = 0; request < 200; request++) later.push(await ask());
  later.sort((a, b) => a - b);
  console.log(JSON.stringify([imported - start, first, later[100], process.memoryUsage().rss / 2 ** 20]));
`;

interface Way {
  readonly environment: Record<string, string>;
  readonly session: string;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Import, first answer and a later answer in ms, and memory in MiB, of one new process. */
async function probe(handler: string, { environment, session }: Way): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', PROBE, handler, session],
    { env: environment },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[];
}

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
const endpoint = await startLoopback((response) => sendJson(response, { predictions: [[0.5]] }));
try {
  unzip(ZIP, folder);
  const files = readZip(ZIP);
  const unzippedBytes = [...files.values()].reduce((sum, data) => sum + data.length, 0);
  console.log(`zip without a model ${statSync(ZIP).size} B, unzipped ${unzippedBytes} B`);
  const models = [await packIntentModel(join(folder, 'intent'))];
  for (const choice of REC_CHOICES) models.push(await packRecModel(choice, join(folder, choice)));
  for (const { name, gzippedBytes } of models) {
    console.log(`${name}: ${gzippedBytes} B more in the zip`);
  }
  console.log(`Node ${process.version}, ${process.arch}, median of ${RUNS} processes`);

  const session = 'view,detail,add';
  const ways: Readonly<Record<string, Way>> = {
    'endpoint URL': { environment: { LF_ENDPOINT_URL: endpoint.url }, session },
    SageMaker: {
      environment: {
        SAGEMAKER_ENDPOINT_NAME: 'intent',
        AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: endpoint.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
      },
      session,
    },
    ...Object.fromEntries(
      models.map((model) => [
        model.name,
        { environment: { LF_API_BUNDLE: model.folder }, session: model.session },
      ]),
    ),
  };
  const handler = pathToFileURL(join(folder, 'src/handler.mjs')).href;
  for (const [way, settings] of Object.entries(ways)) {
    const runs: (readonly number[])[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await probe(handler, settings));
    const [imported = NaN, first = NaN, later = NaN, memory = NaN] = [0, 1, 2, 3].map((column) =>
      median(runs.map((row) => row[column] ?? NaN)),
    );
    console.log(
      `${way.padEnd(28)} import ${imported.toFixed(0)} ms, first answer ${first.toFixed(0)} ms, ` +
        `later ones ${later.toFixed(2)} ms, ${memory.toFixed(0)} MiB`,
    );
  }
} finally {
  await endpoint.close();
  rmSync(folder, { recursive: true });
}
