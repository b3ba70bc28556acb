import type { ShownRun } from '../back-end.ts';
import { plainName } from './names.ts';

/** What wandb itself uses where nothing is said. */
const DEFAULT_PROJECT = 'uncategorized';

export interface WandbNames {
  readonly id: string;
  readonly entity: string | null;
  readonly project: string;
  readonly name: string;
}

/** How a run is called in wandb. */
export function namesOf(
  run: ShownRun,
  { entity, project }: { readonly entity?: string; readonly project?: string },
): WandbNames {
  return {
    id: plainName(run.runId),
    entity: entity ?? null,
    project:
      project ?? (run.experiment === undefined ? DEFAULT_PROJECT : plainName(run.experiment)),
    name: run.name ?? run.runId,
  };
}

/** An error's line says so, as there is one log for all levels. */
export function outputText(level: 'info' | 'warning' | 'error', message: string): string {
  return level === 'info' ? message : `${level}: ${message}`;
}
