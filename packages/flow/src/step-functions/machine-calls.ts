import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { MachineError, machineFaultOf } from './machine-errors.ts';
import type { StateMachineDefinition } from './compile-machine.ts';

/** A state machine as it is made. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly definition: StateMachineDefinition;
  /** ARN of the role by which it submits jobs. */
  readonly role: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** When a state machine is started. */
export interface Schedule {
  readonly name: string;
  /** `cron(...)` or `rate(...)`. */
  readonly expression: string;
  /** Of the IANA names, such as `Europe/Rome`. */
  readonly timezone: string;
  readonly machineArn: string;
  /** ARN of the role by which the scheduler starts it. */
  readonly role: string;
}

/** The calls of AWS that a compiled flow needs, and no others; each fails by a MachineError. */
export interface MachineCalls {
  /** Makes the state machine, or changes the one of that name. */
  putMachine(machine: Machine): Promise<'created' | 'updated'>;
  /** @returns the ARN of the execution */
  start(machineArn: string, name: string): Promise<string>;
  /** Makes the schedule, or changes the one of that name. */
  putSchedule(schedule: Schedule): Promise<'created' | 'updated'>;
  /** @returns false: there was none */
  deleteSchedule(name: string): Promise<boolean>;
  close(): void;
}

/** A request that stays without an answer for so long is made again. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Opens the clients of AWS's SDK. Credentials, region and endpoint are found as the SDK finds them. */
export async function openMachineCalls(): Promise<MachineCalls> {
  const missing = (cause: unknown): never => {
    throw new MachineError('machine_client_missing', 'Opening Step Functions', '', { cause });
  };
  const sdk = await import('@aws-sdk/client-sfn').catch(missing);
  const scheduler = await import('@aws-sdk/client-scheduler').catch(missing);
  const region = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  const settings = {
    ...(region && { region }),
    maxAttempts: 5,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
  const machines = new sdk.SFNClient(settings);
  const schedules = new scheduler.SchedulerClient(settings);
  return {
    async putMachine({ arn, name, definition, role, tags: byKey }) {
      const text = JSON.stringify(definition);
      const tags = Object.entries(byKey).map(([key, value]) => ({ key, value }));
      const update = { stateMachineArn: arn, definition: text, roleArn: role };
      const isThere = await named(`Changing the state machine ${name}`, async () =>
        foundOrNot('StateMachineDoesNotExist', () =>
          machines.send(new sdk.UpdateStateMachineCommand(update)),
        ),
      );
      if (isThere) {
        await named(`Tagging the state machine ${name}`, () =>
          machines.send(new sdk.TagResourceCommand({ resourceArn: arn, tags })),
        );
        return 'updated';
      }
      const create = { name, definition: text, roleArn: role, type: 'STANDARD', tags } as const;
      await named(`Making the state machine ${name}`, () =>
        machines.send(new sdk.CreateStateMachineCommand(create)),
      );
      return 'created';
    },
    async start(machineArn, name) {
      const doing = `Starting ${machineArn}`;
      const { executionArn } = await named(doing, () =>
        machines.send(
          new sdk.StartExecutionCommand({ stateMachineArn: machineArn, name, input: '{}' }),
        ),
      );
      if (executionArn !== undefined) return executionArn;
      throw new MachineError('machine_refused', doing, 'the answer has no ARN');
    },
    async putSchedule({ name, expression, timezone, machineArn, role }) {
      const schedule: CreateScheduleInput = {
        Name: name,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: timezone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: { Arn: machineArn, RoleArn: role, Input: '{}' },
      };
      const isThere = await named(`Changing the schedule ${name}`, async () =>
        foundOrNot('ResourceNotFoundException', () =>
          schedules.send(new scheduler.UpdateScheduleCommand(schedule)),
        ),
      );
      if (isThere) return 'updated';
      await named(`Making the schedule ${name}`, () =>
        schedules.send(new scheduler.CreateScheduleCommand(schedule)),
      );
      return 'created';
    },
    deleteSchedule: (name) =>
      named(`Removing the schedule ${name}`, () =>
        foundOrNot('ResourceNotFoundException', () =>
          schedules.send(new scheduler.DeleteScheduleCommand({ Name: name })),
        ),
      ),
    close() {
      machines.destroy();
      schedules.destroy();
    },
  };
}

/** @returns false: the thing that is meant is not there, as the error of that name says */
async function foundOrNot(name: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === name) return false;
    throw error;
  }
}

async function named<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new MachineError(machineFaultOf(cause), doing, words, { cause });
  }
}
