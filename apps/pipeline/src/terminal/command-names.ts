/** The commands of `lf`, in the order of its help. */
export const COMMAND_NAMES = [
  'run',
  'resume',
  'step',
  'runs',
  'create',
  'trigger',
  'ui',
  'import',
  'upload',
  'datasets',
  'evaluate',
  'predict',
  'drift',
  'bundle',
  'endpoint',
  'shop',
  'tracking',
  'settings',
  'gc',
  'cost',
  'iam',
  'doctor',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
