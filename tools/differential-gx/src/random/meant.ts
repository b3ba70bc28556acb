import type { DrawnColumn } from './columns.ts';
import type { Checked } from './checked.ts';

/** A checked case before anyone asked whether its difference is meant. */
type Found = Omit<Checked, 'known'>;

/** A place where we mean to differ from great_expectations. */
interface Meant {
  readonly why: string;
  readonly applies: (found: Found) => boolean;
}

const raises = (message: RegExp) => (found: Found) =>
  found.theirs.raised && !found.ours.raised && message.test(found.theirs.message);

function columnOf({ each, table }: Found): DrawnColumn | undefined {
  return table.columns.find(({ name }) => name === each.kwargs['column']);
}

const isText = (value: unknown) => typeof value === 'string';

const MEANT: readonly Meant[] = [
  {
    why: 'an empty value_set is a set: no value is in it',
    applies: raises(/value_set must be a non-empty set-like object/),
  },
  {
    why: 'a text that is no JSON does not match the schema: that row fails, not the expectation',
    applies: (found) =>
      found.each.type === 'expect_column_values_to_match_json_schema' &&
      raises(/\(char \d+\)$/)(found),
  },
  {
    why: 'texts have an order, as in GX 0.13: newer GX reads no text as a bound',
    applies: (found) =>
      columnOf(found)?.kind === 'text' &&
      [found.each.kwargs['min_value'], found.each.kwargs['max_value']].some(isText) &&
      raises(/value is not a valid float|values cannot be empty strings/)(found),
  },
  {
    why: "pandas' NA is neither true nor false: GX fails, to us it is a missing value",
    applies: raises(/boolean value of NA is ambiguous/),
  },
  {
    why: 'GX cannot write its own result',
    applies: raises(/Invalid result values were found|is not JSON serializable/),
  },
];

/** Why the difference is meant, or null where it is not (or there is none). */
export function whyMeant(found: Found): string | null {
  if (found.difference === null) return null;
  return MEANT.find(({ applies }) => applies(found))?.why ?? null;
}
