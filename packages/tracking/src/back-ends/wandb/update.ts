import type { ArtifactDetails, LogLevel } from '../../tracker.ts';
import type { Source } from '../../record/entry.ts';
import type { JsonText } from './json-text.ts';

/** Values of one step; wandb calls it a step of the history. */
export interface Row {
  /** Rises with each row. */
  readonly step: number;
  readonly atMs: number;
  readonly values: Readonly<Record<string, JsonText>>;
}

/** What a run shows in wandb, the same offline and online. */
export type Update =
  | { readonly type: 'config'; readonly path: readonly string[]; readonly value: JsonText }
  /** A metric is drawn over the step that it was noted with. */
  | { readonly type: 'metric'; readonly key: string }
  | ({ readonly type: 'row' } & Row)
  | { readonly type: 'file'; readonly path: string; readonly bytes: Buffer }
  | {
      readonly type: 'output';
      readonly atMs: number;
      readonly level: LogLevel;
      readonly message: string;
    }
  | {
      readonly type: 'system';
      readonly atMs: number;
      readonly values: Readonly<Record<string, number>>;
    }
  | ({ readonly type: 'source' } & Pick<Source, 'commit' | 'remote'>)
  | {
      readonly type: 'artifact';
      readonly name: string;
      readonly uri: string;
      readonly details: ArtifactDetails;
    }
  | { readonly type: 'exit'; readonly code: number; readonly atMs: number };
