/** The models that this service can stand in front of; the setting LF_API_MODEL chooses. */
export const MODEL_KINDS = ['intent'] as const;

export type ModelKind = (typeof MODEL_KINDS)[number];

/** What the service needs to know of a model: how a session becomes its input, and its output a prediction. */
export interface Model {
  /** A value of `session` that works, for messages. */
  readonly example: string;
  /**
   * Turns the text of `?session=` into one instance of the request to the endpoint.
   *
   * @throws RequestError if the text is no session of this model
   */
  prepare(session: string, maxEvents: number): Prepared;
  /** The prediction for the one instance sent, or undefined if the endpoint's answer holds none. */
  readPrediction(answer: unknown): unknown;
}

interface Prepared {
  /** One element of TensorFlow Serving's `instances`. */
  readonly instance: unknown;
  /** How many events the caller sent. */
  readonly events: number;
}
