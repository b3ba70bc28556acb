import { report, runFolder } from './run-folder.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Usage: npm run conformance:gx -- <folder of case files>\n');
  process.exitCode = 2;
} else {
  const tallies = await runFolder(folder);
  process.stdout.write(`${report(tallies).join('\n')}\n`);
  if ([...tallies.values()].some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}
