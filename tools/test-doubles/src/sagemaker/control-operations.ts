import {
  arnOf,
  listIn,
  objectIn,
  REGION,
  textIn,
  type FakeAccount,
  type FakeEndpoint,
  type Fields,
} from './account.ts';
import { beginWork, lookAt, stopAll } from './endpoint-work.ts';
import { invalid, Refusal } from './refusal.ts';

type Operation = (account: FakeAccount, input: Fields) => Promise<Fields> | Fields;

/** SageMaker's pattern of all three names. */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** The operations of SageMaker's control plane that an endpoint needs, by name. */
export const CONTROL_OPERATIONS: Readonly<Record<string, Operation>> = {
  async CreateModel(account, input) {
    const name = newName(input, 'ModelName');
    const container = objectIn(input, 'PrimaryContainer');
    const role = textIn(input, 'ExecutionRoleArn');
    const image = textIn(container, 'Image');
    const bundleUrl = textIn(container, 'ModelDataUrl');
    if (account.models.has(name)) throw alreadyThere('model', name);
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+/.test(role)) {
      throw invalid(
        `1 validation error detected: Value '${role}' at 'executionRoleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$`,
      );
    }
    if (account.roles?.has(role) === false) {
      throw invalid(
        `Could not assume role ${role}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
      );
    }
    if (account.images?.has(image) === false) throw invalid(`Requested image ${image} not found.`);
    if (!bundleUrl.startsWith('s3://') || (await account.bundleAt(bundleUrl)) === null) {
      throw invalid(
        `Could not find model data at ${bundleUrl}. Please ensure that the role "${role}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${REGION}.`,
      );
    }
    const environment = objectIn(container, 'Environment') as Record<string, string>;
    account.models.set(name, { name, image, bundleUrl, environment, request: input });
    return tagged(account, 'model', name, input, 'ModelArn');
  },

  DescribeModel(account, input) {
    const name = textIn(input, 'ModelName');
    const { request } = found(account.models, 'model', name);
    return { ...request, ModelArn: arnOf('model', name), CreationTime: 0 };
  },

  DeleteModel(account, input) {
    remove(account, account.models, 'model', textIn(input, 'ModelName'));
    return {};
  },

  CreateEndpointConfig(account, input) {
    const name = newName(input, 'EndpointConfigName');
    if (account.configs.has(name)) throw alreadyThere('endpoint-config', name);
    const variants = listIn(input, 'ProductionVariants');
    if (variants.length === 0) throw invalid('At least one production variant is required.');
    for (const variant of variants) {
      found(account.models, 'model', textIn(variant, 'ModelName'));
      const isServerless = 'ServerlessConfig' in variant;
      if (isServerless && variants.length > 1) {
        throw invalid('Serverless endpoints can have only one production variant.');
      }
      if (isServerless === 'InstanceType' in variant) {
        throw invalid('One of InstanceType and ServerlessConfig must be given.');
      }
    }
    const asyncInference = readAsyncInference(input);
    if (asyncInference !== undefined && variants.some((each) => 'ServerlessConfig' in each)) {
      throw invalid('Serverless endpoints do not support AsyncInferenceConfig.');
    }
    account.configs.set(name, { name, variants, ...(asyncInference && { asyncInference }) });
    return tagged(account, 'endpoint-config', name, input, 'EndpointConfigArn');
  },

  DescribeEndpointConfig(account, input) {
    const { name, variants, asyncInference } = found(
      account.configs,
      'endpoint-config',
      textIn(input, 'EndpointConfigName'),
    );
    return {
      EndpointConfigName: name,
      EndpointConfigArn: arnOf('endpoint-config', name),
      ProductionVariants: variants,
      ...(asyncInference && { AsyncInferenceConfig: asyncInference }),
      CreationTime: 0,
    };
  },

  DeleteEndpointConfig(account, input) {
    remove(account, account.configs, 'endpoint-config', textIn(input, 'EndpointConfigName'));
    return {};
  },

  CreateEndpoint(account, input) {
    const name = newName(input, 'EndpointName');
    const configName = textIn(input, 'EndpointConfigName');
    if (account.endpoints.has(name)) throw alreadyThere('endpoint', name);
    found(account.configs, 'endpoint-config', configName);
    requireQuota(account, configName);
    const createdAt = 1_700_000_000 + account.endpoints.size;
    const endpoint: FakeEndpoint = {
      name,
      createdAt,
      configName,
      status: 'Creating',
      variants: [],
    };
    account.endpoints.set(name, endpoint);
    beginWork(account, endpoint, { configName, isUpdate: false });
    return tagged(account, 'endpoint', name, input, 'EndpointArn');
  },

  async DescribeEndpoint(account, input) {
    const endpoint = found(account.endpoints, 'endpoint', textIn(input, 'EndpointName'));
    await lookAt(account, endpoint);
    const { name, configName, status, failureReason, createdAt, deployment } = endpoint;
    const described = account.configs.get(configName)?.variants ?? [];
    return {
      ProductionVariants: described.map((variant) => ({
        VariantName: variant['VariantName'],
        ...('ServerlessConfig' in variant
          ? { CurrentServerlessConfig: variant['ServerlessConfig'] }
          : {
              CurrentInstanceCount:
                account.instances.get(name) ?? variant['InitialInstanceCount'] ?? 1,
            }),
      })),
      EndpointName: name,
      EndpointArn: arnOf('endpoint', name),
      EndpointConfigName: configName,
      EndpointStatus: status,
      CreationTime: createdAt,
      LastModifiedTime: createdAt,
      ...(failureReason !== undefined && { FailureReason: failureReason }),
      ...(deployment !== undefined && { LastDeploymentConfig: deployment }),
    };
  },

  UpdateEndpoint(account, input) {
    const name = textIn(input, 'EndpointName');
    const configName = textIn(input, 'EndpointConfigName');
    const endpoint = found(account.endpoints, 'endpoint', name);
    found(account.configs, 'endpoint-config', configName);
    if (endpoint.work !== undefined) throw inProgress(name);
    if (endpoint.status === 'Failed') {
      throw invalid(`Cannot update failed endpoint "${arnOf('endpoint', name)}".`);
    }
    endpoint.deployment = objectIn(input, 'DeploymentConfig');
    beginWork(account, endpoint, { configName, isUpdate: true });
    return { EndpointArn: arnOf('endpoint', name) };
  },

  async DeleteEndpoint(account, input) {
    const name = textIn(input, 'EndpointName');
    const endpoint = found(account.endpoints, 'endpoint', name);
    if (endpoint.work !== undefined && account.refusesDeleteWhileBusy) throw inProgress(name);
    remove(account, account.endpoints, 'endpoint', name);
    await stopAll(endpoint.variants);
    const { work } = endpoint;
    delete endpoint.work;
    // A container that comes up for nobody
    if (work?.outcome !== undefined && 'variants' in work.outcome)
      await stopAll(work.outcome.variants);
    return {};
  },

  ListEndpoints(account, input) {
    const contains = textIn(input, 'NameContains');
    const all = [...account.endpoints.values()]
      .filter(({ name }) => name.includes(contains))
      .sort((a, b) => a.createdAt - b.createdAt);
    const { page, more } = pageOf(all, input, 10);
    return {
      ...more,
      Endpoints: page.map(({ name, status, createdAt }) => ({
        EndpointName: name,
        EndpointArn: arnOf('endpoint', name),
        EndpointStatus: status,
        CreationTime: createdAt,
        LastModifiedTime: createdAt,
      })),
    };
  },

  ListModels: (account, input) =>
    listed(account, input, { kind: 'model', called: 'Model', items: account.models }),

  ListEndpointConfigs: (account, input) =>
    listed(account, input, {
      kind: 'endpoint-config',
      called: 'EndpointConfig',
      items: account.configs,
    }),

  ListTags(account, input) {
    const tags = account.tags.get(keyOf(textIn(input, 'ResourceArn'))) ?? new Map<string, string>();
    const { page, more } = pageOf([...tags], input, 50);
    return { ...more, Tags: page.map(([Key, Value]) => ({ Key, Value })) };
  },
};

/** SageMaker's patterns and bounds of the fields. */
function readAsyncInference(input: Fields): Fields | undefined {
  if (!('AsyncInferenceConfig' in input)) return undefined;
  const config = objectIn(input, 'AsyncInferenceConfig');
  const output = objectIn(config, 'OutputConfig');
  for (const key of ['S3OutputPath', 'S3FailurePath']) {
    if (!(key in output) || /^s3:\/\/[^/]+/.test(textIn(output, key))) continue;
    throw invalid(`Value '${textIn(output, key)}' at '${key}' is no S3 URI.`);
  }
  const client = objectIn(config, 'ClientConfig');
  const most = Number(client['MaxConcurrentInvocationsPerInstance'] ?? 1);
  if (most < 1 || most > 1000) {
    throw invalid(`Value '${most}' at 'maxConcurrentInvocationsPerInstance' must be 1 to 1000.`);
  }
  return config;
}

/** A page of things that are known by their names. */
function listed(
  account: FakeAccount,
  input: Fields,
  of: {
    readonly kind: string;
    readonly called: string;
    readonly items: ReadonlyMap<string, unknown>;
  },
): Fields {
  const contains = typeof input['NameContains'] === 'string' ? input['NameContains'] : '';
  const names = [...of.items.keys()].filter((name) => name.includes(contains));
  const { page, more } = pageOf(names, input, 10);
  return {
    ...more,
    [`${of.called}s`]: page.map((name) => ({
      [`${of.called}Name`]: name,
      [`${of.called}Arn`]: arnOf(of.kind, name),
      CreationTime: account.createdAt.get(`${of.kind}/${name}`) ?? 0,
    })),
  };
}

const keyOf = (arn: string): string => arn.split(':').at(-1) ?? '';

function pageOf<Item>(all: readonly Item[], input: Fields, size: number) {
  const from = Number(input['NextToken'] ?? 0);
  const to = from + size;
  return { page: all.slice(from, to), more: to < all.length ? { NextToken: String(to) } : {} };
}

export function newName(input: Fields, key: string): string {
  const name = textIn(input, key);
  if (NAME.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name}' at '${key}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME.source}`,
  );
}

function found<Item>(items: ReadonlyMap<string, Item>, kind: string, name: string): Item {
  const item = items.get(name);
  if (item !== undefined) return item;
  throw invalid(`Could not find ${kind.replace('-', ' ')} "${arnOf(kind, name)}".`);
}

function alreadyThere(kind: string, name: string): Refusal {
  return invalid(
    `Cannot create already existing ${kind.replace('-', ' ')} "${arnOf(kind, name)}".`,
  );
}

function inProgress(name: string): Refusal {
  return invalid(`Cannot update in-progress endpoint "${arnOf('endpoint', name)}".`);
}

function remove(
  account: FakeAccount,
  items: Map<string, unknown>,
  kind: string,
  name: string,
): void {
  found(items, kind, name);
  items.delete(name);
  account.tags.delete(`${kind}/${name}`);
}

export function tagged(
  account: FakeAccount,
  kind: string,
  name: string,
  input: Fields,
  answer: string,
): Fields {
  const tags = listIn(input, 'Tags').map(
    (tag) => [textIn(tag, 'Key'), textIn(tag, 'Value')] as const,
  );
  account.tags.set(`${kind}/${name}`, new Map(tags));
  account.createdAt.set(`${kind}/${name}`, Date.now() / 1000);
  return { [answer]: arnOf(kind, name) };
}

function requireQuota(account: FakeAccount, configName: string): void {
  const instancesOf = (name: string) =>
    (account.configs.get(name)?.variants ?? []).reduce(
      (sum, variant) => sum + Number(variant['InitialInstanceCount'] ?? 0),
      0,
    );
  const used = [...account.endpoints.values()].reduce(
    (sum, endpoint) => sum + instancesOf(endpoint.configName),
    0,
  );
  const asked = instancesOf(configName);
  if (used + asked <= account.instanceQuota) return;
  const type = textIn(account.configs.get(configName)?.variants[0] ?? {}, 'InstanceType');
  throw new Refusal(
    'ResourceLimitExceeded',
    `The account-level service limit '${type} for endpoint usage' is ${account.instanceQuota} Instances, with current utilization of ${used} Instances and a request delta of ${asked} Instances. Please use AWS Service Quotas to request an increase for this quota.`,
  );
}
