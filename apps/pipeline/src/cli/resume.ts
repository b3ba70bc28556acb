import type { Command } from 'commander';
import type { ResumeFlags } from '../intent/run.ts';
import { withJson } from './with-json.ts';

/** `lf resume <run>`: goes on with a run that failed or was stopped. */
export function addResumeCommand(program: Command): void {
  const command = program
    .command('resume')
    .description('go on with a run that failed or was stopped; finished steps are reused')
    .argument('<run>', 'id of the run (lf runs lists them)')
    .option('--break-lock', 'take the run even if another host seems to work on it');
  withJson(command).action(async (runId: string, flags: ResumeFlags) => {
    const { resumeIntent } = await import('../intent/run.ts');
    await resumeIntent(runId, flags);
  });
}
