import type { KernelInputError } from './errors.ts';

type InputError = new (argument: string, expected: string, received: string) => KernelInputError;

/** Makes the check of a kernel: it throws the kernel's error unless a value is an integer in its range. */
export function integerCheck(
  Error: InputError,
): (argument: string, value: number, least: number, most: number) => void {
  return (argument, value, least, most) => {
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(argument, `an integer from ${least} to ${most}`, `${value}`);
    }
  };
}
