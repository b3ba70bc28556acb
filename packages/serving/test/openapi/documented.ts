import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Answer } from '../../src/answer.ts';

interface Response {
  readonly headers?: Readonly<
    Record<string, { readonly schema: object; readonly required?: boolean }>
  >;
  readonly content: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response | { $ref: string }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

const ajv = new Ajv2020({ allErrors: true });

/** Expects an answer to be one that the document promises for its path: status, headers, content type and body. */
export function expectDocumented(
  document: unknown,
  path: string,
  answer: Answer,
  method: 'get' | 'post' = 'get',
): void {
  const { paths, components } = document as Document;
  const promised = paths[path]?.[method]?.responses[answer.statusCode];
  if (promised === undefined) {
    throw new Error(`${path} is not said to answer ${answer.statusCode}: ${answer.body}`);
  }
  const response =
    '$ref' in promised ? components.responses[promised.$ref.split('/').at(-1) ?? ''] : promised;
  for (const [name, { schema, required = false }] of Object.entries(response?.headers ?? {})) {
    if (!required && answer.headers[name] === undefined) continue;
    expectValid(schema, answer.headers[name], `header ${name}`);
  }
  const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
  const content = response?.content[type];
  expect(content, `${path} ${answer.statusCode} ${type}`).toBeDefined();
  const body: unknown = type === 'application/json' ? JSON.parse(answer.body) : answer.body;
  expectValid(content?.schema ?? {}, body, `body ${answer.body.slice(0, 300)}`);
}

function expectValid(schema: object, value: unknown, what: string): void {
  const validate = ajv.compile(schema);
  validate(value);
  expect(validate.errors ?? [], what).toEqual([]);
}
