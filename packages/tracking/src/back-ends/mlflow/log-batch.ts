import { BackEndError } from '../../errors.ts';
import { inParts } from '../parts.ts';
import type { MlflowClient } from './client.ts';

interface Keyed {
  readonly key: string;
}

/** What `runs/log-batch` takes. */
export interface Logged {
  readonly metrics: (Keyed & {
    readonly value: number | string;
    readonly timestamp: number;
    readonly step: number;
  })[];
  readonly params: (Keyed & { readonly value: string })[];
  readonly tags: (Keyed & { readonly value: string })[];
}

/** The server takes 1000 metrics, 100 params, 100 tags and 1,000,000 bytes in one request. */
const MAX_BYTES = 900_000;
const LIMITS = {
  metrics: { maxItems: 1000, maxBytes: MAX_BYTES },
  params: { maxItems: 100, maxBytes: MAX_BYTES },
  tags: { maxItems: 100, maxBytes: MAX_BYTES },
} as const;

/**
 * Sends params, tags and metrics in as many requests as their limits ask for.
 *
 * @returns keys that the server does not take, so that one of them does not hold up the others
 */
export async function logBatch(
  client: MlflowClient,
  runId: string,
  logged: Logged,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const skipped: string[] = [];
  for (const kind of ['params', 'tags', 'metrics'] as const) {
    // Of a tag that is set twice in a request, the server takes the last.
    for (const part of inParts<Keyed>(logged[kind], LIMITS[kind])) {
      skipped.push(...(await sendPart(part)));
    }

    async function sendPart(part: readonly Keyed[]): Promise<readonly string[]> {
      try {
        await client.post('runs/log-batch', { run_id: runId, [kind]: part }, signal);
        return [];
      } catch (error) {
        if (!(error instanceof BackEndError) || error.httpStatus !== 400) throw error;
        if (part.length === 1) return part.map(({ key }) => key);
        const middle = part.length >> 1;
        return [
          ...(await sendPart(part.slice(0, middle))),
          ...(await sendPart(part.slice(middle))),
        ];
      }
    }
  }
  return skipped;
}
