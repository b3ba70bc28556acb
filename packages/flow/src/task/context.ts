import type { StepContext } from '../define/step.ts';
import {
  locateArtifact,
  putBytesAsArtifact,
  putFileAsArtifact,
  readArtifact,
} from '../store/artifact.ts';
import type { ArtifactRef } from '../store/artifact.ts';
import { decodeJson, encodeJson } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskMessage } from './message.ts';
import type { TaskSpec } from './task.ts';

/** What one attempt's context is made of. */
export interface ContextParts {
  readonly store: FlowStore;
  readonly spec: TaskSpec;
  /** The parameters, watched. */
  readonly params: JsonRecord;
  readonly workDir: string;
  print(line: string): void;
  send(message: TaskMessage): void;
}

/** The context of one attempt. The types that the flow gives it are those of the values in `spec`. */
export function makeContext(parts: ContextParts): StepContext<unknown, unknown, unknown> {
  const { store, spec, params, workDir } = parts;
  return {
    params,
    inputs: spec.inputs,
    item: spec.index === null ? undefined : spec.item,
    index: spec.index ?? 0,
    flow: spec.flow,
    runId: spec.runId,
    attempt: spec.attempt,
    workDir,
    log: (message) => parts.print(message),
    progress: (progress) => parts.send({ type: 'progress', progress }),
    putFile: (localPath, mediaType) => putFileAsArtifact(store, localPath, mediaType),
    putBytes: (bytes, mediaType) => putBytesAsArtifact(store, bytes, mediaType),
    putJson: (value) => putBytesAsArtifact(store, encodeJson(value, 'putJson'), 'application/json'),
    localPath: (ref) => locateArtifact(store, ref),
    getBytes: (ref) => readArtifact(store, ref),
    // The digest says that these are the bytes that putJson<T> wrote.
    getJson: async <T>(ref: ArtifactRef) => decodeJson(await readArtifact(store, ref)) as T,
  };
}
