import type { Control, SageMaker } from './connection.ts';

/** Whose a thing in AWS is: by it endpoints are found again, and what a run has left behind. */
export interface Ownership {
  readonly flow: 'intent' | 'rec';
  readonly runId: string;
  /** URL of the datastore, whose endpoints these are. */
  readonly datastore: string;
}

/** Keys of our tags; `previous` on an endpoint config names the one that it came after. */
export const TAG = {
  flow: 'lf:flow',
  run: 'lf:run',
  datastore: 'lf:datastore',
  previous: 'lf:previous',
} as const;

/** AWS's limit for a tag's value. */
const MOST_CHARS = 256;

/** A text as a tag can hold it: other characters than AWS's become `_`. */
export function tagValue(text: string): string {
  return text.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, MOST_CHARS);
}

export function tagsOf(
  { flow, runId, datastore }: Omit<Ownership, 'flow'> & { readonly flow: string },
  previous?: string,
): { Key: string; Value: string }[] {
  return [
    { Key: TAG.flow, Value: flow },
    { Key: TAG.run, Value: tagValue(runId) },
    { Key: TAG.datastore, Value: tagValue(datastore) },
    ...(previous === undefined ? [] : [{ Key: TAG.previous, Value: tagValue(previous) }]),
  ];
}

/** Tags of a thing, by key. */
export async function readTags(
  sagemaker: SageMaker,
  name: string,
  arn: string,
): Promise<ReadonlyMap<string, string>> {
  const of = { doing: `Reading the tags of ${name}`, action: 'sagemaker:ListTags' };
  const list = async ({ client, sdk }: Control) => {
    const tags = new Map<string, string>();
    for await (const page of sdk.paginateListTags({ client }, { ResourceArn: arn })) {
      for (const { Key, Value } of page.Tags ?? []) {
        if (Key !== undefined && Value !== undefined) tags.set(Key, Value);
      }
    }
    return tags;
  };
  return sagemaker.control(of, list);
}
