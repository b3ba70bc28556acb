/** What a group of facts is read from; a client may leave out any group. */
export const CONTEXT_SOURCES = ['times', 'clock', 'products'] as const;

export type ContextSource = (typeof CONTEXT_SOURCES)[number];

/** One thing that is known of a session at its cut beside its actions. */
export interface ContextFact {
  readonly name: string;
  readonly source: ContextSource;
  readonly unit: 'seconds' | 'hour' | 'day' | 'products' | 'events';
}

/**
 * What may be known beside the actions, each of the events up to the cut alone. "The add" is the session's first. An hour
 * is 0 to 23, a day 0 (Monday) to 6, both of the last event and in UTC.
 */
export const CONTEXT_FACTS = [
  { name: 'secondsSinceStart', source: 'times', unit: 'seconds' },
  { name: 'secondsSinceAdd', source: 'times', unit: 'seconds' },
  { name: 'lastGap', source: 'times', unit: 'seconds' },
  { name: 'gapAtAdd', source: 'times', unit: 'seconds' },
  { name: 'gapAfterAdd1', source: 'times', unit: 'seconds' },
  { name: 'gapAfterAdd2', source: 'times', unit: 'seconds' },
  { name: 'gapAfterAdd3', source: 'times', unit: 'seconds' },
  { name: 'longestGapSinceAdd', source: 'times', unit: 'seconds' },
  { name: 'hour', source: 'clock', unit: 'hour' },
  { name: 'weekday', source: 'clock', unit: 'day' },
  { name: 'products', source: 'products', unit: 'products' },
  { name: 'productsAtAdd', source: 'products', unit: 'products' },
  { name: 'cartViews', source: 'products', unit: 'events' },
  { name: 'cartViewsAtAdd', source: 'products', unit: 'events' },
] as const satisfies readonly ContextFact[];

export type ContextFactName = (typeof CONTEXT_FACTS)[number]['name'];

/** The facts of some rows. */
export interface SessionContext {
  /** [row, fact] in the order of CONTEXT_FACTS; NaN where a fact is not known */
  readonly facts: Float64Array;
}

const WIDTH = CONTEXT_FACTS.length;

/** The place of each fact in a row. */
export const FACT_INDEX = Object.fromEntries(
  CONTEXT_FACTS.map(({ name }, index) => [name, index]),
) as Readonly<Record<ContextFactName, number>>;

/** The context of rows of which nothing but the actions is known. */
export function unknownContext(rows: number): SessionContext {
  return { facts: new Float64Array(rows * WIDTH).fill(NaN) };
}

/** The context of some rows, in their order. @param rows [row] indexes */
export function selectContext({ facts }: SessionContext, rows: ArrayLike<number>): SessionContext {
  const selected = new Float64Array(rows.length * WIDTH);
  for (let index = 0; index < rows.length; index++) {
    const from = (rows[index] ?? 0) * WIDTH;
    selected.set(facts.subarray(from, from + WIDTH), index * WIDTH);
  }
  return { facts: selected };
}

/** The same rows with the facts of some sources taken away. */
export function withoutSources(
  { facts }: SessionContext,
  sources: readonly ContextSource[],
): SessionContext {
  const isGone = CONTEXT_FACTS.map(({ source }) => sources.includes(source));
  return {
    facts: facts.map((fact, index) => (isGone[index % WIDTH] === true ? NaN : fact)),
  };
}

/** The sources of which at least one row knows a fact. */
export function knownSources({ facts }: SessionContext): readonly ContextSource[] {
  const known = new Set<ContextSource>();
  facts.forEach((fact, index) => {
    const source = CONTEXT_FACTS[index % WIDTH]?.source;
    if (source !== undefined && !Number.isNaN(fact)) known.add(source);
  });
  return CONTEXT_SOURCES.filter((source) => known.has(source));
}
