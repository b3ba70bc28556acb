import { InvalidArgumentError, Option, type Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { ACCESS_TABLES } from '../iam/access-tables.ts';
import { placesIn } from '../iam/places.ts';
import { writePolicy } from '../iam/write-policy.ts';
import { settingsHere } from '../settings/context.ts';
import { printJson } from '../terminal/print.ts';

interface IamFlags {
  readonly for: string;
  readonly account: string;
}

/** `lf iam`: the rights that the settings of this folder need, and no more. */
export function addIamCommand(program: Command): void {
  program
    .command('iam')
    .description('print the smallest IAM policy that lf needs with your settings')
    .addOption(
      new Option('--for <what>', 'what the policy is for')
        .choices(Object.keys(ACCESS_TABLES))
        .default('run'),
    )
    .option('--account <id>', 'AWS account of the resources', accountId, '*')
    .action(({ for: what, account }: IamFlags) => {
      const settings = settingsHere();
      const region = settings.AWS_DEFAULT_REGION ?? '*';
      const policy = writePolicy(
        ACCESS_TABLES[what] ?? [],
        placesIn(settings, { account, region }),
      );
      if (policy.Statement.length === 0) {
        throw new PipelineError(
          'no_calls',
          `Writing a policy for ${what}: with these settings no request goes to AWS. ${NAMES_WHAT[what] ?? ''}`,
        );
      }
      printJson(policy);
    });
}

/** Settings that name what a policy is about. */
const NAMES_WHAT: Readonly<Record<string, string>> = {
  run: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix>.',
  batch: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix> and METAFLOW_BATCH_JOB_QUEUE.',
  deploy: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix> and IAM_SAGEMAKER_ROLE.',
  train: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix> and IAM_SAGEMAKER_ROLE.',
  sagemaker: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix>.',
  gc: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix>.',
  schedule: 'Set LF_DATASTORE_ROOT=s3://<bucket>/<prefix> and METAFLOW_SFN_IAM_ROLE.',
  machine: 'Set METAFLOW_SFN_IAM_ROLE, METAFLOW_BATCH_JOB_QUEUE and LF_DATASTORE_ROOT.',
  scheduler: 'Set METAFLOW_SFN_IAM_ROLE.',
  serve: 'Set SAGEMAKER_ENDPOINT_NAME, or LF_API_BUNDLE=s3://<bucket>/<key>.',
};

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the 12 digits of an AWS account');
}
