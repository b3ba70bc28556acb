import { objectIn } from '../aws/aws-call.ts';
import { failed, ok, type Check } from './finding.ts';
import { looked, recordsIn } from './look.ts';

/** The queue of AWS Batch: there, enabled, and with a place to run jobs. */
export const queueCheck: Check = {
  name: 'queue',
  purposes: ['batch', 'schedule'],
  async find({ read: { settings }, aws }) {
    const queue = settings.METAFLOW_BATCH_JOB_QUEUE;
    if (queue === undefined) {
      return [
        failed(
          'no queue of AWS Batch is set',
          'METAFLOW_BATCH_JOB_QUEUE in .env (aws batch describe-job-queues), or METAFLOW_PROFILE',
        ),
      ];
    }
    const show = `aws batch describe-job-queues --job-queues ${queue}`;
    return [
      await looked(`queue ${queue}`, async () => {
        const answer = objectIn(
          await aws.ask('batch', 'DescribeJobQueues', { jobQueues: [queue] }),
        );
        const [found] = recordsIn(answer?.['jobQueues']);
        if (found === undefined)
          return failed(`there is no queue ${queue}`, 'aws batch describe-job-queues');
        const { state, status, computeEnvironmentOrder } = found;
        if (state !== 'ENABLED' || status !== 'VALID') {
          return failed(`queue ${queue} is ${String(state)} and ${String(status)}`, show);
        }
        return recordsIn(computeEnvironmentOrder).length === 0
          ? failed(`queue ${queue} has no compute environment`, show)
          : ok(`queue ${queue} is enabled`);
      }),
    ];
  },
};
