import { objectIn } from '../aws/aws-call.ts';
import { failed, ok, type Check, type Finding } from './finding.ts';
import { looked } from './look.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** The endpoint that the public API asks. */
export const endpointCheck: Check = {
  name: 'endpoint',
  purposes: ['serve'],
  appliesTo: ({ read: { settings } }) => settings.SAGEMAKER_ENDPOINT_NAME !== undefined,
  async find({ read: { settings }, aws }) {
    const EndpointName = settings.SAGEMAKER_ENDPOINT_NAME ?? '';
    const show = `aws sagemaker describe-endpoint --endpoint-name ${EndpointName}`;
    const look = async (): Promise<Finding> => {
      const answer = objectIn(await aws.ask('sagemaker', 'DescribeEndpoint', { EndpointName }));
      const status = String(answer?.['EndpointStatus']);
      return status === 'InService'
        ? ok(`endpoint ${EndpointName} is in service`)
        : failed(`endpoint ${EndpointName} is ${status}`, show);
    };
    return [
      await looked(`endpoint ${EndpointName}`, look, {
        // SageMaker answers so about an endpoint that is not there
        codes: /^(ValidationException|ResourceNotFound)/,
        finding: failed(
          `there is no endpoint ${EndpointName}`,
          `${lfCommand('endpoint', 'list')}; aws sagemaker list-endpoints`,
        ),
      }),
    ];
  },
};
