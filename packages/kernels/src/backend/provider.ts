import type { BackendName } from './backend-names.ts';

/** Imports an optional package by name; handed in, so that tests need none of them. */
export type ImportPackage = (name: string) => Promise<unknown>;

/** One way to get a backend. */
export interface Provider {
  readonly backend: BackendName;
  /** Package whose version is reported. */
  readonly packageName: string;
  /** What a user types to get it. */
  readonly install: string;
  /** What speaks for this choice, in a line. */
  readonly reason: string;
  /**
   * Registers the backend with TensorFlow.js.
   *
   * @param isForced the user named this backend: what would be skipped for slowness is taken
   * @throws if the package is not there or cannot run on this machine, with the reason
   */
  register(importPackage: ImportPackage, isForced: boolean): Promise<void>;
}
