import type { ModelCard } from '../src/models/model-card.ts';

/** What the page knows of the service that sent it. */
export type PlaygroundService = {
  /** What predicts: an endpoint or a bundle. */
  readonly endpoint: string;
  readonly needsKey: boolean;
  readonly maxEvents: number;
  /** Not there where the service has no bundle of its own. */
  readonly model?: ModelCard & {
    /** Which data the model was trained on, and when, where its bundle says it. */
    readonly data?: string;
    readonly trained?: string;
  };
  /** Whether it has real sessions to click through. */
  readonly hasSessions: boolean;
} & (
  | { readonly kind: 'intent'; readonly actions: readonly string[] }
  | {
      readonly kind: 'rec';
      readonly total: number;
      /** Whether the service leaves products of the session out unless it is asked not to. */
      readonly hidesSeen: boolean;
    }
);
