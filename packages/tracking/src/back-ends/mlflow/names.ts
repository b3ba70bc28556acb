/** Longest key of a metric, parameter or tag. */
const MAX_KEY = 250;
/** What every version takes; newer ones take a colon too, but not on Windows. */
const FORBIDDEN = /[^\w.\- /]/g;

/**
 * Names as MLflow takes them: `hit@20` becomes `hit_20`. Two names that would become one get a number, so that their
 * values do not mix.
 */
export class MlflowNames {
  /** Name of MLflow -> ours. */
  readonly #taken: Map<string, string>;

  constructor(taken: Readonly<Record<string, string>>) {
    this.#taken = new Map(Object.entries(taken));
  }

  /** @param kind names of different kinds do not meet */
  of(kind: string, name: string): string {
    const clean = cleanName(name);
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? clean : `${clean.slice(0, MAX_KEY - 8)}_${number}`;
      const owner = this.#taken.get(`${kind}:${candidate}`);
      if (owner === undefined) this.#taken.set(`${kind}:${candidate}`, name);
      if (owner === undefined || owner === name) return candidate;
    }
  }

  /** What to remember. */
  taken(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#taken);
  }
}

/** A key is a path to MLflow: it may not be empty, start at the root or lead upwards. */
function cleanName(name: string): string {
  const parts = name
    .replace(FORBIDDEN, '_')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (/^\.+$/.test(part) ? '_' : part));
  const clean = parts.join('/').slice(0, MAX_KEY).trim().replace(/\/$/, '');
  return clean === '' ? '_' : clean;
}
