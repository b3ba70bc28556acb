/** What the server asks of the trial process. */
export interface TrialQuestion {
  readonly path: string;
}

/** Whether the bundle could be opened; else the code and the message of the error. */
export type TrialAnswer =
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };

export function isTrialQuestion(value: unknown): value is TrialQuestion {
  return (
    typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string'
  );
}

export function isTrialAnswer(value: unknown): value is TrialAnswer {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean'
  );
}
