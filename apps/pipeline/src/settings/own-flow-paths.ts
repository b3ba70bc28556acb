import { resolve } from 'node:path';

/** The paths of LF_FLOWS as a step's process finds them, wherever it works. */
export function ownFlowPaths(setting: string | undefined): readonly string[] {
  return (setting ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => resolve(path));
}
