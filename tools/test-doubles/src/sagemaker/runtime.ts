import { randomUUID } from 'node:crypto';
import {
  ACCOUNT,
  arnOf,
  objectIn,
  REGION,
  textIn,
  type FakeAccount,
  type FakeEndpoint,
  type RunningVariant,
} from './account.ts';
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
  const endpoint = servingEndpoint(account, endpointName);
  if (queueOf(account, endpoint) !== undefined) {
    throw new Refusal(
      'ValidationError',
      `Endpoint ${endpointName} of account ${ACCOUNT} takes asynchronous invocations alone.`,
    );
  }
  return askVariant(endpoint, { body, targetVariant });
}

function servingEndpoint(account: FakeAccount, endpointName: string): FakeEndpoint {
  const endpoint = account.endpoints.get(endpointName);
  if (endpoint !== undefined && endpoint.variants.length > 0) return endpoint;
  throw new Refusal('ValidationError', `Endpoint ${endpointName} of account ${ACCOUNT} not found.`);
}

const queueOf = (account: FakeAccount, { configName }: FakeEndpoint) =>
  account.configs.get(configName)?.asyncInference;

/** Where the runtime API says that it writes what becomes of a request. */
export interface Queued {
  readonly inferenceId: string;
  readonly outputLocation: string;
  readonly failureLocation: string | undefined;
}

/**
 * Takes a request into the queue of an endpoint: its input is read from S3, sent to the container, and the answer written
 * to S3, or why there is none.
 */
export function queueInvocation(
  account: FakeAccount,
  endpointName: string,
  { inputLocation, inferenceId }: { readonly inputLocation: string; readonly inferenceId: string },
): Queued {
  const endpoint = servingEndpoint(account, endpointName);
  const queue = queueOf(account, endpoint);
  if (queue === undefined) {
    throw new Refusal(
      'ValidationError',
      `Endpoint ${endpointName} of account ${ACCOUNT} takes no asynchronous invocations.`,
    );
  }
  if (!inputLocation.startsWith('s3://')) {
    throw new Refusal('ValidationError', `InputLocation ${inputLocation} is no S3 URI.`);
  }
  const output = objectIn(queue, 'OutputConfig');
  const failurePath = textIn(output, 'S3FailurePath');
  const name = randomUUID();
  const outputLocation = below(textIn(output, 'S3OutputPath'), `${name}.out`);
  const failureLocation = failurePath === '' ? undefined : below(failurePath, `${name}-error.out`);
  const answer = async (): Promise<void> => {
    const input = account.objects.list(inputLocation).find(({ url }) => url === inputLocation);
    if (input === undefined) throw new Error(`Could not download ${inputLocation}: 404 Not Found`);
    const body = input.body.toString('utf8');
    const answered = await askVariant(endpoint, { body, targetVariant: undefined });
    account.objects.put(outputLocation, answered.body);
  };
  const work = answer()
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (failureLocation !== undefined) account.objects.put(failureLocation, message);
    })
    .then(() => void account.starting.delete(work));
  account.starting.add(work);
  return { inferenceId: inferenceId || name, outputLocation, failureLocation };
}

const below = (prefix: string, name: string): string => `${prefix.replace(/\/$/, '')}/${name}`;

async function askVariant(
  endpoint: FakeEndpoint,
  { body, targetVariant }: { readonly body: string; readonly targetVariant: string | undefined },
): Promise<Invoked> {
  const endpointName = endpoint.name;
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
