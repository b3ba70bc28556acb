import { ACCOUNT, arnOf, REGION, type FakeAccount, type RunningVariant } from './account.ts';
import { Refusal } from './refusal.ts';

/** An answer of the runtime API. */
export interface Invoked {
  readonly variant: string;
  readonly body: string;
}

/** Sends a body to the container of a variant: the one asked for, else each by its weight. */
export async function invokeVariant(
  account: FakeAccount,
  endpointName: string,
  { body, targetVariant }: { readonly body: string; readonly targetVariant: string | undefined },
): Promise<Invoked> {
  const endpoint = account.endpoints.get(endpointName);
  if (endpoint === undefined || endpoint.variants.length === 0) {
    throw new Refusal(
      'ValidationError',
      `Endpoint ${endpointName} of account ${ACCOUNT} not found.`,
    );
  }
  const variant = chosen(endpoint.variants, targetVariant);
  if (variant === undefined) {
    throw new Refusal(
      'ValidationError',
      `Variant ${targetVariant ?? ''} not found for Request: endpoint ${arnOf('endpoint', endpointName)}.`,
    );
  }
  variant.asked += 1;
  const response = await fetch(`${variant.container.url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  const text = await response.text();
  if (response.ok) return { variant: variant.name, body: text };
  throw new Refusal(
    'ModelError',
    `Received client error (${response.status}) from primary with message "${text}". See https://${REGION}.console.aws.amazon.com/cloudwatch/home?region=${REGION}#logEventViewer:group=/aws/sagemaker/Endpoints/${endpointName} in account ${ACCOUNT} for more information.`,
    {
      status: 424,
      more: {
        OriginalStatusCode: response.status,
        OriginalMessage: text,
        LogStreamArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/sagemaker/Endpoints/${endpointName}`,
      },
    },
  );
}

/** The variant that has had the fewest requests for its weight. */
function chosen(
  variants: readonly RunningVariant[],
  target: string | undefined,
): RunningVariant | undefined {
  if (target !== undefined) return variants.find(({ name }) => name === target);
  return variants.toSorted((a, b) => (a.asked + 1) / a.weight - (b.asked + 1) / b.weight)[0];
}
