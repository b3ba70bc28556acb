import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the Python package and its tests are. */
const PACKAGE = at('../python');
const PYTHON = at('../.venv/bin/python');

/** Makes the virtual environment unless it is there. */
export function ensureVenv(): void {
  execFileSync('bash', [at('../../workspace/src/python/venv.sh'), at('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Runs the Python tests, which write `.reports/python.xml`; whether they passed. */
export function runPythonTests(): boolean {
  mkdirSync(at('../.reports'), { recursive: true });
  const { status } = spawnSync(
    PYTHON,
    ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${at('../.reports/python.xml')}`],
    { cwd: PACKAGE, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return status === 0;
}

/** What a run of the command line gave. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `python -m lf_rapids transform`, in a zone where a day begins at another time. */
export function transformInPython(args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-m', 'lf_rapids', 'transform', ...args], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: PACKAGE, TZ: 'Asia/Kolkata' },
  });
  return { status, stdout, stderr };
}

/** The list of placeholders that the Python package has. */
export function placeholdersInPython(): unknown {
  const program =
    'import json; from lf_rapids.placeholders import PLACEHOLDER_SKUS; print(json.dumps(PLACEHOLDER_SKUS))';
  return JSON.parse(execFileSync(PYTHON, ['-c', program], { cwd: PACKAGE, encoding: 'utf8' }));
}
