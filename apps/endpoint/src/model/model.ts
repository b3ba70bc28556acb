import { readBundle, type BundleManifest } from '@lf/deploy';
import type { InferenceSession } from 'onnxruntime-node';
import { EndpointError, ModelRefusedError } from '../errors.ts';
import { intentContract, MODEL_PATH, type IntentContract } from './contract.ts';
import type { RequestLimits } from '../limits.ts';
import { encodeInstances, type SessionBatch } from './instances.ts';

/** What a model says to one request, in TensorFlow Serving's JSON. */
export interface Answer {
  /** One an instance, in their order. */
  readonly predictions: readonly unknown[];
}

/** A model that is loaded and has answered once. */
export interface Model {
  readonly manifest: BundleManifest;
  readonly actions: number;
  /**
   * @param body parsed JSON, `{"instances": [...]}`
   * @throws RequestError 400 or 413 that says where the request is wrong
   */
  answer(body: unknown, limits: RequestLimits): Promise<Answer>;
  /** @returns purchase probabilities, [batch] */
  predict(batch: SessionBatch): Promise<Float32Array>;
  close(): Promise<void>;
}

/** One prediction takes some .02 ms: more threads cost more than they bring, requests run side by side anyway. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
};

async function openSession(bytes: Uint8Array): Promise<InferenceSession> {
  const { InferenceSession: sessions } = await import('onnxruntime-node');
  try {
    return await sessions.create(bytes, SESSION_OPTIONS);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelRefusedError(`ONNX Runtime does not take ${MODEL_PATH} (${reason})`, {
      cause: error,
    });
  }
}

function requireNames(session: InferenceSession, { input, output }: IntentContract): void {
  const { inputNames, outputNames } = session;
  if (inputNames.length !== 1 || inputNames[0] !== input || !outputNames.includes(output)) {
    throw new ModelRefusedError(
      `the manifest names input ${input} and output ${output}, but ${MODEL_PATH} has ` +
        `inputs ${inputNames.join(', ')} and outputs ${outputNames.join(', ')}`,
    );
  }
}

async function predictor(session: InferenceSession, { input, output, actions }: IntentContract) {
  const { Tensor } = await import('onnxruntime-node');
  return async ({ values, batch, time }: SessionBatch): Promise<Float32Array> => {
    const x = new Tensor('float32', values, [batch, time, actions]);
    const outputs = await session.run({ [input]: x }, [output]);
    const data = outputs[output]?.data;
    if (!(data instanceof Float32Array) || data.length !== batch) {
      throw new EndpointError(
        'model_output_invalid',
        `Expected ${batch} float32 values in ${output}, got ${data?.length ?? 'none'}.`,
      );
    }
    if (!data.every((value) => Number.isFinite(value))) {
      throw new EndpointError(
        'model_output_invalid',
        `${output} holds values that are no numbers.`,
      );
    }
    return data;
  };
}

/**
 * Reads a bundle, checks it, opens its model and lets it answer once.
 *
 * @param path a `model.tar.gz` or an unpacked bundle
 * @throws ModelRefusedError, or the DeployError that says what is wrong with the bundle
 */
export async function loadModel(path: string): Promise<Model> {
  const { manifest, files } = await readBundle(path, { only: [MODEL_PATH] });
  const contract = intentContract(manifest);
  const bytes = files.get(MODEL_PATH);
  if (!bytes) throw new ModelRefusedError(`the bundle has no ${MODEL_PATH}`);
  const session = await openSession(bytes);
  requireNames(session, contract);
  const predict = await predictor(session, contract);
  const { actions } = contract;
  const trial = new Float32Array(2 * actions).fill(1, 0, 1).fill(1, actions + 1, actions + 2);
  try {
    await predict({ values: trial, batch: 1, time: 2 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelRefusedError(`its first prediction failed (${reason})`, { cause: error });
  }
  return {
    manifest,
    actions,
    answer: async (body, limits) => {
      const probabilities = await predict(encodeInstances(body, { actions, limits }));
      return { predictions: Array.from(probabilities, (probability) => [probability]) };
    },
    predict,
    close: () => session.release(),
  };
}
