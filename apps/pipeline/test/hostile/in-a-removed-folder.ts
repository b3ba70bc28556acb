import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/program.ts';

// The TypeScript loader needs a folder: every command is loaded before it goes
await runCli(['--help']);
const folder = mkdtempSync(join(tmpdir(), 'lf-removed-'));
process.chdir(folder);
rmdirSync(folder);
process.exitCode = await runCli(['runs', 'list']);
