import type { Target } from '../settings.ts';
import { createHttpInvoke } from './http.ts';
import { createSageMakerInvoke } from './sagemaker.ts';

interface InvokeOptions {
  readonly requestId: string;
  readonly timeoutMs: number;
}

/**
 * Sends one TensorFlow Serving request to an endpoint.
 *
 * @param body - `{"instances": [...]}` as JSON text
 * @returns the endpoint's answer as text
 * @throws EndpointError, EndpointTimeoutError
 */
export type Invoke = (body: string, options: InvokeOptions) => Promise<string>;

/** The way to ask `target`; connections and clients are kept between calls. */
export function createInvoke(target: Target): Invoke {
  switch (target.kind) {
    case 'url':
      return createHttpInvoke(target.url);
    case 'sagemaker':
      return createSageMakerInvoke(target);
  }
}

/** The name of `target` in answers and logs. */
export function endpointOf(target: Target): string {
  return target.kind === 'url' ? target.url : target.endpointName;
}
