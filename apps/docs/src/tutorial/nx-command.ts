/**
 * What `npx nx ...` of a tutorial runs, in the current folder instead of the repository: the command of the target in
 * the project's package.json. Nx itself would run it in the root, where a test has no business.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DocsError } from '../errors.ts';
import { ROOT, workspaces } from '../repository.ts';

interface Manifest {
  readonly nx?: {
    readonly name?: string;
    readonly targets?: Readonly<
      Record<string, { readonly options?: { readonly command?: string } }>
    >;
  };
}

/** The shell command of `nx run project:target -- args`. */
export function nxCommand(argv: readonly string[]): {
  readonly command: string;
  readonly args: readonly string[];
} {
  const [nx, run, of = '', ...rest] = argv;
  const [project = '', target = ''] = of.split(':');
  const command =
    nx === 'nx' && run === 'run'
      ? workspaces()
          .map(({ folder }) => manifestOf(folder).nx)
          .find((own) => own?.name === project)?.targets?.[target]?.options?.command
      : undefined;
  if (command === undefined) {
    throw new DocsError(
      'unknown_command',
      `A tutorial runs 'npx ${argv.join(' ')}'; expected 'npx nx run <project>:<target>' of a target that the project's package.json declares.`,
    );
  }
  return {
    command: command.replace(/ (?=(apps|packages|tools)\/)/g, ` ${ROOT}/`),
    args: rest[0] === '--' ? rest.slice(1) : rest,
  };
}

function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {}; // a folder of scripts alone
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { command, args } = nxCommand(process.argv.slice(2));
  const [project, target] = (process.argv[4] ?? '').split(':');
  const { status } = spawnSync('bash', ['-c', `${command} "$@"`, 'bash', ...args], {
    stdio: 'inherit',
    // By these, as Nx sets them, a program knows how it was called
    env: { ...process.env, NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target },
  });
  process.exitCode = status ?? 1;
}
