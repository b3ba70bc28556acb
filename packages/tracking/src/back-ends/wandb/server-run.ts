import { BackEndError } from '../../errors.ts';
import type { HttpRequest } from '../http.ts';
import { fieldsOf, textOf } from '../json.ts';
import type { JsonText } from './json-text.ts';
import type { RunPath, WandbClient } from './client.ts';
import type { WandbNames } from './run-names.ts';

const UPSERT_BUCKET = `mutation UpsertBucket(
  $name: String!, $project: String, $entity: String, $displayName: String, $host: String,
  $config: JSONString, $commit: String, $repo: String
) {
  upsertBucket(input: {
    name: $name, modelName: $project, entityName: $entity, displayName: $displayName, host: $host,
    config: $config, commit: $commit, jobRepo: $repo
  }) {
    bucket { id name project { name entity { name } } }
  }
}`;

const CREATE_RUN_FILES = `mutation CreateRunFiles(
  $entity: String!, $project: String!, $run: String!, $files: [String!]!
) {
  createRunFiles(input: {
    entityName: $entity, projectName: $project, runName: $run, files: $files
  }) {
    uploadHeaders
    files { name uploadUrl }
  }
}`;

/** What is set of a run. */
export interface RunSettings {
  readonly config: JsonText;
  readonly host: string;
  readonly commit: string | null;
  readonly repo: string | null;
}

/** Creates a run, or sets anew what it has. @returns where the server put it: it fills in an absent entity */
export async function upsertRun(
  client: WandbClient,
  names: WandbNames,
  { config, host, commit, repo }: RunSettings,
  signal: AbortSignal,
): Promise<RunPath> {
  const { id, entity, project, name } = names;
  const variables = { name: id, project, entity, displayName: name, host, config, commit, repo };
  const data = await client.query(UPSERT_BUCKET, variables, signal);
  const bucket = fieldsOf(fieldsOf(data['upsertBucket'])['bucket']);
  const place = fieldsOf(bucket['project']);
  return {
    entity: requireText(fieldsOf(place['entity'])['name'], 'the entity of the run'),
    project: requireText(place['name'], 'the project of the run'),
    id: requireText(bucket['name'], 'the id of the run'),
  };
}

/** Uploads files of a run; one that is there already is replaced. */
export async function uploadRunFiles(
  client: WandbClient,
  { entity, project, id }: RunPath,
  files: ReadonlyMap<string, NonNullable<HttpRequest['body']>>,
  signal: AbortSignal,
): Promise<void> {
  if (files.size === 0) return;
  const variables = { entity, project, run: id, files: [...files.keys()] };
  const data = await client.query(CREATE_RUN_FILES, variables, signal);
  const { uploadHeaders, files: created } = fieldsOf(data['createRunFiles']);
  const headers = textList(uploadHeaders);
  const addresses = new Map(
    (Array.isArray(created) ? created : []).map((file: unknown) => {
      const { name, uploadUrl } = fieldsOf(file);
      return [textOf(name), textOf(uploadUrl)];
    }),
  );
  for (const [name, body] of files) {
    const address = requireText(addresses.get(name), `an address to upload ${name} to`);
    await client.upload({ name, address, headers }, body, signal);
  }
}

/** A text that the server promises. */
function requireText(value: unknown, what: string): string {
  const text = textOf(value);
  if (text !== null) return text;
  throw new BackEndError(
    `Weights & Biases answered without ${what}; check that WANDB_BASE_URL is the address of its API, such as https://api.wandb.ai`,
    { isTransient: false },
  );
}

export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
