import { parseArgs } from 'node:util';
import { fuzzBundles } from './fuzz-bundles.ts';

/** `npm run fuzz -w packages/contract -- --seconds 15 --seed 7`: the fuzzer of bundles, for as long as wanted. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, seed: { type: 'string', default: '1' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}
const { same, refused } = await fuzzBundles(seed, { ms: seconds * 1000 });
console.log(
  `bundles, from seed ${seed}: ${same + refused} changed; ${same} read as they were, ${refused} refused, 0 laws broken`,
);
