import {
  CONTEXT_FACTS,
  FACT_INDEX,
  unknownContext,
  type SessionContext,
} from './session-context.ts';

/** The facts of one session by their names, as JSON has them; facts that are not known are left out. */
export type ToldContext = Readonly<Record<string, number>>;

/** The known facts of the first row. */
export function tellContext({ facts }: SessionContext): ToldContext {
  return Object.fromEntries(
    CONTEXT_FACTS.flatMap(({ name }, index) => {
      const fact = facts[index] ?? NaN;
      return Number.isNaN(fact) ? [] : [[name, fact]];
    }),
  );
}

/**
 * Reads what `tellContext` told.
 *
 * @param value parsed JSON
 * @returns the context of one row, or what is wrong with the value, in words
 */
export function readContext(value: unknown): SessionContext | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'expected an object of numbers by name';
  }
  const context = unknownContext(1);
  for (const [name, fact] of Object.entries(value) as [string, unknown][]) {
    const index = Object.hasOwn(FACT_INDEX, name)
      ? FACT_INDEX[name as keyof typeof FACT_INDEX]
      : undefined;
    if (index === undefined) {
      return `expected names of ${CONTEXT_FACTS.map((each) => each.name).join(', ')}, got ${JSON.stringify(name.slice(0, SHOWN_CHARACTERS))}`;
    }
    if (typeof fact !== 'number' || !Number.isFinite(fact)) {
      return `${name}: expected a number`;
    }
    context.facts[index] = fact;
  }
  return context;
}

/** Of an unknown name, what a message repeats. */
const SHOWN_CHARACTERS = 40;
