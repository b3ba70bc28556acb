import { bundleVersion } from '@lf/contract';
import type { Model } from '@lf/serving/models';

/** A loaded model and who uses it now: it is closed after its last request, never under one. */
export class LoadedModel {
  readonly model: Model;
  /** The bundle's path. */
  readonly url: string;
  readonly version: string;
  #uses = 0;
  #idle: () => void = () => undefined;

  constructor(url: string, model: Model) {
    this.url = url;
    this.model = model;
    this.version = bundleVersion(model.manifest);
  }

  async use<Result>(act: (model: Model) => Promise<Result>): Promise<Result> {
    this.#uses += 1;
    try {
      return await act(this.model);
    } finally {
      this.#uses -= 1;
      if (this.#uses === 0) this.#idle();
    }
  }

  /** Waits for the requests in flight, then frees the model: call it once, when nobody new can get in. */
  async retire(): Promise<void> {
    if (this.#uses > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.model.close();
  }
}
