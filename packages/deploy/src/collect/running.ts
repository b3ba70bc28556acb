import type { SageMaker } from '../sagemaker/connection.ts';
import { listSageMakerEndpoints } from '../sagemaker/list.ts';

/** What a variant of an endpoint runs on now. */
export type RunningVariant =
  | {
      readonly kind: 'instances';
      readonly name: string;
      readonly type: string;
      readonly count: number;
    }
  | {
      readonly kind: 'serverless';
      readonly name: string;
      readonly memoryMb: number;
      /** Invocations that are kept ready, and paid for while nobody asks; 0: it costs nothing then. */
      readonly provisioned: number;
    };

export interface RunningEndpoint {
  readonly name: string;
  readonly status: string;
  readonly flow: string;
  readonly runId: string;
  readonly variants: readonly RunningVariant[];
}

/**
 * What the endpoints of a datastore run on: as many instances as there are now, after any scaling.
 *
 * @throws AwsError
 */
export async function describeRunning(
  sagemaker: SageMaker,
  { datastore }: { readonly datastore: string },
): Promise<readonly RunningEndpoint[]> {
  const running: RunningEndpoint[] = [];
  for (const endpoint of await listSageMakerEndpoints(sagemaker, { datastore })) {
    const { name, status, flow, runId, configName } = endpoint;
    const now = await sagemaker.control(
      { doing: `Describing endpoint ${name}`, action: 'sagemaker:DescribeEndpoint' },
      ({ client, sdk }) => client.send(new sdk.DescribeEndpointCommand({ EndpointName: name })),
    );
    const config = await sagemaker.control(
      {
        doing: `Describing endpoint config ${configName}`,
        action: 'sagemaker:DescribeEndpointConfig',
      },
      ({ client, sdk }) =>
        client.send(new sdk.DescribeEndpointConfigCommand({ EndpointConfigName: configName })),
    );
    const variants = (config.ProductionVariants ?? []).map((variant): RunningVariant => {
      const { VariantName = '', InstanceType = '', InitialInstanceCount = 0 } = variant;
      const current = now.ProductionVariants?.find((each) => each.VariantName === VariantName);
      const serverless = current?.CurrentServerlessConfig ?? variant.ServerlessConfig;
      return serverless
        ? {
            ...{ kind: 'serverless', name: VariantName },
            memoryMb: serverless.MemorySizeInMB ?? 0,
            provisioned: serverless.ProvisionedConcurrency ?? 0,
          }
        : {
            ...{ kind: 'instances', name: VariantName, type: InstanceType },
            count: current?.CurrentInstanceCount ?? InitialInstanceCount,
          };
    });
    running.push({ name, status, flow, runId, variants });
  }
  return running;
}
