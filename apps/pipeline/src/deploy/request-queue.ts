import { ObjectNotFoundError, type ObjectStore } from '@lf/dataset';
import type { AsyncRequest, Hosting, RequestObjects } from '@lf/deploy/sagemaker';
import { PipelineError } from '../errors.ts';
import type { SageMakerParams } from '../params/sagemaker-params.ts';

/** Below it in the datastore are the requests to asynchronous endpoints, their answers, and why some failed. */
export const QUEUE_FOLDER = 'async';

/** The hosting that the settings name, with the places of its queue. */
export function queuedHosting(
  { hosting, asynchronous }: Pick<SageMakerParams, 'hosting' | 'asynchronous'>,
  store: ObjectStore,
): Hosting {
  if (asynchronous === undefined || hosting.kind !== 'instances') return hosting;
  const outputUrl = `${store.url}/${QUEUE_FOLDER}/out`;
  const failureUrl = `${store.url}/${QUEUE_FOLDER}/failed`;
  return { ...hosting, asynchronous: { outputUrl, failureUrl, ...asynchronous } };
}

/** How requests get into a queue and answers out of it. */
export function queueOf(store: ObjectStore): Pick<AsyncRequest, 'objects' | 'inputUrl'> {
  return { objects: objectsIn(store), inputUrl: `${store.url}/${QUEUE_FOLDER}/in` };
}

function objectsIn(store: ObjectStore): RequestObjects {
  const keyOf = (url: string): string => {
    if (url.startsWith(`${store.url}/`)) return url.slice(store.url.length + 1);
    throw new PipelineError(
      'answer_elsewhere',
      `Reading ${url}: expected the answers of the endpoint in the datastore ${store.url}. Set LF_DATASTORE_ROOT to the one that it was deployed from.`,
    );
  };
  return {
    put: (url, bytes) => store.put(keyOf(url), bytes),
    get: async (url) => {
      try {
        return await store.get(keyOf(url));
      } catch (error) {
        if (error instanceof ObjectNotFoundError) return null;
        throw error;
      }
    },
    remove: (url) => store.delete(keyOf(url)),
  };
}
