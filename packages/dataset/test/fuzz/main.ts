import { parseArgs } from 'node:util';
import { fuzzUpload } from './fuzz-upload.ts';

/** `npm run fuzz -w packages/dataset -- --seconds 45 --seed 7`: the fuzzer of the upload, for as long as wanted. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}
const end = performance.now() + seconds * 1000;
const counts = await fuzzUpload(seed, () => performance.now() < end);
const { scanned, converted, uploaded, stored, refused, refusals } = counts;
console.log(
  `upload, from seed ${seed}: ${scanned} texts scanned, ${converted} files converted, ${uploaded} uploaded; ` +
    `${stored} stored as written, ${refused} refused ` +
    `(${Object.entries(refusals)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ')}), 0 laws broken`,
);
