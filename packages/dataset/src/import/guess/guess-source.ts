import { PLACEHOLDER_SKUS } from '../../transform/placeholder-skus.ts';
import type { ActionRule, SourceMap } from '../map/import-map.ts';
import { guessTimes } from './guess-times.ts';
import { knownAction } from './known-actions.ts';
import type { Sample } from './sample-rows.ts';

/** Why a part of a map was proposed. */
export interface GuessReason {
  /** The key of the map. */
  readonly key: string;
  /** The column, or what is taken in place of one. */
  readonly choice: string;
  readonly reason: string;
}

/** A proposal, or what no column was found for. */
export type SourceGuess =
  | { readonly source: SourceMap; readonly reasons: readonly GuessReason[] }
  | { readonly missing: readonly string[] };

/** What names of columns say, the surest first. */
const NAMES = {
  session: [/^(ga_?)?session_?(id|key|hash)?$/, /session/, /^visit_?id$|^sid$/],
  visitor: [
    /^(user_pseudo|full_?visitor|visitor|client|anonymous|user|customer|cookie|device|domain_user|person|member)_?id$/,
    /visitor|user_?id|client_?id|customer_?id|cookie|anonymous/,
    /^(visitor|user|client|customer|uid)$/,
  ],
  item: [
    /^(item|product|sku|article|variant|goods)(_?(id|sku|code|number|no|key|hash))*$/,
    /(item|product|sku|article|goods)(_?(id|sku|code|number|hash))*$/,
    /^(aid|asin|gtin|ean)$/,
  ],
  url: [/^(page_?)?(url|location|path|href)$/, /url|page_?(location|path)|href/],
  time: [
    /^(event_?|server_?)?time_?(stamp)?(_?(ms|us|epoch_ms))?$/,
    /time|^ts$/,
    /date|created|when/,
  ],
} as const;

/** Columns that are about an item and do not say which it is. */
const NOT_AN_ID =
  /name|title|price|quantity|category|brand|count|revenue|currency|variant_?name|list|description|image/;

/** Rows that some value must be known in, for a column to hold actions. */
const KNOWN_SHARE = 0.2;
const MOST_ACTIONS = 500;

interface Column {
  readonly name: string;
  /** The last part of the way, in lower case, with _ between words. */
  readonly plain: string;
  readonly values: readonly string[];
  readonly filled: readonly string[];
  readonly filledShare: number;
}

/** Proposes how the rows of a file become events, from the names and values of its columns. */
export function guessSource(sample: Sample, fileName: string): SourceGuess {
  const columns = sample.columns.map((name, at): Column => {
    const values = sample.rows.map((row) => row[at] ?? '');
    const filled = values.filter((value) => value !== '');
    return {
      name,
      plain: plainName(name),
      values,
      filled,
      filledShare: filled.length / values.length,
    };
  });
  const reasons: GuessReason[] = [];
  const choose = (key: string, choice: string, reason: string): void => {
    reasons.push({ key, choice, reason });
  };

  const timed = columns
    .filter(({ filledShare }) => filledShare >= 0.5)
    .flatMap((column) => {
      const guess = guessTimes(column.filled);
      const rank = nameRank(column, NAMES.time);
      return guess === undefined ? [] : [{ column, guess, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  const [time] = timed;
  const taken = new Set(timed.map(({ column }) => column.name));
  const named = (
    names: readonly RegExp[],
    isRight: (column: Column) => boolean,
  ): Column | undefined =>
    columns
      .filter((column) => !taken.has(column.name) && column.filled.length > 0 && isRight(column))
      .map((column) => ({ column, rank: nameRank(column, names) }))
      .filter(({ rank }) => rank < names.length)
      .sort((a, b) => a.rank - b.rank || b.column.filledShare - a.column.filledShare)[0]?.column;

  const item = named(NAMES.item, ({ plain }) => !NOT_AN_ID.test(plain));
  const session = named(
    NAMES.session,
    ({ plain }) => !/number|count|start|engaged|duration/.test(plain),
  );
  if (session !== undefined) taken.add(session.name);
  const visitor = named(NAMES.visitor, ({ name }) => name !== item?.name);
  const url = named(NAMES.url, ({ plain }) => !/refer|image/.test(plain));
  const action = guessAction(columns, item);

  if (time === undefined || (session === undefined && visitor === undefined)) {
    return {
      missing: [
        ...(time === undefined ? ['when it was (time)'] : []),
        ...(session === undefined && visitor === undefined
          ? ['who it was (session or visitor)']
          : []),
      ],
    };
  }
  if (visitor !== undefined) choose('visitor', visitor.name, whyNamed(visitor));
  if (session !== undefined) choose('session', session.name, whyNamed(session));
  else choose('session', '(none)', 'no column of sessions: pauses of a visitor cut them');
  choose('time', time.column.name, time.guess.reason);
  const rules = action ?? constantAction(fileName);
  choose(
    'action',
    'column' in rules ? rules.column.name : `always ${rules.constant}`,
    rules.reason,
  );
  if ('column' in rules) {
    for (const [value, meaning] of Object.entries(rules.actions)) {
      choose('actions', `${value} -> ${meaning}`, 'a known name of this action');
    }
  }
  if (item !== undefined) choose('item', item.name, whyNamed(item));
  else choose('item', '(none)', 'no column of items: fit for intent, not for recommendations');
  if (url !== undefined) choose('url', url.name, whyNamed(url));

  const used = [visitor, session, item, url].filter((column) => column !== undefined);
  const values = new Set(used.flatMap(({ filled }) => filled));
  const empty = [...values].filter((text) => PLACEHOLDER_SKUS.includes(text.toLowerCase())).sort();
  if (empty.length > 0) choose('empty', empty.join(', '), 'written where there is no value');

  return {
    reasons,
    source: {
      ...(visitor === undefined ? {} : { visitor: visitor.name }),
      ...(session === undefined ? {} : { session: session.name }),
      time: time.column.name,
      times: time.guess.times,
      ...('column' in rules
        ? { action: rules.column.name, actions: rules.actions }
        : { action: { constant: rules.constant } }),
      ...(item === undefined ? {} : { item: item.name }),
      ...(url === undefined ? {} : { url: url.name }),
      ...(empty.length === 0 ? {} : { empty }),
    },
  };
}

/** The column most of whose values are known names of actions. */
function guessAction(
  columns: readonly Column[],
  item: Column | undefined,
):
  | {
      readonly column: Column;
      readonly actions: Record<string, ActionRule>;
      readonly reason: string;
    }
  | undefined {
  let best: { column: Column; actions: Record<string, ActionRule>; known: number } | undefined;
  for (const column of columns) {
    const distinct = [...new Set(column.filled)];
    if (distinct.length > MOST_ACTIONS) continue;
    const actions: Record<string, ActionRule> = {};
    for (const value of distinct.sort()) {
      const meaning = knownAction(value, hasItem(column, value, item));
      if (meaning !== undefined) actions[value] = meaning;
    }
    const known = column.values.filter((value) => Object.hasOwn(actions, value)).length;
    if (known > (best?.known ?? KNOWN_SHARE * column.values.length))
      best = { column, actions, known };
  }
  if (best === undefined) return undefined;
  const share = Math.round((100 * best.known) / best.column.values.length);
  return { ...best, reason: `${share}% of its values are known names of actions` };
}

function hasItem(column: Column, value: string, item: Column | undefined): boolean {
  if (item === undefined) return false;
  const rows = column.values.flatMap((each, at) => (each === value ? [item.values[at] ?? ''] : []));
  return rows.filter((each) => each !== '').length * 2 > rows.length;
}

function constantAction(fileName: string): {
  readonly constant: 'purchase' | 'detail';
  readonly reason: string;
} {
  return /buy|purchase|order|transaction|sale/i.test(fileName)
    ? { constant: 'purchase', reason: 'no column of actions, and the name of the file says so' }
    : {
        constant: 'detail',
        reason: 'no column of actions: each row is taken for the view of a product',
      };
}

/** visitorId -> visitor_id */
function plainName(name: string): string {
  return (name.split('.').at(-1) ?? name)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
}

function nameRank({ plain }: Column, names: readonly RegExp[]): number {
  const rank = names.findIndex((pattern) => pattern.test(plain));
  return rank < 0 ? names.length : rank;
}

function whyNamed({ filled, filledShare }: Column): string {
  const distinct = new Set(filled).size;
  return `by its name; ${Math.round(100 * filledShare)}% filled, ${distinct} distinct`;
}
