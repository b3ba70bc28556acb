/** What the page knows of the service that sent it. */
export type PlaygroundService = {
  /** What predicts: an endpoint or a bundle. */
  readonly endpoint: string;
  readonly needsKey: boolean;
  readonly maxEvents: number;
} & (
  | { readonly kind: 'intent'; readonly actions: readonly string[] }
  | { readonly kind: 'rec'; readonly total: number }
);
