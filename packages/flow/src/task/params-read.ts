import { digestOfJson } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import type { TaskResult } from './task.ts';

type Reads = Pick<TaskResult, 'paramsRead' | 'allParamsRead'>;

/** Watches which parameters are read: `reads()` gives them with their digests. */
export function watchParams(params: JsonRecord): { params: JsonRecord; reads: () => Reads } {
  const names = new Set<string>();
  let all = false;
  const note = (name: string | symbol): void => {
    if (typeof name === 'string') names.add(name);
  };
  const watched = new Proxy(params, {
    get: (target, name) => {
      note(name);
      return Reflect.get(target, name) as unknown;
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
    ownKeys: (target) => {
      all = true;
      Object.keys(target).forEach(note);
      return Reflect.ownKeys(target);
    },
  });
  return {
    params: watched,
    reads: () => ({ paramsRead: digestsOf(params, names), allParamsRead: all }),
  };
}

/** Whether a task that read these would read the same now. */
export function readsSame({ paramsRead, allParamsRead }: Reads, params: JsonRecord): boolean {
  const now = digestsOf(params, Object.keys(paramsRead));
  return (
    Object.entries(paramsRead).every(([name, digest]) => now[name] === digest) &&
    (!allParamsRead || Object.keys(params).every((name) => name in paramsRead))
  );
}

function digestsOf(params: JsonRecord, names: Iterable<string>): Record<string, string | null> {
  const digests: Record<string, string | null> = {};
  for (const name of names) {
    digests[name] = Object.hasOwn(params, name)
      ? digestOfJson(params[name], `params.${name}`)
      : null;
  }
  return digests;
}
