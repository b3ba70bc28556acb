import type { AskOptions } from '../ask.ts';
import type { EndpointTarget } from '../settings.ts';
import { createHttpInvoke } from './http.ts';
import { createSageMakerInvoke } from './sagemaker.ts';

/**
 * Sends one TensorFlow Serving request to an endpoint.
 *
 * @param body - `{"instances": [...]}` as JSON text
 * @returns the endpoint's answer as text
 * @throws EndpointError, EndpointTimeoutError
 */
export type Invoke = (body: string, options: AskOptions) => Promise<string>;

/** The way to ask `target`; connections and clients are kept between calls. */
export function createInvoke(target: EndpointTarget): Invoke {
  switch (target.kind) {
    case 'url':
      return createHttpInvoke(target.url, target.key);
    case 'sagemaker':
      return createSageMakerInvoke(target);
  }
}
