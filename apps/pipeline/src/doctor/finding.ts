import type { ReadSettings } from '../settings/load.ts';
import type { AwsCaller } from '../aws/aws-caller.ts';
import type { Environment } from '@lf/deploy';

/** What a person wants to do: what must be in order differs. */
export const PURPOSES = ['run', 'batch', 'schedule', 'serve', 'deploy'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One thing that was looked at. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed';
  /** What was found, or what is missing. */
  readonly found: string;
  /** What mends it: a command, or a setting. */
  readonly mend?: string;
}

/** What a check looks at. */
export interface Surroundings {
  readonly read: ReadSettings;
  /** With `.env` over it. */
  readonly environment: Environment;
  readonly purposes: readonly Purpose[];
  readonly aws: AwsCaller;
  /** Of the datastore that is set; undefined where it is not to be read. */
  readonly datastore: { readonly root: string; readonly from: string };
}

/** One line, or several, of `lf doctor`. */
export interface Check {
  readonly name: string;
  readonly purposes: readonly Purpose[];
  /** Whether it applies here; always unless given. */
  appliesTo?(surroundings: Surroundings): boolean;
  find(surroundings: Surroundings): Promise<readonly Finding[]>;
}

export const ok = (found: string): Finding => ({ status: 'ok', found });
export const warning = (found: string, mend?: string): Finding => ({
  status: 'warning',
  found,
  ...(mend !== undefined && { mend }),
});
export const failed = (found: string, mend?: string): Finding => ({
  status: 'failed',
  found,
  ...(mend !== undefined && { mend }),
});
