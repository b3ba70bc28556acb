import autocannon from 'autocannon';

/** What came through when clients ask again as soon as they are answered. */
export interface Throughput {
  readonly requests: number;
  readonly perSecond: number;
  readonly failed: number;
}

/** Keeps the server busy by autocannon, for a time or for a number of requests. */
export async function saturate(options: {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly until: { readonly seconds: number } | { readonly requests: number };
}): Promise<Throughput> {
  const { url, body, connections, until } = options;
  const result = await autocannon({
    url,
    body,
    connections,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.requests }),
  });
  const { duration, errors, non2xx } = result;
  const requests = result['2xx'];
  return { requests, perSecond: requests / duration, failed: errors + non2xx };
}
