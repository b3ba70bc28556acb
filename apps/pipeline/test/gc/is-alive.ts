import type { ProcessIdentity } from '@lf/flow';

/** This process lives; another that a test names does not. */
export const isProcessAlive = async ({ pid }: ProcessIdentity): Promise<boolean> =>
  pid === process.pid;
