import { EndpointNameError } from '../errors.ts';

const PREFIX = { intent: 'intent', rec: 'recommendation' } as const;

/** SageMaker's rule for endpoint names, which also makes a safe file name. */
const VALID_NAME = /^[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}$/;

/**
 * An endpoint's name as the flows give it: `intent-<ms>-endpoint`, `recommendation-<ms>-endpoint`.
 *
 * @param atMs when the model was deployed, in epoch milliseconds
 */
export function endpointName(kind: 'intent' | 'rec', atMs: number): string {
  return `${PREFIX[kind]}-${atMs}-endpoint`;
}

/** @throws EndpointNameError */
export function requireEndpointName(name: string): void {
  if (!VALID_NAME.test(name) || name.length > 63) throw new EndpointNameError(name);
}
