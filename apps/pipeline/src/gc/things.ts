/** What a collection looks at, in the order in which it is told. */
export const KINDS = [
  'run',
  'table',
  'artifact',
  'model',
  'code package',
  'probe',
  'asynchronous request',
  'cached copy',
  'served copy',
  'scratch',
  'job definition',
  'endpoint config',
  'SageMaker model',
] as const;

export type Kind = (typeof KINDS)[number];

/** A thing, and what a collection does about it. */
export interface Finding {
  readonly kind: Kind;
  /** A key of the datastore, a path of this machine, or a name in AWS. */
  readonly name: string;
  readonly bytes: number;
  readonly is: 'unneeded' | 'kept';
  /** Why it stays or goes, as words that can follow a colon. */
  readonly why: string;
}

/** A thing that is to go, and how it does. */
export interface Removal extends Finding {
  readonly is: 'unneeded';
  /** @returns why it stayed after all; null: it is gone */
  readonly remove: () => Promise<string | null>;
}

export type Planned = (Finding & { readonly is: 'kept' }) | Removal;

export const kept = (kind: Kind, name: string, bytes: number, why: string): Planned => ({
  ...{ kind, name, bytes, why },
  is: 'kept',
});
