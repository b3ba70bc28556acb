import { ContractError } from '@lf/contract';
import { DeployError } from '@lf/deploy';
import { SettingsError } from '@lf/serving';
import { CommandError } from './errors.ts';

/** Runs a command: its exit code becomes the process's; what a person can put right is told without a stack. */
export async function report(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const isTold = [CommandError, ContractError, DeployError, SettingsError].some(
      (kind) => error instanceof kind,
    );
    if (!(error instanceof Error) || !isTold) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
