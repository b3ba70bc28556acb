import type { ExceptionInfo, ValidationResult } from './validation-result.ts';

/** What one validation of a checkpoint found; where it could not be made, `exception_info` says why. */
export interface CheckpointValidation extends ValidationResult {
  readonly exception_info: ExceptionInfo;
}

/** How many validations succeed; `success_percent` is of 100, null for none. */
export interface CheckpointStatistics {
  readonly evaluated_validations: number;
  readonly successful_validations: number;
  readonly unsuccessful_validations: number;
  readonly success_percent: number | null;
}

/** An action that threw, and after which validation. */
export interface ActionFailure {
  readonly validation: string;
  readonly action: string;
  readonly exception_info: ExceptionInfo;
}

/** What a checkpoint found, in the shape of GX 1.x. */
export interface CheckpointResult {
  /** Whether every validation succeeds; actions have no say. */
  readonly success: boolean;
  readonly run_id: { readonly run_name: string | null; readonly run_time: string };
  /** By the ids of the validations, in their order. */
  readonly run_results: Readonly<Record<string, CheckpointValidation>>;
  readonly statistics: CheckpointStatistics;
  readonly checkpoint_config: { readonly name: string; readonly validations: readonly string[] };
  readonly action_failures: readonly ActionFailure[];
}

/** The statistics of some validations. */
export function checkpointStatistics(results: readonly ValidationResult[]): CheckpointStatistics {
  const successful = results.filter(({ success }) => success).length;
  return {
    evaluated_validations: results.length,
    successful_validations: successful,
    unsuccessful_validations: results.length - successful,
    success_percent: results.length === 0 ? null : (successful / results.length) * 100,
  };
}
