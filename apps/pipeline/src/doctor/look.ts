import { isObject } from '../aws/aws-call.ts';
import { AwsRefusal } from '../aws/aws-caller.ts';
import { warning, type Finding } from './finding.ts';

/**
 * Looks at one thing in AWS. Whoever may not look is warned and no more: the rights to run are fewer than those to look.
 *
 * @param missing what is told where AWS says that it is not there
 */
export async function looked(
  what: string,
  look: () => Promise<Finding>,
  missing?: { readonly codes: RegExp; readonly finding: Finding },
): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AwsRefusal && missing?.codes.test(error.code) === true) {
      return missing.finding;
    }
    const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return warning(`${what} could not be looked at (${words})`);
  }
}

/** The records of an answer's list. */
export function recordsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
