import { setInterval } from 'node:timers';
import { writeWholeFile } from '../../src/files/write-whole.ts';

/** Writes large files without end. */
const [folder = ''] = process.argv.slice(2);
const large = 'x'.repeat(50_000_000);
setInterval(() => undefined, 1000);
process.stdout.write('writing\n');
for (;;) await writeWholeFile(`${folder}/suite.json`, large);
