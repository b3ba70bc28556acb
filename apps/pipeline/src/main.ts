#!/usr/bin/env node
const args = process.argv.slice(2);
// The processes of a step load what the step needs, not the whole command line
if (args[0] === 'task') {
  const { runTaskCommand } = await import('./cli/task.ts');
  await runTaskCommand(args.slice(1));
} else if (args[0] === 'supervise') {
  const { runSuperviseCommand } = await import('./cli/supervise.ts');
  process.exitCode = await runSuperviseCommand(args.slice(1));
} else if (args[0] === 'advance') {
  const { runAdvanceCommand } = await import('./cli/advance.ts');
  process.exitCode = await runAdvanceCommand(args.slice(1));
} else {
  const { runCli } = await import('./cli/program.ts');
  process.exitCode = await runCli(args);
}
