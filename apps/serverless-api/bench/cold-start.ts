/**
 * How long a new process takes from importing the packaged handler to its first answer, by way of inference.
 *
 * npx nx run serverless-api:bench
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { sendJson, startLoopback } from '../test/loopback.ts';
import { readZip, unzip } from '../test/zip.ts';

const RUNS = 15;
const ZIP = join(import.meta.dirname, '../.serverless/predict.zip');

const PROBE = `
  const start = performance.now();
  const { predict } = await import(process.argv[1]);
  const imported = performance.now();
  const answer = await predict({ queryStringParameters: { session: 'view,detail,add' } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  console.log(JSON.stringify([imported - start, performance.now() - imported]));
`;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
const endpoint = await startLoopback((response) => sendJson(response, { predictions: [[0.5]] }));
unzip(ZIP, folder);
const files = readZip(ZIP);
const unzippedBytes = [...files.values()].reduce((sum, data) => sum + data.length, 0);
const handlerBytes = files.get('src/handler.mjs')?.length ?? NaN;
console.log(
  `zip ${statSync(ZIP).size} B, unzipped ${unzippedBytes} B, handler.mjs ${handlerBytes} B`,
);
console.log(`Node ${process.version}, ${process.arch}, median of ${RUNS} processes`);

const WAYS = {
  'endpoint URL': { LF_ENDPOINT_URL: endpoint.url },
  SageMaker: {
    SAGEMAKER_ENDPOINT_NAME: 'intent',
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: endpoint.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  },
};
try {
  for (const [way, environment] of Object.entries(WAYS)) {
    const imports: number[] = [];
    const answers: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const handler = pathToFileURL(join(folder, 'src/handler.mjs')).href;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', PROBE, handler],
        { env: environment },
      );
      const [importMs = NaN, answerMs = NaN] = JSON.parse(
        stdout.trim().split('\n').at(-1) ?? '[]',
      ) as number[];
      imports.push(importMs);
      answers.push(answerMs);
    }
    console.log(
      `${way.padEnd(12)}  import ${median(imports).toFixed(0)} ms, first answer ${median(answers).toFixed(0)} ms`,
    );
  }
} finally {
  await endpoint.close();
  rmSync(folder, { recursive: true });
}
