import { AwsError, type Leftover } from './errors.ts';
import { removeScaling } from './autoscaling.ts';
import type { SageMaker } from './connection.ts';

/** A thing in AWS, by what it is and its name. */
export interface Thing {
  readonly what: 'endpoint' | 'endpoint config' | 'model' | 'scaling target';
  readonly name: string;
}

/**
 * Removes things in the order given; one that is not there is fine.
 *
 * @returns those that could not be removed, with the command that does
 */
export async function removeThings(
  sagemaker: SageMaker,
  things: readonly Thing[],
): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const thing of things) {
    try {
      await removeThing(sagemaker, thing);
    } catch {
      left.push(leftover(thing, await sagemaker.region()));
    }
  }
  return left;
}

async function removeThing(sagemaker: SageMaker, { what, name }: Thing): Promise<void> {
  const doing = `Removing ${what} ${name}`;
  try {
    switch (what) {
      case 'endpoint':
        await sagemaker.control({ doing, action: 'sagemaker:DeleteEndpoint' }, ({ client, sdk }) =>
          client.send(new sdk.DeleteEndpointCommand({ EndpointName: name })),
        );
        break;
      case 'endpoint config':
        await sagemaker.control(
          { doing, action: 'sagemaker:DeleteEndpointConfig' },
          ({ client, sdk }) =>
            client.send(new sdk.DeleteEndpointConfigCommand({ EndpointConfigName: name })),
        );
        break;
      case 'model':
        await sagemaker.control({ doing, action: 'sagemaker:DeleteModel' }, ({ client, sdk }) =>
          client.send(new sdk.DeleteModelCommand({ ModelName: name })),
        );
        break;
      case 'scaling target':
        await removeScaling(sagemaker, name);
    }
  } catch (error) {
    if (!(error instanceof AwsError && error.fault === 'sagemaker_not_found')) throw error;
  }
}

function leftover({ what, name }: Thing, region: string): Leftover {
  const command = {
    endpoint: `aws sagemaker delete-endpoint --endpoint-name ${name}`,
    'endpoint config': `aws sagemaker delete-endpoint-config --endpoint-config-name ${name}`,
    model: `aws sagemaker delete-model --model-name ${name}`,
    'scaling target':
      'aws application-autoscaling deregister-scalable-target --service-namespace sagemaker ' +
      `--scalable-dimension sagemaker:variant:DesiredInstanceCount --resource-id ${name}`,
  }[what];
  return { what, name, isBilled: what === 'endpoint', command: `${command} --region ${region}` };
}
