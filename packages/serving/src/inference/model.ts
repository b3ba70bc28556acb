import type { BundleManifest, SessionContext } from '@lf/contract';
import type { Showcase } from '../showcase/showcase.ts';
import type { InstanceLimits } from './limits.ts';
import type { IntentModel } from './intent/intent-model.ts';
import type { RecModel } from './rec/rec-model.ts';

/** What is said of the instances of one request. */
export interface Answer {
  /** As TensorFlow Serving writes them, one an instance. */
  readonly predictions: readonly unknown[];
}

/** What the server needs of a model of any kind: it is loaded and has answered once. */
export interface ServedModel {
  readonly manifest: BundleManifest;
  /** What its bundle has for people who try it. */
  readonly showcase: Showcase;
  /** The body of a request that it answers. */
  readonly example: { readonly instances: readonly unknown[] };
  /**
   * Answers the body of `POST /invocations`.
   *
   * @param body parsed JSON, `{"instances": [...]}`
   * @throws InstancesError 400 or 413 that says where the request is wrong
   */
  answer(body: unknown, limits: InstanceLimits): Promise<Answer>;
  /**
   * Answers one session of the public API.
   *
   * @param codes what the model reads, as @lf/contract encodes it
   * @param context what is known beside; a model that does not read it answers without
   */
  answerOne(codes: readonly number[], context?: SessionContext): Promise<Answer>;
  close(): Promise<void>;
}

/** A model by its kind. */
export type Model = IntentModel | RecModel;

export type ModelKind = Model['kind'];
