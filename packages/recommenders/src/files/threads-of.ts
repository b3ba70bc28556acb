import { availableParallelism } from 'node:os';

/** The threads that a config asks for, 0 for all: a model that was trained on a larger machine takes no more than are here. */
export function threadsOf(asked: number): { readonly threads?: number } {
  return asked === 0 ? {} : { threads: Math.min(asked, availableParallelism()) };
}
