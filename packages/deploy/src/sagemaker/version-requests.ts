import { attemptsOf } from './aws-fault.ts';
import { AwsError } from './errors.ts';
import type { Control, Doing, SageMaker } from './connection.ts';
import {
  asyncInferenceConfig,
  asynchronousOf,
  CHALLENGER,
  productionVariant,
  readAsyncInference,
  versionNames,
  type Hosting,
  type Variant,
  type Version,
} from './hosting.ts';
import { readTags, TAG, tagsOf, type Ownership } from './tags.ts';

/** Creates what has a name of its own; a name that an unanswered try of ours has taken is a success. */
export async function createNamed(
  sagemaker: SageMaker,
  of: Doing,
  request: (control: Control) => Promise<unknown>,
): Promise<void> {
  try {
    await sagemaker.control(of, request);
  } catch (error) {
    const isOurs =
      error instanceof AwsError &&
      error.fault === 'sagemaker_exists' &&
      attemptsOf(error.cause) > 1;
    if (!isOurs) throw error;
  }
}

/** @throws AwsError */
export async function createModel(
  sagemaker: SageMaker,
  { deployName, model, owner }: Version,
): Promise<void> {
  const name = versionNames(deployName).model;
  const { image, bundleUrl, role, environment = {} } = model;
  await createNamed(
    sagemaker,
    { doing: `Creating model ${name}`, action: 'sagemaker:CreateModel' },
    ({ client, sdk }) =>
      client.send(
        new sdk.CreateModelCommand({
          ModelName: name,
          ExecutionRoleArn: role,
          PrimaryContainer: {
            Image: image,
            ModelDataUrl: bundleUrl,
            Environment: { ...environment },
          },
          Tags: tagsOf(owner),
        }),
      ),
  );
}

/** @param of.previous the config that a rollback goes back to */
export async function createConfig(
  sagemaker: SageMaker,
  of: {
    readonly name: string;
    readonly variants: readonly Variant[];
    readonly hosting: Hosting;
    readonly owner: Ownership;
    readonly previous?: string;
  },
): Promise<void> {
  const { name, variants, hosting, owner, previous } = of;
  const asynchronous = asynchronousOf(hosting);
  await createNamed(
    sagemaker,
    { doing: `Creating endpoint config ${name}`, action: 'sagemaker:CreateEndpointConfig' },
    ({ client, sdk }) =>
      client.send(
        new sdk.CreateEndpointConfigCommand({
          EndpointConfigName: name,
          ProductionVariants: variants.map((variant) => productionVariant(variant, hosting)),
          ...(asynchronous && { AsyncInferenceConfig: asyncInferenceConfig(asynchronous) }),
          Tags: tagsOf(owner, previous),
        }),
      ),
  );
}

export async function createEndpoint(
  sagemaker: SageMaker,
  of: { readonly name: string; readonly config: string; readonly owner: Ownership },
): Promise<void> {
  const { name, config, owner } = of;
  await createNamed(
    sagemaker,
    { doing: `Creating endpoint ${name}`, action: 'sagemaker:CreateEndpoint' },
    ({ client, sdk }) =>
      client.send(
        new sdk.CreateEndpointCommand({
          EndpointName: name,
          EndpointConfigName: config,
          Tags: tagsOf(owner),
        }),
      ),
  );
}

/** A version of an endpoint as its config has it. */
export interface ServedConfig {
  readonly name: string;
  readonly variants: readonly Variant[];
  readonly challenger: Variant | undefined;
  readonly hosting: Hosting;
  /** The config that a rollback goes back to. */
  readonly previous: string | undefined;
}

/** @throws AwsError: `sagemaker_not_found` if it was removed */
export async function describeConfig(sagemaker: SageMaker, name: string): Promise<ServedConfig> {
  const answer = await sagemaker.control(
    { doing: `Describing endpoint config ${name}`, action: 'sagemaker:DescribeEndpointConfig' },
    ({ client, sdk }) =>
      client.send(new sdk.DescribeEndpointConfigCommand({ EndpointConfigName: name })),
  );
  const tags = await readTags(sagemaker, name, answer.EndpointConfigArn ?? '');
  const described = answer.ProductionVariants ?? [];
  const variants = described.map((variant) => ({
    name: variant.VariantName ?? '',
    modelName: variant.ModelName ?? '',
    weight: variant.InitialVariantWeight ?? 1,
  }));
  const [first] = described;
  const asynchronous = readAsyncInference(answer.AsyncInferenceConfig);
  const hosting: Hosting = first?.ServerlessConfig
    ? {
        kind: 'serverless',
        memoryMb: first.ServerlessConfig.MemorySizeInMB ?? 0,
        maxConcurrency: first.ServerlessConfig.MaxConcurrency ?? 0,
      }
    : {
        kind: 'instances',
        type: first?.InstanceType ?? '',
        count: first?.InitialInstanceCount ?? 1,
        ...(asynchronous && { asynchronous }),
      };
  return {
    name,
    variants,
    challenger: variants.find((variant) => variant.name === CHALLENGER),
    hosting,
    previous: tags.get(TAG.previous),
  };
}

/** Where the bundle of a model lies. */
export async function bundleUrlOf(sagemaker: SageMaker, modelName: string): Promise<string> {
  const { PrimaryContainer } = await sagemaker.control(
    { doing: `Describing model ${modelName}`, action: 'sagemaker:DescribeModel' },
    ({ client, sdk }) => client.send(new sdk.DescribeModelCommand({ ModelName: modelName })),
  );
  return PrimaryContainer?.ModelDataUrl ?? '';
}
