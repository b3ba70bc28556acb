import { itemKeys } from './state-task.ts';
import type { NamedState, State } from './states.ts';

/** Where `itemKeys` has the run's id, in the format of an intrinsic function. */
const RUN_PLACE = '{}';

interface MapOptions {
  readonly flow: string;
  readonly step: string;
  /** What is done with each item. */
  readonly item: State;
  /** What catches an error, if this is where it is caught. */
  readonly caught: State;
  readonly partition: string;
  /** `s3://<bucket>/<prefix>`. */
  readonly datastore: string;
  readonly maxConcurrency: number;
  readonly mostInline: number;
}

/**
 * A for-each: its size is read from the store, where the job before has put it, since a job can hand nothing to a state
 * machine. A short list is an inline Map, which is the cheaper one; a long one is a distributed Map, which reads the list
 * from the store.
 */
export function mapStates(options: MapOptions): readonly NamedState[] {
  const { flow, step, item, caught, partition, maxConcurrency, mostInline } = options;
  const { bucket, prefix } = placeOf(options.datastore);
  const keys = itemKeys(flow, RUN_PLACE, step);
  const object = (key: string): State => ({
    Bucket: bucket,
    'Key.$': `States.Format('${escaped(prefix)}${key}', $$.Execution.Name)`,
  });
  const [inline, distributed] = [step, `${step} distributed`];
  const ItemSelector = { 'index.$': '$$.Map.Item.Value', 'run.$': '$$.Execution.Name' };
  // Both ways lead on from here
  const joined = `${step} done`;
  const shared = { ItemSelector, ResultPath: null, ...caught, Next: joined };
  return [
    {
      name: `${step} size`,
      state: {
        Type: 'Task',
        Resource: `arn:${partition}:states:::aws-sdk:s3:getObject`,
        Parameters: object(keys.size),
        ResultSelector: { 'list.$': 'States.StringToJson($.Body)' },
        ResultPath: '$.forEach',
        Retry: [
          {
            ErrorEquals: ['States.TaskFailed'],
            IntervalSeconds: 2,
            BackoffRate: 2,
            MaxAttempts: 4,
          },
        ],
        ...caught,
      },
    },
    {
      name: `${step} how`,
      isLinked: true,
      state: {
        Type: 'Choice',
        Choices: [
          {
            Variable: '$.forEach.list.count',
            NumericGreaterThan: mostInline,
            Next: distributed,
          },
        ],
        Default: inline,
      },
    },
    {
      name: inline,
      isLinked: true,
      state: {
        Type: 'Map',
        ItemsPath: '$.forEach.list.indexes',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: `${step} item`,
          States: { [`${step} item`]: item },
        },
        MaxConcurrency: Math.min(maxConcurrency, mostInline),
        ...shared,
      },
    },
    {
      name: distributed,
      isLinked: true,
      state: {
        Type: 'Map',
        ItemReader: {
          Resource: `arn:${partition}:states:::s3:getObject`,
          ReaderConfig: { InputType: 'JSON' },
          Parameters: object(keys.indexes),
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: `${step} item distributed`,
          States: { [`${step} item distributed`]: item },
        },
        MaxConcurrency: maxConcurrency,
        ...shared,
      },
    },
    { name: joined, state: { Type: 'Pass' } },
  ];
}

/** For the inside of a text in an intrinsic function. */
const escaped = (text: string): string => text.replace(/[\\'{}]/g, String.raw`\$&`);

/** @throws TypeError where it is no s3: URL */
function placeOf(datastore: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/*(.*?)\/*$/.exec(datastore) ?? [];
  if (bucket === undefined) {
    throw new TypeError(`compiling a for-each: expected an s3: datastore, got '${datastore}'`);
  }
  return { bucket, prefix: path === '' ? '' : `${path}/` };
}
