/**
 * `node tools/workspace/src/lint/main.js`: ESLint on every project that has the target lint, in two processes, each
 * with few TypeScript programs that its projects share. `npx nx lint <project>` finds the same in one project.
 */
import { createProjectGraphAsync } from '@nx/devkit';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitProjects } from './split-projects.js';
import { typePrograms } from './type-programs.js';

/** The larger process took 2.4 GB; at a heap of 1.9 GB, the half with several programs ran out of memory. */
const HEAP = ['--max-old-space-size=2560', '--max-semi-space-size=32'];

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
process.chdir(ROOT);
// @nx/enforce-module-boundaries reads the graph that this leaves on the disk, and skips its check without one
process.env.NX_DAEMON = 'false';
const graph = await createProjectGraphAsync();
const projects = Object.values(graph.nodes)
  .filter(({ data }) => data.targets?.lint !== undefined)
  .map(({ data }) => data.root)
  .sort();

mkdirSync('out-tsc', { recursive: true });
const folder = mkdtempSync(join(ROOT, 'out-tsc', 'lint-'));
const running = [];
const stop = (signal) => running.forEach((child) => child.kill(signal));
process.on('SIGINT', stop).on('SIGTERM', stop);
try {
  const types = typePrograms(ROOT, projects);
  const LF_LINT_PROGRAMS = write(types);
  const codes = await Promise.all(
    splitProjects(types).map((half) => lint(half, { LF_LINT_PROGRAMS })),
  );
  process.exitCode = Math.max(...codes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the programs as tsconfigs, and which project uses which: `LF_LINT_PROGRAMS` of configs/eslint/base.js. */
function write({ programs, globs }) {
  const paths = programs.map(({ extends: path, files }, index) => {
    const written = join(folder, `tsconfig.${index}.json`);
    const compilerOptions = { rootDir: ROOT, outDir: join(folder, 'out') };
    const config = { extends: path, files, compilerOptions, include: [], references: [] };
    writeFileSync(written, JSON.stringify(config));
    return written;
  });
  const byFolder = Object.entries(globs).map(([project, entries]) => [
    join(ROOT, project),
    entries.map(({ files, ignores, program }) => ({
      files,
      ignores,
      project: paths[program],
      own: programs[program].own,
    })),
  ]);
  const path = join(folder, 'programs.json');
  writeFileSync(path, JSON.stringify(Object.fromEntries(byFolder)));
  return path;
}

/** ESLint's exit code for `folders`. */
function lint(folders, env) {
  const eslint = join('node_modules', 'eslint', 'bin', 'eslint.js');
  const child = spawn(process.execPath, [...HEAP, eslint, ...folders], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 2));
  });
}
