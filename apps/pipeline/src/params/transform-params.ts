import type { StepDefinition } from '@lf/flow';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import { TRANSFORM_STEP } from '../settings/child-environment.ts';
import type { Settings } from '../settings/load.ts';

/** What makes the table of events: DuckDB, or the Python program of tools/rapids by one of its back ends. */
export interface TransformParams {
  readonly engine: Settings['LF_TRANSFORM_ENGINE'];
  /** Of `dask`: processes; of `dask-cudf`: GPUs. Undefined: as many as the machine has. */
  readonly workers?: number;
}

/**
 * What the settings say of the transform.
 *
 * @throws SettingsError for workers of an engine that has none
 */
export function transformParams(settings: Settings): TransformParams {
  const { LF_TRANSFORM_ENGINE: engine, LF_TRANSFORM_WORKERS: workers } = settings;
  if (workers === undefined) return { engine };
  if (engine === 'dask' || engine === 'dask-cudf') return { engine, workers };
  throw new SettingsError([
    {
      ...{ setting: 'LF_TRANSFORM_WORKERS', value: String(workers) },
      expected: `unset, since LF_TRANSFORM_ENGINE=${engine} has no workers; dask and dask-cudf have`,
    },
  ]);
}

/** What of the settings is missing for the transform in a container. */
export function transformProblems(settings: Settings, wanted: string): readonly SettingsProblem[] {
  const { LF_TRANSFORM_ENGINE: engine, RAPIDS_IMAGE: image } = settings;
  if (engine === 'duckdb' || image !== undefined) return [];
  return [
    {
      ...{ setting: 'RAPIDS_IMAGE', value: '' },
      expected: `${wanted} with LF_TRANSFORM_ENGINE=${engine} needs a container image with Python and its packages, made from tools/rapids/Dockerfile`,
    },
  ];
}

/** A step as its container must be: the transform's has the memory and the GPUs that its engine needs. */
export function sizedForTransform(step: StepDefinition, settings: Settings): StepDefinition {
  if (step.name !== TRANSFORM_STEP || step.resources === null) return step;
  const { engine, workers = 1 } = transformParams(settings);
  const { cpu, memoryMb } = step.resources;
  return {
    ...step,
    resources: {
      ...step.resources,
      cpu: Math.max(cpu, workers),
      memoryMb: settings.LF_TRANSFORM_MEMORY_MB ?? memoryMb,
      ...(engine === 'cudf' && { gpu: 1 }),
      ...(engine === 'dask-cudf' && { gpu: workers }),
    },
  };
}
