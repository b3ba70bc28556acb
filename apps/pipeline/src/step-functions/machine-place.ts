import type { SettingsProblem } from '../errors.ts';
import { SettingsError } from '../errors.ts';
import { jobPlace, type JobPlace } from '../batch/batch-steps.ts';
import type { CliContext } from '../settings/context.ts';
import type { Settings } from '../settings/load.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** The name of a flow's state machine, and of its schedule: as Metaflow makes it. */
const machineName = (
  {
    METAFLOW_SFN_STATE_MACHINE_PREFIX: prefix,
  }: Pick<Settings, 'METAFLOW_SFN_STATE_MACHINE_PREFIX'>,
  flow: string,
): string => `${prefix}_${flow}`;

/** A state machine, as the settings name it. */
export interface MachinePlace {
  readonly name: string;
  readonly arn: string;
  /** ARN of the role by which it submits jobs: it is in the account of the machine. */
  readonly role: string;
  /** Of AWS, such as `aws` or `aws-cn`. */
  readonly partition: string;
  readonly region: string;
}

const WANTED = 'a state machine';

const noRole = (): SettingsProblem => ({
  setting: 'METAFLOW_SFN_IAM_ROLE',
  value: '',
  expected: `${WANTED} needs the ARN of the role by which it submits jobs; ${lfCommand('iam', '--for', 'machine')} writes its policy`,
});

/**
 * The state machine of a flow.
 *
 * @throws SettingsError that lists all that is missing
 */
export function machinePlace({ settings, environment }: CliContext, flow: string): MachinePlace {
  const role = settings.METAFLOW_SFN_IAM_ROLE;
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  const noRegion = {
    ...{ setting: 'AWS_DEFAULT_REGION', value: '' },
    expected: `${WANTED} needs the region that it is in`,
  };
  if (role === undefined || !region) {
    throw new SettingsError([
      ...(role === undefined ? [noRole()] : []),
      ...(region ? [] : [noRegion]),
    ]);
  }
  const [, partition = 'aws', , , account = ''] = role.split(':');
  const name = machineName(settings, flow);
  const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
  return { name, arn, role, partition, region };
}

/**
 * The same, with where its jobs run and who starts it.
 *
 * @throws SettingsError that lists all that is missing
 */
export function scheduledPlace(
  context: CliContext,
  flow: string,
  { isScheduled }: { readonly isScheduled: boolean },
): MachinePlace & { readonly jobs: JobPlace; readonly schedulerRole: string } {
  const { METAFLOW_SFN_IAM_ROLE: role, METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: schedulerRole = '' } =
    context.settings;
  const others = [
    ...(role === undefined ? [noRole()] : []),
    ...(isScheduled && schedulerRole === ''
      ? [
          {
            ...{ setting: 'METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE', value: '' },
            expected: `a schedule needs the ARN of the role by which it starts the state machine; ${lfCommand('iam', '--for', 'scheduler')} writes its policy`,
          },
        ]
      : []),
  ];
  const jobs = jobPlace(context, WANTED, others);
  return { ...machinePlace(context, flow), jobs, schedulerRole };
}
