import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { createApi, openService, type Answer } from '@lf/serving';
import fc from 'fast-check';
import { bundleFolder, startServing } from '../in-process.ts';
import { FUZZED, type Fuzzed } from './fuzzed-models.ts';
import { keepChecking, type Until } from './keep-checking.ts';
import { rawQueries } from './queries.ts';

type Said = Pick<Answer, 'statusCode' | 'body'>;

function askEndpoint(port: number, agent: Agent, path: string): Promise<Said> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent, path }, (response) => {
      text(response).then(
        (body) => resolve({ statusCode: response.statusCode ?? 0, body }),
        reject,
      );
    })
      .on('error', reject)
      .end();
  });
}

/** An answer without what differs from one request to the next. */
function lasting({ statusCode, body }: Said): unknown {
  const { time: _time, requestId: _id, ...others } = JSON.parse(body) as Record<string, unknown>;
  // Sessions of the training are shown by an endpoint, and to nobody by the public Lambda
  if (typeof others['paths'] === 'object' && others['paths'] !== null) {
    others['paths'] = { ...others['paths'], '/sessions': undefined };
  }
  return { statusCode, ...others };
}

/**
 * Asks the endpoint over HTTP and the Lambda's handler, which stands in front of that endpoint, by the same raw queries:
 * status, code, prediction and all else but the time must be the same.
 *
 * @returns how many queries were asked, and how many of them had a prediction or a list of items
 * @throws Error with the seed and the shortest query that is answered differently
 */
export async function compareWithLambda(
  seed: number,
  kind: keyof typeof FUZZED,
  until: Until,
): Promise<{ readonly asked: number; readonly answered: number }> {
  const { pack, skus }: Fuzzed = FUZZED[kind];
  const bundles = await bundleFolder();
  const bundle = await bundles.write('model.tar.gz', await pack());
  const server = await startServing({ bundle, publicApi: true });
  const agent = new Agent({ keepAlive: true });
  const lambda = createApi(
    {
      environment: { LF_ENDPOINT_URL: server.url, LF_API_BUNDLE: bundle },
      nowMs: () => performance.now(),
      sleep: (ms) => sleep(ms),
      random: Math.random,
      newId: randomUUID,
      log: () => undefined,
    },
    openService,
  );
  const counts = { asked: 0, answered: 0 };
  const paths = fc.constantFrom('/predict', '/predict', '/items', '/openapi.json', '/no');
  const check = async (rawPath: string, rawQueryString: string) => {
    const [said, lambdaSaid] = await Promise.all([
      askEndpoint(server.port, agent, `${rawPath}?${rawQueryString}`),
      lambda({ rawPath, rawQueryString }),
    ]);
    counts.asked += 1;
    // The endpoint has paths of its own, and says so in its own form
    if (said.statusCode === 404) assert.equal(lambdaSaid.statusCode, 404);
    else assert.deepEqual(lasting(said), lasting(lambdaSaid));
    if (said.statusCode === 200) counts.answered += 1;
  };
  try {
    await keepChecking(fc.asyncProperty(paths, rawQueries(skus), check), seed, until);
    return counts;
  } finally {
    agent.destroy();
    await server.drain();
    await bundles.remove();
  }
}
