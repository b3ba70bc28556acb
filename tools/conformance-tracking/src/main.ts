import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureVenv } from './in-python.ts';
import { judgeByMlflow } from './mlflow.ts';
import { judgeByNeptune } from './neptune.ts';
import { judgeByTensorBoard } from './tensorboard.ts';
import { judgeByWandb } from './wandb.ts';
import { report, type Verdict } from './verdicts.ts';

const JUDGES = {
  tensorboard: judgeByTensorBoard,
  mlflow: judgeByMlflow,
  wandb: judgeByWandb,
  neptune: judgeByNeptune,
} as const;

/** Names of judges; default: all. */
const wanted = process.argv.slice(2);

const scratch = mkdtempSync(join(tmpdir(), 'conformance-tracking-'));
try {
  ensureVenv();
  const verdicts: Verdict[] = [];
  for (const [name, judge] of Object.entries(JUDGES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const folder = join(scratch, name);
    mkdirSync(folder);
    verdicts.push(...(await judge(folder)));
  }
  process.stdout.write(`${report(verdicts).join('\n')}\n`);
  if (verdicts.some(({ difference }) => difference !== null)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
