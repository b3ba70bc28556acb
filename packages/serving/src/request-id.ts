/** SageMaker takes an inference id of at most 64 characters; log searches and headers want plain ones. */
const REQUEST_ID = /^[\w.=-]{1,64}$/;

/**
 * The id under which a request is logged and answered: the caller's, else Lambda's, else a new one.
 *
 * @param candidates - best first; what is no plain id of at most 64 characters is passed over
 */
export function chooseRequestId(
  candidates: readonly (string | undefined)[],
  newId: () => string,
): string {
  return candidates.find((id) => id !== undefined && REQUEST_ID.test(id)) ?? newId();
}
