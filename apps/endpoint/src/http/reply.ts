/** What a route answers; `body` is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log. */
  readonly instances?: number;
}
