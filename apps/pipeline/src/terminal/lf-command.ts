import { basename, dirname, relative, sep } from 'node:path';
import { COMMAND_NAMES } from './command-names.ts';
import { shellWord } from './shell-word.ts';

/** How this program was started, as far as it tells. */
export interface Start {
  /** `process.argv[1]`. */
  readonly script: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The targets of this repository that start `lf`; each takes over by `pipeline:lf`. */
const NX_TARGETS: readonly string[] = ['lf', 'intent', 'rec', 'upload'];

/** In which a command hands its steps on how it was called: they print commands, too. */
export const CALLED_AS = 'LOCAL_FLOW_COMMAND';

let program = 'lf';

/** From now on the commands that are printed begin so. */
export function callProgram(text: string): void {
  program = text;
}

/** What the environment of a step says of it; nothing where `lf` alone is right, as in a container. */
export function calledAs(): Readonly<Record<string, string>> {
  return program === 'lf' ? {} : { [CALLED_AS]: program };
}

/**
 * The words by which whoever called this program calls it again from the same directory: `lf`, `npx lf`,
 * `npm run -s lf --`, `npx nx run pipeline:lf --` or `node <path>`.
 */
export function programOf({ script, directory, environment: env }: Start): string {
  const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target = '' } = env;
  if (project === 'pipeline' && NX_TARGETS.includes(target)) return 'npx nx run pipeline:lf --';
  if (dirname(script).endsWith(`node_modules${sep}.bin`)) {
    return script.includes(`${sep}_npx${sep}`) ? 'npx @lf/pipeline' : 'npx lf';
  }
  if (basename(script) === 'lf') return 'lf';
  if (/^run(-script)?$/.test(env['npm_command'] ?? '') && env['npm_lifecycle_event'] === 'lf') {
    return 'npm run -s lf --';
  }
  const path = relative(directory, script);
  return `node ${shellWord(path.startsWith('..') ? script : path)}`;
}

/** What a reader has to fill in, such as `<folder>`, is no word for the shell. */
const PLACEHOLDER = /^<[\w ]+>$/;

/** A command of this program that can be pasted where its caller is: `lfCommand('resume', id, '--force')`. */
export function lfCommand(...words: readonly string[]): string {
  const quoted = words.map((word) => (PLACEHOLDER.test(word) ? word : shellWord(word)));
  return [program, ...quoted].join(' ');
}

const NAMES = COMMAND_NAMES.join('|');

/**
 * A text of a package, which cannot know how this program was called: where it names a command as `lf resume r1`, the
 * result has it as {@link lfCommand} would write it. A text that has it so already stays as it is.
 */
export function asCalled(text: string): string {
  const own = program.replaceAll(/[^\w\s]/g, String.raw`\$&`);
  const named = String.raw`(?:${own} |(?<![\w./-])(?:npx )?lf )(?=(?:${NAMES})\b)`;
  return text.replaceAll(new RegExp(named, 'g'), () => `${program} `);
}
