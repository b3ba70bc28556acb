import type { IntentComparison, IntentEvaluation } from '@lf/train-intent';

/** How the model did on the test sessions. */
export interface IntentScores {
  readonly comparison: IntentComparison;
  /** The exact posterior on the same rows: what no model can beat. Null unless the shop is synthetic. */
  readonly bestAchievable: IntentEvaluation | null;
  readonly trainRows: number;
  readonly validationRows: number;
  readonly testRows: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly engine: string;
  readonly backend: string;
  /** Of trees alone: how many each part grew, in place of epochs, of which there are none. */
  readonly trees?: readonly number[];
}
