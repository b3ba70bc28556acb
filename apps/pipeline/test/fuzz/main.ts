import { parseArgs } from 'node:util';
import { fuzzCommandLine } from './fuzz-command-line.ts';

/** `npm run fuzz -w apps/pipeline -- --seconds 15 --seed 7`: the fuzzer of `lf`, for as long as wanted. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, seed: { type: 'string', default: '1' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}
const counts = await fuzzCommandLine(seed, { ms: seconds * 1000, runs: Infinity });
const told = Object.entries(counts).map(([code, count]) => `${count} with exit code ${code}`);
console.log(`command lines of lf, from seed ${seed}: ${told.join(', ')}; 0 laws broken`);
