/** The models that this service can stand in front of; the setting LF_API_MODEL chooses. */
export const MODEL_KINDS = ['intent', 'rec'] as const;

export type ModelKind = (typeof MODEL_KINDS)[number];

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
      }
  );

interface SessionModel {
  /** A query string that works, for messages. */
  readonly example: string;
  /**
   * Turns the events of `?session=` into one instance of the request to the endpoint.
   *
   * @param written - at least one, as the caller wrote them, oldest first
   * @throws RequestError if they are no session of this model
   */
  prepare(written: readonly string[], maxEvents: number): Prepared;
}

/** A session that was read: it has a prediction already, or an instance to ask with. */
export type Prepared = {
  /** How many events the caller sent. */
  readonly events: number;
} & (Asked | { readonly prediction: Prediction });

interface Asked {
  /** One element of TensorFlow Serving's `instances`. */
  readonly instance: unknown;
  /** The prediction for the one instance sent, or undefined if the endpoint's answer holds none. */
  readonly readPrediction: (answer: unknown) => Prediction | undefined;
}

/** What the answer says of the session; each kind of model has more fields of its own. */
export interface Prediction {
  readonly prediction: unknown;
}
