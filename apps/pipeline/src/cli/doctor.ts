import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import pc from 'picocolors';
import { awsCaller } from '../aws/aws-caller.ts';
import { CHECKS } from '../doctor/checks.ts';
import { PURPOSES, type Finding, type Purpose } from '../doctor/finding.ts';
import { runChecks, type Line } from '../doctor/run-checks.ts';
import { handToSdk } from '../settings/context.ts';
import { mergeEnvironment } from '../settings/dot-env.ts';
import { readSettings, type ReadSettings } from '../settings/load.ts';
import { printable } from '../terminal/printable.ts';
import { printJson, printReport } from '../terminal/print.ts';
import { withJson } from './flags.ts';

interface DoctorFlags {
  readonly for?: Purpose;
  readonly json?: boolean;
}

/** Of one request to AWS. */
const CALL_MS = 10_000;

/** `lf doctor`: what is missing here, and what mends it. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('check settings, credentials, datastore and machine, and say how to fix problems')
    .addOption(
      new Option('--for <what>', 'what you want to do; default: what the settings imply').choices(
        PURPOSES,
      ),
    );
  withJson(command).action(diagnose);
}

async function diagnose(flags: DoctorFlags): Promise<void> {
  const read = readSettings(process.env, resolve('.env'));
  const environment = mergeEnvironment(process.env, resolve('.env'));
  handToSdk({ ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const { lines, isOverdue } = await runChecks(CHECKS, {
    read,
    environment,
    purposes: flags.for === undefined ? purposesOf(read) : [flags.for],
    aws: awsCaller({ environment, timeoutMs: CALL_MS }),
    datastore: {
      root: read.settings.LF_DATASTORE_ROOT,
      from: read.sources.LF_DATASTORE_ROOT?.from ?? 'the default',
    },
  });
  const count = (status: Finding['status']): number =>
    lines.filter((line) => line.status === status).length;
  if (flags.json === true) printJson(lines);
  else {
    for (const line of lines) printReport(textOf(line));
    printReport(`\n${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed`);
  }
  process.exitCode = count('failed') > 0 ? 1 : 0;
  // What is overdue would keep the process
  if (isOverdue) process.stdout.write('', () => process.exit());
}

/** What somebody with these settings is likely to do. */
function purposesOf({ settings, sources }: ReadSettings): readonly Purpose[] {
  const purposes: Purpose[] = ['run'];
  if (settings.EN_BATCH === 1) purposes.push('batch');
  if (settings.METAFLOW_SFN_IAM_ROLE !== undefined) purposes.push('schedule');
  if (settings.SAGEMAKER_ENDPOINT_NAME !== undefined) purposes.push('serve');
  if (sources.IAM_SAGEMAKER_ROLE?.from === '.env') purposes.push('deploy');
  return purposes;
}

const COLOURS = { ok: pc.green, warning: pc.yellow, failed: pc.red } as const;

function textOf({ status, check, found, mend }: Line): string {
  const head = `${COLOURS[status](status.padEnd(7))}  ${check.padEnd(11)}  ${printable(found)}`;
  return mend === undefined ? head : `${head}\n${' '.repeat(22)}→ ${printable(mend)}`;
}
