import { textIn, type FakeAccount, type Fields } from './account.ts';
import { Refusal } from './refusal.ts';

type Operation = (account: FakeAccount, input: Fields) => Fields;

const GROUP = '/aws/sagemaker/Endpoints/';
const STREAM = 'champion/i-0123456789abcdef0';

/** Of all jobs of a kind, a stream an instance. */
const JOB_GROUPS: Readonly<Record<string, string>> = {
  '/aws/sagemaker/TrainingJobs': 'training-job',
  '/aws/sagemaker/TransformJobs': 'transform-job',
};

/** CloudWatch Logs: one stream an endpoint, and one a job. */
export const LOG_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeLogStreams(account, input) {
    const kind = JOB_GROUPS[textIn(input, 'logGroupName')];
    if (kind !== undefined) {
      if ('orderBy' in input && 'logStreamNamePrefix' in input) {
        throw new Refusal(
          'InvalidParameterException',
          'Cannot order by LastEventTime with a logStreamNamePrefix.',
        );
      }
      const name = textIn(input, 'logStreamNamePrefix').replace(/\/$/, '');
      const lines = account.logs.get(`${kind}/${name}`) ?? [];
      return {
        logStreams: lines.length === 0 ? [] : [{ logStreamName: `${name}/algo-1-1700000000` }],
      };
    }
    linesOf(account, input);
    return { logStreams: [{ logStreamName: STREAM }] };
  },

  GetLogEvents(account, input) {
    const lines = linesOf(account, input);
    const limit = Number(input['limit'] ?? 10_000);
    const first = Math.max(0, lines.length - limit);
    return {
      events: lines
        .slice(first)
        .map((message, at) => ({ message, timestamp: 1_700_000_000_000 + first + at })),
      nextForwardToken: 'f/1',
    };
  },
};

function linesOf({ logs }: FakeAccount, input: Fields): readonly string[] {
  const group = textIn(input, 'logGroupName');
  const [job = ''] = textIn(input, 'logStreamName').split('/');
  const kind = JOB_GROUPS[group];
  const lines = logs.get(kind === undefined ? group.replace(GROUP, '') : `${kind}/${job}`);
  if (lines !== undefined) return lines;
  throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** Application autoscaling of variants. */
export const SCALING_OPERATIONS: Readonly<Record<string, Operation>> = {
  RegisterScalableTarget({ scaling }, input) {
    scaling.set(textIn(input, 'ResourceId'), {
      ...scaling.get(textIn(input, 'ResourceId')),
      ...input,
    });
    return {
      ScalableTargetARN: 'arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/1',
    };
  },

  PutScalingPolicy({ scaling }, input) {
    const target = textIn(input, 'ResourceId');
    if (!scaling.has(target)) throw noTarget(target);
    scaling.set(target, { ...scaling.get(target), ...input });
    return { PolicyARN: 'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1', Alarms: [] };
  },

  DescribeScalableTargets({ scaling }, input) {
    const wanted = Array.isArray(input['ResourceIds']) ? (input['ResourceIds'] as string[]) : [];
    const ScalableTargets = wanted.flatMap((target) => scaling.get(target) ?? []);
    return { ScalableTargets };
  },

  DeregisterScalableTarget({ scaling }, input) {
    const target = textIn(input, 'ResourceId');
    if (!scaling.delete(target)) throw noTarget(target);
    return {};
  },
};

function noTarget(target: string): Refusal {
  return new Refusal(
    'ObjectNotFoundException',
    `No scalable target found for service namespace: sagemaker, resource ID: ${target}, scalable dimension: sagemaker:variant:DesiredInstanceCount`,
  );
}
