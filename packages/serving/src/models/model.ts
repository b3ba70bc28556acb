import type { IntentScope, SessionContext } from '@lf/contract';
import type { LoggedSession } from '../request-log/log-lines.ts';
import type { Product } from '../showcase/showcase.ts';
import type { Filters } from './rec/catalogue.ts';
import type { WrittenContext } from './intent/written-context.ts';
import type { RecChoices } from './rec/choices.ts';

/** The models that this service can stand in front of; the setting LF_API_MODEL chooses. */
export const MODEL_KINDS = ['intent', 'rec'] as const;

export type ModelKind = (typeof MODEL_KINDS)[number];

/** What a caller may say beside the session; each kind of model reads its own. */
export type PredictChoices = RecChoices & WrittenContext;

/** What the service needs to know of a model: how a session becomes its input, and its output a prediction. */
export type Model = SessionModel &
  (
    | {
        readonly kind: 'intent';
        /** What an event of a session may be. */
        readonly actions: readonly string[];
      }
    | {
        readonly kind: 'rec';
        /** The products that it knows, most popular first. */
        readonly skus: readonly string[];
        /** What is known of some of them, by SKU. */
        readonly products: ReadonlyMap<string, Product>;
        /** What a question may be restricted to: categories and prices of those products. */
        readonly filters: Filters;
      }
  );

interface SessionModel {
  /** A query string that works, for messages. */
  readonly example: string;
  /** The parameters that a question may have. */
  readonly parameters: readonly string[];
  /**
   * Turns the events of `?session=` into what the model reads.
   *
   * @param written - at least one, as the caller wrote them, oldest first
   * @param choices - what the caller wants of a recommendation, by default what the service is set to; or what the caller
   *   knows of the events beside their actions, by default nothing
   * @throws RequestError if they are no session of this model
   */
  prepare(written: readonly string[], maxEvents: number, choices?: PredictChoices): Prepared;
  /**
   * What the model reads, as an element of TensorFlow Serving's `instances`: for an endpoint that is asked by text.
   *
   * @param codes - as `prepare` gives them
   * @param context - as `prepare` gives it
   */
  instanceOf(codes: readonly number[], context?: SessionContext): unknown;
}

/** A session that was read: it has a prediction already, or codes to ask with. */
export type Prepared = {
  /** How many events the caller sent. */
  readonly events: number;
  /** intent alone: whether the session is one that the model was trained on. */
  readonly scope?: IntentScope;
  /** What a log of the traffic keeps of the session and its prediction. */
  readonly logged: (prediction: Prediction) => LoggedSession;
} & (Asked | { readonly prediction: Prediction });

interface Asked {
  /** What the model reads, [time]: codes of actions with start and end, or token ids of products. */
  readonly codes: readonly number[];
  /** What is known of the session beside, if the model reads any of it. */
  readonly context?: SessionContext;
  /** The prediction for the one session asked about, or undefined if the endpoint's answer holds none. */
  readonly readPrediction: (answer: unknown) => Prediction | undefined;
}

/** What the answer says of the session; each kind of model has more fields of its own. */
export interface Prediction {
  readonly prediction: unknown;
}
