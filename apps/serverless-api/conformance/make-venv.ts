import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, '../../../tools/workspace/src/python/venv.sh');

/** Installs cfn-lint and moto beside this file, unless they are there. */
export default function makeVenv(): void {
  execFileSync('bash', [SCRIPT, import.meta.dirname], { stdio: ['ignore', 'inherit', 'inherit'] });
}
