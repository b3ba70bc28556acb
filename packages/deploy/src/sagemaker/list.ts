import { AwsError } from './errors.ts';
import type { SageMaker } from './connection.ts';
import { describeEndpoint, type EndpointState } from './follow.ts';
import { readTags, TAG, tagValue } from './tags.ts';
import { bundleUrlOf, describeConfig } from './version-requests.ts';

/** An endpoint of a datastore in SageMaker. */
export interface SageMakerEndpoint extends EndpointState {
  readonly flow: string;
  readonly runId: string;
}

/** Names that deploys give. */
const OUR_NAME = /^(intent|recommendation)-\d+-endpoint$/;

/**
 * All endpoints that were deployed from a datastore, oldest first, those that fail or are being created among them.
 *
 * @throws AwsError
 */
export async function listSageMakerEndpoints(
  sagemaker: SageMaker,
  { datastore }: { readonly datastore: string },
): Promise<readonly SageMakerEndpoint[]> {
  const found = await sagemaker.control(
    { doing: 'Listing the endpoints of SageMaker', action: 'sagemaker:ListEndpoints' },
    async ({ client, sdk }) => {
      const names: { readonly name: string; readonly arn: string }[] = [];
      const request = {
        NameContains: '-endpoint',
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
      } as const;
      for await (const page of sdk.paginateListEndpoints({ client }, request)) {
        for (const { EndpointName: name = '', EndpointArn: arn = '' } of page.Endpoints ?? []) {
          if (OUR_NAME.test(name)) names.push({ name, arn });
        }
      }
      return names;
    },
  );
  const endpoints: SageMakerEndpoint[] = [];
  // One after the other: SageMaker throttles these at a few a second
  for (const { name, arn } of found) {
    const endpoint = await unlessGone(async () => {
      const tags = await readTags(sagemaker, name, arn);
      if (tags.get(TAG.datastore) !== tagValue(datastore)) return null;
      const state = await describeEndpoint(sagemaker, name);
      return { ...state, flow: tags.get(TAG.flow) ?? '', runId: tags.get(TAG.run) ?? '' };
    });
    if (endpoint !== null) endpoints.push(endpoint);
  }
  return endpoints;
}

async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError && error.fault === 'sagemaker_not_found') return null;
    throw error;
  }
}

/** The version that an endpoint serves. */
export interface ServedInSageMaker {
  readonly name: string;
  /** `s3://...` of its bundle. */
  readonly bundleUrl: string;
}

/**
 * The endpoint of a flow that a new deploy is compared with and takes the place of: the latest that is in service or
 * being updated.
 *
 * @returns null if there is none
 */
export async function findSageMakerChampion(
  sagemaker: SageMaker,
  { flow, datastore }: { readonly flow: string; readonly datastore: string },
): Promise<ServedInSageMaker | null> {
  const endpoints = await listSageMakerEndpoints(sagemaker, { datastore });
  const champion = endpoints.findLast(
    (endpoint) =>
      endpoint.flow === flow &&
      ['InService', 'Updating', 'SystemUpdating'].includes(endpoint.status),
  );
  if (champion === undefined) return null;
  const { variants } = await describeConfig(sagemaker, champion.configName);
  const [first] = variants;
  return {
    name: champion.name,
    bundleUrl: first === undefined ? '' : await bundleUrlOf(sagemaker, first.modelName),
  };
}
