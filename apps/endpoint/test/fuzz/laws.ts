import assert from 'node:assert/strict';
import type { RawAnswer } from './raw-client.ts';

/** Every code that the README and the OpenAPI document name, by its status. */
const CODES: Readonly<Record<number, readonly string[]>> = {
  400: [
    ...['body_missing', 'json_malformed', 'instances_missing', 'instances_invalid'],
    ...['instance_invalid', 'event_invalid', 'id_invalid', 'http_malformed', 'management_invalid'],
    ...['model_name_invalid', 'missing_parameter', 'empty_session', 'too_many_events'],
    ...['unknown_action', 'parameter_invalid', 'unknown_parameter', 'query_too_long'],
    'outcomes_invalid',
  ],
  403: ['host_forbidden', 'management_forbidden'],
  404: ['path_unknown', 'model_unknown'],
  405: ['method_not_allowed'],
  408: ['body_too_slow', 'http_malformed'],
  409: ['model_exists'],
  413: ['body_too_large', 'too_many_instances', 'instance_too_long', 'batch_too_large'],
  415: ['content_type_unsupported', 'content_encoding_unsupported'],
  422: [
    ...['bundle_unreadable', 'bundle_entry_refused', 'bundle_limit_exceeded', 'bundle_corrupt'],
    ...['manifest_invalid', 'file_unreadable', 'model_refused'],
  ],
  431: ['http_malformed'],
};

/** Stacks, paths of sources, and what engines say of themselves. */
const ENGINE_TEXT =
  /\n\s+at |node:|node_modules|\.[cm]?[jt]s:\d|\.(?:cc|h|cpp):\d|(?:Type|Range|Syntax|Reference)Error|is not a function|Cannot read|typed array|std::|onnxruntime::/;

/** An error in either form: of the endpoint, or of the public API. */
function errorOf(body: unknown): { readonly code: unknown; readonly message: unknown } {
  assert.ok(typeof body === 'object' && body !== null, 'an answer that is no object');
  const said: unknown = 'error' in body ? body.error : body;
  assert.ok(typeof said === 'object' && said !== null && 'code' in said && 'message' in said);
  return { code: said.code, message: said.message };
}

/**
 * Whether an answer is one that the documentation promises.
 *
 * @returns its code, or `ok`
 * @throws AssertionError
 */
export function requireDocumented({ status, headers, body }: RawAnswer, isHead = false): string {
  const text = body.toString('utf8');
  const type = headers.get('content-type') ?? '';
  const shown = `${status} ${type}: ${text.slice(0, 400)}`;
  if (status === 200 || status === 204) {
    if (type.startsWith('application/json') && !isHead) JSON.parse(text);
    assert.ok(status === 204 || /^(?:application\/json|text\/(?:html|plain))/.test(type), shown);
    return 'ok';
  }
  assert.ok(status in CODES, `a status that is not documented: ${shown}`);
  assert.match(type, /^application\/json/, `no JSON: ${shown}`);
  if (isHead) return `head_${status}`;
  const { code, message } = errorOf(JSON.parse(text));
  assert.ok(CODES[status]?.includes(String(code)), `a code that is not documented: ${shown}`);
  assert.ok(typeof message === 'string' && message.length < 2_000, `a long message: ${shown}`);
  assert.doesNotMatch(message, ENGINE_TEXT, `what an engine says: ${shown}`);
  return String(code);
}
