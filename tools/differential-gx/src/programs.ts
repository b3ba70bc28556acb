import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exactJson, toMarkedJson } from './exact-json.ts';
import type { Part } from './job.ts';
import type { Outcome } from './outcome.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const start = promisify(execFile);

/** Where a program runs: its scratch files and its time zone. */
export interface Place {
  readonly folder: string;
  readonly zone: string;
}

type Outcomes = readonly (readonly Outcome[])[];

interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly write: (parts: readonly Part[]) => string;
}

async function ask(program: Program, parts: readonly Part[], place: Place): Promise<Outcomes> {
  const scratch = join(place.folder, `${program.name}-${place.zone.replaceAll('/', '-')}`);
  const [job, results] = [`${scratch}-job.json`, `${scratch}-results.json`];
  writeFileSync(job, program.write(parts));
  const [command, ...given] = program.command;
  const { stdout, stderr } = await start(command, [...given, job, results], {
    env: { ...process.env, TZ: place.zone },
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  // Our own programs write it
  return JSON.parse(readFileSync(results, 'utf8')) as Outcomes;
}

/** Makes the virtual environment with great_expectations unless it is there. */
export function ensureVenv(): void {
  execFileSync('bash', [at('../../workspace/src/python/venv.sh'), at('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** What great_expectations says of each case of each part. */
export function askTheirs(parts: readonly Part[], place: Place): Promise<Outcomes> {
  const command = [at('../.venv/bin/python'), at('../python/validate.py')] as const;
  return ask({ name: 'theirs', command: [...command], write: exactJson }, parts, place);
}

/** What @lf/expectations says of each case of each part, in a process of its own: so its time zone counts. */
export function askOurs(parts: readonly Part[], place: Place): Promise<Outcomes> {
  const command = [process.execPath, '--import', 'tsx', '--conditions=@lf/source'] as const;
  const program = { name: 'ours', write: toMarkedJson } as const;
  return ask({ ...program, command: [...command, at('answer.ts')] }, parts, place);
}
