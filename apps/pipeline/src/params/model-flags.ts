import type { Settings } from '../settings/load.ts';
import type { ModelFlags } from './run-flags.ts';

/** What a run's record says was chosen to be trained; null: it is of a version that did not record it. */
export function modelFlagsIn(value: unknown): ModelFlags | null {
  if (typeof value !== 'object' || value === null) return null;
  const parts = new Map<string, unknown>(Object.entries(value));
  const text = (name: 'config' | 'model' | 'sweep'): ModelFlags => {
    const part = parts.get(name);
    return typeof part === 'string' ? { [name]: part } : {};
  };
  const seed = parts.get('seed');
  return {
    ...text('config'),
    ...text('model'),
    ...text('sweep'),
    ...(typeof seed === 'number' && { seed }),
  };
}

/** What a resume trains: what the run was made to train, but for what the resume's own flags replace. */
export function resumedModel(kept: ModelFlags, flags: ModelFlags): ModelFlags {
  const { config = kept.config, seed = kept.seed } = flags;
  const isChosenAnew = flags.model !== undefined || flags.sweep !== undefined;
  const { model, sweep } = isChosenAnew ? flags : kept;
  return {
    ...(config !== undefined && { config }),
    ...(seed !== undefined && { seed }),
    ...(model !== undefined && { model }),
    ...(sweep !== undefined && { sweep }),
  };
}

/** The settings without those that choose a model: a run keeps its own. */
export function withoutModelSettings({
  LF_SEED: _seed,
  MODEL_CHOICE: _choice,
  MODEL_CONFIG_PATH: _config,
  ...others
}: Settings): Settings {
  return others;
}
