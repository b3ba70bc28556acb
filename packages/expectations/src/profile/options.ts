/** How far a profile has come. */
export interface ProfileProgress {
  readonly phase: 'survey' | 'values' | 'keys';
  readonly done: number;
  readonly total: number;
}

/** How much a profile dares to claim. */
export interface ProfileOptions {
  /** The name of the suite. */
  readonly name: string;
  /** How far ranges of numbers, times and lengths reach past what was seen, as a share of its width. */
  readonly marginRatio: number;
  /** How far the number of rows may be from what was seen, as a share of it. */
  readonly rowCountRatio: number;
  /** The most distinct values that make a value set. */
  readonly maxSetSize: number;
  /** Columns that are left alone. */
  readonly exclude: readonly string[];
  readonly onProgress: (progress: ProfileProgress) => void;
}

export const PROFILE_DEFAULTS: ProfileOptions = {
  name: 'profiled',
  marginRatio: 0.1,
  rowCountRatio: 0.5,
  maxSetSize: 20,
  exclude: [],
  onProgress: () => undefined,
};
