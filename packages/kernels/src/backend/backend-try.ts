import type { BackendName } from './backend-names.ts';

/** One attempt to start a backend. */
export interface BackendTry {
  readonly name: BackendName;
  /** The package that was tried. */
  readonly packageName: string;
  readonly isAvailable: boolean;
  /** Why not, or what was found. */
  readonly detail: string;
}
