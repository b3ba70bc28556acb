import { isRequestFault, RequestError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Model } from '@lf/serving/models';
import { requireSameContract } from './same-contract.ts';
import { shortMessage } from '../short-message.ts';
import type { ModelSlot, Variant } from './model-slot.ts';
import { LoadedModel } from './loaded-model.ts';
import { placeOf } from './share.ts';

/** The model behind /invocations and /predict. */
export const DEFAULT_MODEL = 'default';

/** Becomes part of a path and a label; SageMaker's own names are hexadecimal. */
export const MODEL_NAME = /^[\w.-]{1,128}$/;

export interface Question<Result> {
  /** The same key is always answered by the same variant. */
  readonly key: string;
  /** Asks this variant whatever its share; a challenger that is not there leaves it to the champion. */
  readonly variant: Variant | null;
  readonly ask: (model: Model) => Promise<Result>;
  /** How many instances a result answers, for the metrics. */
  readonly instances: (result: Result) => number;
}

export interface Answered<Result> {
  readonly result: Result;
  /** Who said it; null where there is but one. */
  readonly variant: Variant | null;
  readonly version: string;
}

export interface ModelRegistryContext {
  readonly load: (path: string) => Promise<Model>;
  readonly log: Log;
  readonly metrics: Metrics;
}

const unknownModel = (name: string, known: readonly string[]) =>
  new RequestError(
    404,
    'model_unknown',
    `No model ${JSON.stringify(name.slice(0, 128))} is served here; known: ${known.length > 0 ? known.join(', ') : 'none'}.`,
  );

/**
 * The models that are served, each under a name, each with a challenger if need be.
 * A new version is loaded and has answered a trial before it takes its slot; the old one leaves after its last request.
 */
export class ModelRegistry {
  readonly #slots = new Map<string, ModelSlot>();
  readonly #context: ModelRegistryContext;
  /** Changes happen one after the other. */
  #changes: Promise<unknown> = Promise.resolve();
  /** Old versions that still answer their last requests. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(context: ModelRegistryContext) {
    this.#context = context;
  }

  names(): string[] {
    return [...this.#slots.keys()];
  }

  entries(): [string, ModelSlot][] {
    return [...this.#slots];
  }

  /** @throws RequestError 404 that lists the names */
  slot(name: string): ModelSlot {
    const slot = this.#slots.get(name);
    if (!slot) throw unknownModel(name, this.names());
    return slot;
  }

  /**
   * Asks the variant that the key falls to. A challenger's failure costs no answer: the champion steps in.
   *
   * @throws RequestError 404 for an unknown name, and what the model throws
   */
  async ask<Result>(name: string, question: Question<Result>): Promise<Answered<Result>> {
    const { champion, challenger } = this.slot(name);
    if (!challenger) {
      const result = await this.#put(name, 'champion', champion, question);
      return { result, variant: null, version: champion.version };
    }
    const { key, variant } = question;
    const drawn = placeOf(key) < challenger.share ? 'challenger' : 'champion';
    if ((variant ?? drawn) === 'challenger') {
      const { served } = challenger;
      try {
        const result = await this.#put(name, 'challenger', served, question);
        return { result, variant: 'challenger', version: served.version };
      } catch (error) {
        if (isRequestFault(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        this.#context.log('error', 'challenger_failed', {
          model: name,
          version: served.version,
          reason,
        });
      }
    }
    const result = await this.#put(name, 'champion', champion, question);
    return { result, variant: 'champion', version: champion.version };
  }

  /** @throws RequestError 400 (name), 409 (taken); ModelRefusedError; the ContractError that says what is wrong with the bundle */
  load(name: string, url: string): Promise<ModelSlot> {
    return this.#change(async () => {
      if (!MODEL_NAME.test(name)) {
        throw new RequestError(
          400,
          'model_name_invalid',
          'Model name: expected 1 to 128 letters, digits, "_", "." and "-".',
        );
      }
      if (this.#slots.has(name)) {
        throw new RequestError(409, 'model_exists', `The model ${name} is loaded already.`);
      }
      const champion = await this.#open(name, 'champion', url);
      return this.#take(name, { champion, challenger: null });
    });
  }

  /**
   * Puts another version in the champion's place: requests that came before are answered by the old one.
   *
   * @throws RequestError 404; ModelRefusedError, a ContractError: the old version serves on
   */
  swap(name: string, url: string): Promise<ModelSlot> {
    return this.#change(() => this.#swap(name, url));
  }

  /** Reads every bundle again from its path, as after a copy over it; what is refused is logged, and the old one serves on. */
  reload(): Promise<void> {
    return this.#change(async () => {
      for (const [name, { champion, challenger }] of this.#slots) {
        try {
          await this.#swap(name, champion.url);
          if (challenger) await this.#challenge(name, challenger.served.url, challenger.share);
        } catch {
          // #open has counted and logged the reason
        }
      }
    });
  }

  /**
   * Gives a share of the requests to another version, in place of the challenger that was there.
   *
   * @throws RequestError 404; ModelRefusedError, a ContractError
   */
  challenge(name: string, url: string, share: number): Promise<ModelSlot> {
    return this.#change(() => this.#challenge(name, url, share));
  }

  /** Sends the challenger away. @throws RequestError 404 */
  dismiss(name: string): Promise<ModelSlot> {
    return this.#change(async () => {
      const { champion } = this.slot(name);
      return this.#take(name, { champion, challenger: null });
    });
  }

  /** @throws RequestError 404 */
  unload(name: string): Promise<void> {
    return this.#change(async () => {
      const { champion, challenger } = this.slot(name);
      this.#slots.delete(name);
      this.#dismissed(name, 'champion', champion);
      if (challenger) this.#dismissed(name, 'challenger', challenger.served);
    });
  }

  /** Ends all models, each after its last request. */
  async close(): Promise<void> {
    for (const name of this.names()) await this.unload(name);
    await Promise.all(this.#leaving);
  }

  #change<Result>(act: () => Promise<Result>): Promise<Result> {
    const change = this.#changes.then(act);
    this.#changes = change.catch(() => undefined);
    return change;
  }

  async #put<Result>(
    name: string,
    variant: Variant,
    served: LoadedModel,
    { ask, instances }: Question<Result>,
  ): Promise<Result> {
    const observe = this.#context.metrics.prediction(name, variant, served.version);
    try {
      const result = await served.use(ask);
      observe.answered(instances(result));
      return result;
    } catch (error) {
      if (isRequestFault(error)) observe.refused();
      else observe.failed();
      throw error;
    }
  }

  async #swap(name: string, url: string): Promise<ModelSlot> {
    const before = this.slot(name);
    const champion = await this.#open(name, 'champion', url, before.champion.model);
    return this.#take(name, { champion, challenger: before.challenger });
  }

  async #challenge(name: string, url: string, share: number): Promise<ModelSlot> {
    const { champion } = this.slot(name);
    const served = await this.#open(name, 'challenger', url, champion.model);
    return this.#take(name, { champion, challenger: { served, share } });
  }

  /** Loads a version and tells how that went. */
  async #open(name: string, variant: Variant, url: string, predecessor?: Model) {
    const { load, log, metrics } = this.#context;
    const startedMs = performance.now();
    let model: Model | null = null;
    let served: LoadedModel;
    try {
      model = await load(url);
      if (predecessor) requireSameContract(name, predecessor, model);
      served = new LoadedModel(url, model);
    } catch (error) {
      await model?.close();
      metrics.modelLoad(name, 'refused');
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      log('error', 'model_refused', { model: name, variant, code, reason: shortMessage(error) });
      throw error;
    }
    const { kind, seed, dataDigest } = model.manifest;
    const loadMs = Math.round(performance.now() - startedMs);
    metrics.modelLoad(name, 'loaded');
    metrics.modelServed(name, variant, { kind, version: served.version });
    const { version } = served;
    log('info', 'model_loaded', { model: name, variant, kind, version, seed, dataDigest, loadMs });
    return served;
  }

  /** Fills the slot and lets go of the versions that it held. */
  #take(name: string, slot: ModelSlot): ModelSlot {
    const before = this.#slots.get(name);
    this.#slots.set(name, slot);
    if (!before) return slot;
    if (before.champion !== slot.champion) this.#dismissed(name, 'champion', before.champion);
    if (before.challenger && before.challenger.served !== slot.challenger?.served) {
      this.#dismissed(name, 'challenger', before.challenger.served);
    }
    return slot;
  }

  #dismissed(name: string, variant: Variant, served: LoadedModel): void {
    const { log, metrics } = this.#context;
    const { version } = served;
    const { champion, challenger } = this.#slots.get(name) ?? {};
    const successor = variant === 'champion' ? champion : challenger?.served;
    if (successor?.version !== version) {
      metrics.modelGone(name, variant, { kind: served.model.manifest.kind, version });
    }
    const leaving = served.retire().then(
      () => log('info', 'model_closed', { model: name, variant, version }),
      (error: unknown) =>
        log('error', 'model_close_failed', {
          model: name,
          variant,
          version,
          reason: String(error),
        }),
    );
    this.#leaving.add(leaving);
    void leaving.finally(() => this.#leaving.delete(leaving));
  }
}
