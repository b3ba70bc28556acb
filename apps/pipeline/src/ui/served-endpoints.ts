import type { ServedEndpoint, ServedVersion } from '@lf/ui';
import { listPlaced, type EndpointPlaces, type PlacedEndpoint } from '../deploy/endpoint-places.ts';

/** The endpoints of a datastore as the history shows them; none where they cannot be asked for. */
export async function servedEndpoints(places: EndpointPlaces): Promise<readonly ServedEndpoint[]> {
  const placed = await listPlaced(places).catch(() =>
    listPlaced({ ...places, datastore: null }).catch(() => []),
  );
  return placed.map(describe);
}

function describe(endpoint: PlacedEndpoint): ServedEndpoint {
  if (endpoint.place === 'sagemaker') {
    const { name, status, region, createdAt, flow, runId } = endpoint;
    return {
      name,
      status,
      isLive: status === 'InService',
      url: `SageMaker in ${region}`,
      since: createdAt,
      versions: [
        { role: 'serves', bundleDigest: null, bundle: `models/${flow}/${runId}/model.tar.gz` },
      ],
    };
  }
  const { name, status, url, startedAt, challenger, previous = [] } = endpoint;
  const version = (
    role: ServedVersion['role'],
    of: { readonly bundlePath: string; readonly bundleDigest: string },
  ): ServedVersion => ({
    role,
    bundleDigest: of.bundleDigest.replace(/^sha256:/, ''),
    bundle: of.bundlePath,
  });
  return {
    name,
    status,
    isLive: status === 'live',
    url,
    since: startedAt,
    versions: [
      version('serves', endpoint),
      ...(challenger === undefined ? [] : [version('challenges', challenger)]),
      ...previous.map((each) => version('served before', each)),
    ],
  };
}
