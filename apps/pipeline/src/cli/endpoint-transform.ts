import { connectSageMaker, runTransformJob } from '@lf/deploy/sagemaker';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { outputKey } from '../params/output-key.ts';
import { openContext } from '../settings/context.ts';
import { print } from '../terminal/print.ts';
import { stoppable } from '../terminal/stop-signal.ts';
import { tellProgress } from '../terminal/tell-progress.ts';
import { wholeNumber } from './flags.ts';

interface TransformFlags {
  readonly input: string;
  readonly output: string;
  readonly instance?: string;
  readonly instances: number;
}

/** `lf endpoint transform`: files of requests in S3, answered by the model of an endpoint in SageMaker. */
export function addEndpointTransformCommand(endpoint: Command): void {
  endpoint
    .command('transform')
    .description(
      'answer files of requests in S3 with the model of a SageMaker endpoint, on its own machines',
    )
    .argument('<name>', 'name of the endpoint (lf endpoint list)')
    .requiredOption(
      '--input <url>',
      's3:// prefix of files with a body of POST /invocations per line',
    )
    .requiredOption('--output <url>', 's3:// prefix of the answers: <file>.out, one per line')
    .option('--instance <type>', 'instance type (default: SAGEMAKER_INSTANCE)')
    .option('--instances <n>', 'number of instances; each takes some of the files', wholeNumber, 1)
    .action(transform);
}

async function transform(name: string, flags: TransformFlags): Promise<void> {
  const { settings, store } = openContext();
  const type = flags.instance ?? settings.SAGEMAKER_INSTANCE;
  if (type === undefined) {
    throw new PipelineError(
      'instance_unnamed',
      'Transforming: expected --instance, such as ml.m5.large, or SAGEMAKER_INSTANCE, got neither.',
    );
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await stoppable((signal) =>
    runTransformJob(
      connectSageMaker(),
      {
        name: `lf-transform-${Date.now()}`,
        ...{ endpoint: name, datastore: store.url },
        ...{ inputUrl: flags.input, outputUrl: flags.output },
        ...outputKey(settings),
        instances: { type, count: flags.instances },
      },
      { signal, onNote: say, onProgress: tellProgress(say) },
    ),
  );
  print(flags.output);
}
