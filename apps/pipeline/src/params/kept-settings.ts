import type { SettingName } from '../settings/definitions.ts';
import type { Settings } from '../settings/load.ts';
import type { ResumeFlags } from './run-flags.ts';

/** Settings that a run keeps as they were when it began, and the flag of `lf resume` that changes what each decides. */
const KEPT = {
  BROWSING_TRAIN_PATH: 'data',
  SEARCH_TRAIN_PATH: 'data',
  SKU_TO_CONTENT_PATH: 'data',
  LF_SUITE_PATH: 'suite',
  MODEL_CONFIG_PATH: 'config',
  MODEL_CHOICE: 'model',
  LF_SEED: 'seed',
  PARQUET_S3_PATH: null,
  LF_SYNTHETIC_EVENTS: null,
} as const satisfies Partial<Record<SettingName, keyof ResumeFlags | null>>;

type KeptName = keyof typeof KEPT;

/** Their values at one time, by name; null: unset. */
export type KeptSettings = Readonly<Record<string, string | number | null>>;

const NAMES = Object.keys(KEPT).filter((name): name is KeptName => Object.hasOwn(KEPT, name));

/** As they are now. */
export function keptSettings(settings: Settings): KeptSettings {
  return Object.fromEntries(NAMES.map((name) => [name, settings[name] ?? null]));
}

/** A setting whose value is another one than when the run began. */
export interface ChangedSetting {
  readonly name: KeptName;
  readonly then: string | number | null;
  readonly now: string | number | null;
  /** Null: only a new run takes it. */
  readonly flag: (typeof KEPT)[KeptName];
}

/**
 * Which settings differ from those that a run began with.
 *
 * @param recorded what the run's record has; an earlier version recorded none
 */
export function changedSettings(recorded: unknown, settings: Settings): readonly ChangedSetting[] {
  if (typeof recorded !== 'object' || recorded === null) return [];
  const before = new Map<string, unknown>(Object.entries(recorded));
  return NAMES.flatMap((name) => {
    const then = before.get(name);
    const isValue = typeof then === 'string' || typeof then === 'number' || then === null;
    const now = settings[name] ?? null;
    return isValue && then !== now ? [{ name, then, now, flag: KEPT[name] }] : [];
  });
}
