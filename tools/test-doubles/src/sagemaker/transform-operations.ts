import { objectIn, textIn, type FakeAccount, type FakeTransform, type Fields } from './account.ts';
import { startContainer } from './container.ts';
import { newName, tagged } from './control-operations.ts';
import { invalid, Refusal } from './refusal.ts';

type Operation = (account: FakeAccount, input: Fields) => Promise<Fields> | Fields;

/** The operations of batch transforms: a job starts the container of its model and sends it each line of its input. */
export const TRANSFORM_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateTransformJob(account, input) {
    const name = newName(input, 'TransformJobName');
    if (account.transforms.has(name)) {
      throw new Refusal('ResourceInUse', `Cannot create already existing transform job ${name}`);
    }
    const model = textIn(input, 'ModelName');
    if (!account.models.has(model)) throw invalid(`Could not find model "${model}".`);
    const job: FakeTransform = {
      name,
      request: input,
      status: 'InProgress',
      controller: new AbortController(),
    };
    account.transforms.set(name, job);
    const work = transform(account, job)
      .then(
        (failure) => {
          if (job.status !== 'InProgress') return;
          job.status = failure === null ? 'Completed' : 'Failed';
          if (failure !== null) job.failureReason = failure;
        },
        (error: unknown) => {
          job.status = 'Failed';
          job.failureReason = String(error);
        },
      )
      .then(() => void account.starting.delete(work));
    account.starting.add(work);
    return tagged(account, 'transform-job', name, input, 'TransformJobArn');
  },

  DescribeTransformJob(account, input) {
    const { name, status, failureReason } = foundJob(account, input);
    return {
      TransformJobName: name,
      TransformJobStatus: status,
      ...(failureReason !== undefined && { FailureReason: failureReason }),
    };
  },

  StopTransformJob(account, input) {
    const job = foundJob(account, input);
    if (job.status !== 'InProgress') {
      throw invalid(
        `The request was rejected because the transform job is in status ${job.status}.`,
      );
    }
    job.status = 'Stopped';
    job.controller.abort();
    return {};
  },
};

function foundJob({ transforms }: FakeAccount, input: Fields): FakeTransform {
  const job = transforms.get(textIn(input, 'TransformJobName'));
  if (job === undefined) throw invalid('Requested resource not found.');
  return job;
}

/** @returns why it failed; null: it did not */
async function transform(account: FakeAccount, job: FakeTransform): Promise<string | null> {
  const { request } = job;
  const model = account.models.get(textIn(request, 'ModelName'));
  const bundlePath = model === undefined ? null : await account.bundleAt(model.bundleUrl);
  if (model === undefined || bundlePath === null)
    return 'ClientError: Could not download model data';
  const lines: string[] = [];
  account.logs.set(`transform-job/${job.name}`, lines);
  const container = await startContainer({
    ...{ image: model.image, environment: model.environment, bundlePath },
    command: account.command,
    closing: AbortSignal.any([account.closing.signal, job.controller.signal]),
    print: (line) => void lines.push(line),
  });
  if (container === null) return 'AlgorithmError: See job logs for more information';
  try {
    const input = objectIn(request, 'TransformInput');
    const prefix = textIn(objectIn(objectIn(input, 'DataSource'), 'S3DataSource'), 'S3Uri');
    const output = textIn(objectIn(request, 'TransformOutput'), 'S3OutputPath');
    const files = account.objects.list(prefix);
    if (files.length === 0) return `ClientError: no objects found under ${prefix}`;
    for (const { url, body } of files) {
      const answers: string[] = [];
      for (const line of body.toString('utf8').split('\n').filter(Boolean)) {
        if (job.controller.signal.aborted) return 'stopped';
        const response = await fetch(`${container.url}/invocations`, {
          method: 'POST',
          headers: {
            'content-type': textIn(input, 'ContentType'),
            accept: textIn(objectIn(request, 'TransformOutput'), 'Accept'),
          },
          body: line,
        });
        const text = await response.text();
        if (!response.ok) {
          lines.push(`Bad HTTP status received from algorithm: ${response.status}: ${text}`);
          return 'ClientError: See job logs for more information';
        }
        answers.push(text);
      }
      const name = url.split('/').at(-1) ?? '';
      account.objects.put(`${output.replace(/\/$/, '')}/${name}.out`, `${answers.join('\n')}\n`);
    }
    return null;
  } finally {
    await container.stop();
  }
}
