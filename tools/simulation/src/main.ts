import { parseArgs } from 'node:util';
import { checkSeeds } from './check-seeds.ts';
import { checkFlowSchedule } from './flow-law.ts';
import { checkUploadSchedule } from './upload-law.ts';

/** `npm run replay -w tools/simulation -- flow --seed 64 [--schedules 1000]`: one seed, or those that follow it. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '1' },
  },
});
const check = positionals[0] === 'upload' ? checkUploadSchedule : checkFlowSchedule;
const counts = await checkSeeds({
  check,
  firstSeed: Number(values.seed),
  schedules: Number(values.schedules),
});
process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
