/** The flags by which a command says what it prints of a run. */
export interface OutputFlags {
  /** One JSON document at the end. */
  readonly json?: boolean;
  /** A line of JSON for each event as it happens, and one for the result or the error at the end. */
  readonly jsonLines?: boolean;
  /** The result alone. */
  readonly quiet?: boolean;
  /** No line that is drawn in place. */
  readonly plain?: boolean;
}
