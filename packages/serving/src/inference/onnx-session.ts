import { BUNDLE_PATHS } from '@lf/contract';
import { ExportError, findOutsideFiles } from '@lf/export';
import type { InferenceSession } from 'onnxruntime-node';
import { ModelOutputError, ModelRefusedError } from '../errors.ts';
import { loadOnnxRuntime } from './onnx-runtime.ts';
import { runtimeReason } from './runtime-reason.ts';

const MODEL_PATH = BUNDLE_PATHS.onnx;

/** One prediction takes some .02 ms: more threads cost more than they bring, requests run side by side anyway. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
};

/** What a manifest says of a model's borders. */
export interface TensorNames {
  readonly input: string;
  readonly outputs: readonly string[];
}

let open = 0;

/** How many sessions are open: each holds memory that no garbage collection frees. */
export const openSessions = (): number => open;

/** Frees a session. */
export async function releaseSession(session: InferenceSession): Promise<void> {
  open -= 1;
  await session.release();
}

/** The runtime would read files of this machine, and one that a model names may hold a secret. */
function requireWhole(bytes: Uint8Array): void {
  let outside: readonly string[];
  try {
    outside = findOutsideFiles(bytes);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new ModelRefusedError(error.message.replace(/\.$/, ''), { cause: error });
  }
  if (outside.length === 0) return;
  throw new ModelRefusedError(
    `${MODEL_PATH} names files outside it (${outside.slice(0, 3).join(', ')}); expected a model that holds all its data`,
  );
}

async function create(bytes: Uint8Array): Promise<InferenceSession> {
  requireWhole(bytes);
  const { InferenceSession: sessions } = await loadOnnxRuntime();
  try {
    const session = await sessions.create(bytes, SESSION_OPTIONS);
    open += 1;
    return session;
  } catch (error) {
    throw new ModelRefusedError(
      `ONNX Runtime does not take ${MODEL_PATH} (${runtimeReason(error)})`,
      { cause: error },
    );
  }
}

/**
 * Opens a model in ONNX Runtime and checks that it has the tensors which its manifest names.
 *
 * @throws ModelRefusedError
 */
export async function openOnnxSession(
  bytes: Uint8Array,
  { input, outputs }: TensorNames,
): Promise<InferenceSession> {
  const session = await create(bytes);
  const { inputNames, outputNames } = session;
  const isThere = outputs.every((output) => outputNames.includes(output));
  if (inputNames.length !== 1 || inputNames[0] !== input || !isThere) {
    await releaseSession(session);
    throw new ModelRefusedError(
      `the manifest names input ${input} and output ${outputs.join(', ')}, but ${MODEL_PATH} has ` +
        `inputs ${inputNames.join(', ')} and outputs ${outputNames.join(', ')}`,
    );
  }
  return session;
}

/**
 * The float32 values of an output.
 *
 * @throws ModelOutputError if they are others, more, fewer or no numbers
 */
export function floatsOf(
  outputs: InferenceSession.ReturnType,
  name: string,
  length: number,
): Float32Array {
  const data: unknown = outputs[name]?.data;
  if (!(data instanceof Float32Array) || data.length !== length) {
    throw invalidOutput(`Expected ${length} float32 values in ${name}.`);
  }
  if (!data.every((value) => Number.isFinite(value))) {
    throw invalidOutput(`${name} holds values that are no numbers.`);
  }
  return data;
}

/** The int32 values of an output; throws as {@link floatsOf}. */
export function integersOf(
  outputs: InferenceSession.ReturnType,
  name: string,
  length: number,
): Int32Array {
  const data: unknown = outputs[name]?.data;
  if (data instanceof Int32Array && data.length === length) return data;
  throw invalidOutput(`Expected ${length} int32 values in ${name}.`);
}

function invalidOutput(message: string): ModelOutputError {
  return new ModelOutputError(message);
}

/**
 * Lets a model answer a trial, so that one which cannot is closed and refused at load.
 *
 * @throws ModelRefusedError
 */
export async function requireAnswer(
  trial: () => Promise<unknown>,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await trial();
  } catch (error) {
    await close();
    throw new ModelRefusedError(`its first prediction failed (${runtimeReason(error)})`, {
      cause: error,
    });
  }
}
