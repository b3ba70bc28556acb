import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../run/median.ts';
import type { Epochs } from './epochs.ts';

// An epoch of intent and of PRODB: our kernels on all cores beside TensorFlow by tfjs-node, and TensorFlow.js's wasm.
const OURS = fileURLToPath(new URL('./ours.ts', import.meta.url));
const ENGINES = ['fused', 'tensorflow', 'wasm'] as const;
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    epochs: { type: 'string', default: '2' },
    runs: { type: 'string', default: '3' },
  },
});
for (const model of ['intent', 'PRODB']) {
  const sides = ENGINES.map((engine) => ({ engine, runs: new Array<Epochs>() }));
  // In turns: other work on the machine slows all alike
  for (let run = 0; run < Number(values.runs); run++) {
    for (const { engine, runs } of sides) {
      const args = [...process.execArgv, OURS, model, engine, values.events, values.epochs];
      const output = execFileSync(process.execPath, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      // Our own program prints it
      runs.push(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Epochs);
    }
  }
  const typical = sides.map(({ engine, runs }) => ({
    engine,
    seconds: median(runs.flatMap(({ seconds }) => seconds)),
    gib: Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 2 ** 30,
  }));
  const own = typical[0]?.seconds ?? NaN;
  for (const { engine, seconds, gib } of typical) {
    const times = `${(seconds / own).toFixed(1)} times our kernels`;
    process.stdout.write(
      `${model} ${engine.padEnd(10)} ${seconds.toFixed(3)} s an epoch, ${times}, ${gib.toFixed(2)} GiB\n`,
    );
  }
}
