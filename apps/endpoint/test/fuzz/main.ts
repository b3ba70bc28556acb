import { parseArgs } from 'node:util';
import { fuzzEndpoint } from './fuzz-endpoint.ts';
import type { FUZZED } from './fuzzed-models.ts';
import { loadLies } from './load-lies.ts';
import { compareWithLambda } from './same-as-lambda.ts';

/** `npm run fuzz -w apps/endpoint -- --seconds 40 --seed 7`: the fuzzer of the API, for as long as wanted. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}
const kinds = ['intent', 'knn', 'recommender'] as const satisfies readonly (keyof typeof FUZZED)[];
/** The rest of the time is for the comparison with the Lambda, and for bundles at the start. */
const FIRE_RATIO = 0.7;
const ms = (seconds * 1000 * FIRE_RATIO) / kinds.length;
const otherMs = (seconds * 1000 * (1 - FIRE_RATIO)) / kinds.length / 2;
for (const kind of kinds) {
  const { connections, answers, codes, bundles, ...others } = await fuzzEndpoint(seed, kind, {
    ms,
  });
  const { pings, slowestPingMs, grownMiB } = others;
  const listed = Object.entries(codes).sort(([, a], [, b]) => b - a);
  console.log(
    `endpoint, ${kind}, from seed ${seed}: ${connections} connections, ${answers} answers ` +
      `(${listed.map(([code, count]) => `${code} ${count}`).join(', ')}); ` +
      `${bundles.taken + bundles.refused} changed bundles, ${bundles.taken} taken; ` +
      `${pings} pings, the slowest ${slowestPingMs} ms; ${grownMiB} MiB more; 0 laws broken`,
  );
  const { asked, answered } = await compareWithLambda(seed, kind, { ms: otherMs });
  console.log(
    `endpoint, ${kind}, from seed ${seed}: ${asked} queries asked of it and of the Lambda, ${answered} with a 200; ` +
      '0 answers differ',
  );
  const { opened, refused } = await loadLies(seed, kind, { ms: otherMs });
  console.log(
    `endpoint, ${kind}, from seed ${seed}: ${opened + refused} changed bundles at the start; ${opened} opened, ` +
      `${refused} refused, 0 laws broken`,
  );
}
