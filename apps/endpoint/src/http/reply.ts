/** What a route answers. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON, or as it is if `contentType` is set. */
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log. */
  readonly instances?: number;
  readonly variant?: string;
}
