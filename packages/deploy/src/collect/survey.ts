import type { Control, SageMaker } from '../sagemaker/connection.ts';
import { AwsError } from '../sagemaker/errors.ts';
import { listSageMakerEndpoints, type SageMakerEndpoint } from '../sagemaker/list.ts';
import { versionsOf } from '../sagemaker/manage.ts';
import { readTags, TAG, tagValue } from '../sagemaker/tags.ts';
import { bundleUrlOf, type ServedConfig } from '../sagemaker/version-requests.ts';

/** A model or an endpoint config of a datastore. */
export interface SageMakerThing {
  readonly what: 'model' | 'endpoint config';
  readonly name: string;
  readonly flow: string;
  readonly runId: string;
  readonly createdAt: Date;
  /** The endpoint that serves it or goes back to it. Null: none does. */
  readonly usedBy: string | null;
}

/** A bundle that an endpoint serves, or goes back to. */
export interface UsedBundle {
  readonly bundleUrl: string;
  readonly endpoint: string;
  readonly isServed: boolean;
}

export interface SageMakerSurvey {
  readonly endpoints: readonly SageMakerEndpoint[];
  readonly things: readonly SageMakerThing[];
  readonly bundles: readonly UsedBundle[];
}

/**
 * What a datastore's deploys have in SageMaker, and which endpoint needs it: a version is needed while the endpoint serves
 * it or can go back to it.
 *
 * @throws AwsError
 */
export async function surveySageMaker(
  sagemaker: SageMaker,
  { datastore }: { readonly datastore: string },
): Promise<SageMakerSurvey> {
  // What there is comes first: what is made later is not in it, so nobody takes it for unused.
  const found = [
    ...(await listThings(sagemaker, 'endpoint config')),
    ...(await listThings(sagemaker, 'model')),
  ];
  const endpoints = await listSageMakerEndpoints(sagemaker, { datastore });
  const users = new Map<string, string>();
  const bundles = new Map<string, UsedBundle>();
  for (const { name: endpoint, configName } of endpoints) {
    const versions: readonly ServedConfig[] = await versionsOf(sagemaker, configName);
    for (const [index, { name, variants }] of versions.entries()) {
      users.set(`endpoint config/${name}`, endpoint);
      for (const { modelName } of variants) {
        users.set(`model/${modelName}`, endpoint);
        if (bundles.has(modelName)) continue;
        const bundleUrl = await unlessGone(() => bundleUrlOf(sagemaker, modelName));
        if (bundleUrl !== null) {
          bundles.set(modelName, { bundleUrl, endpoint, isServed: index === 0 });
        }
      }
    }
  }
  const things: SageMakerThing[] = [];
  for (const { what, name, arn, createdAt } of found) {
    const tags = await unlessGone(() => readTags(sagemaker, name, arn));
    if (tags?.get(TAG.datastore) !== tagValue(datastore)) continue;
    things.push({
      ...{ what, name, createdAt },
      flow: tags.get(TAG.flow) ?? '',
      runId: tags.get(TAG.run) ?? '',
      usedBy: users.get(`${what}/${name}`) ?? null,
    });
  }
  return { endpoints, things, bundles: [...bundles.values()] };
}

interface Listed {
  readonly what: SageMakerThing['what'];
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
}

/** Names that deploys give. */
const OUR_NAME = /^(intent|recommendation)-\d+-(model|config)$/;

async function listThings(
  sagemaker: SageMaker,
  what: SageMakerThing['what'],
): Promise<readonly Listed[]> {
  const list = async ({ client, sdk }: Control): Promise<readonly Listed[]> => {
    const listed: Listed[] = [];
    const add = (name = '', arn = '', createdAt = new Date()): void => {
      if (OUR_NAME.test(name)) listed.push({ what, name, arn, createdAt });
    };
    if (what === 'model') {
      for await (const { Models = [] } of sdk.paginateListModels({ client }, OF_MODELS)) {
        for (const each of Models) add(each.ModelName, each.ModelArn, each.CreationTime);
      }
    } else {
      const pages = sdk.paginateListEndpointConfigs({ client }, OF_CONFIGS);
      for await (const { EndpointConfigs = [] } of pages) {
        for (const each of EndpointConfigs) {
          add(each.EndpointConfigName, each.EndpointConfigArn, each.CreationTime);
        }
      }
    }
    return listed;
  };
  const action = what === 'model' ? 'sagemaker:ListModels' : 'sagemaker:ListEndpointConfigs';
  return sagemaker.control({ doing: `Listing the ${what}s of SageMaker`, action }, list);
}

const OF_MODELS = { NameContains: '-model' };
const OF_CONFIGS = { NameContains: '-config' };

async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError && error.fault === 'sagemaker_not_found') return null;
    throw error;
  }
}
