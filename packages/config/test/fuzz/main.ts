import { parseArgs } from 'node:util';
import { fuzzConfigs } from './fuzz-configs.ts';

/** `npm run fuzz -w packages/config -- --seconds 15 --seed 7`: the fuzzer of configs, for as long as wanted. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, seed: { type: 'string', default: '1' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}
const { noJson, parsed, refused } = fuzzConfigs(seed, { ms: seconds * 1000 });
console.log(
  `configs, from seed ${seed}: ${noJson + parsed + refused} texts; ${parsed} parsed as written, ` +
    `${refused} refused, ${noJson} no JSON, 0 laws broken`,
);
