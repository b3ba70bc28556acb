import { parsePythonJson } from './python-json.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One case: an expectation, its data, and what the result must say. */
export interface Case {
  readonly expectation: string;
  readonly title: string;
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  /** pandas dtypes by column. */
  readonly schema: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly kwargs: Json;
  readonly out: Json;
  readonly raises: boolean;
  readonly isExact: boolean;
  readonly tolerance: number | null;
  readonly onlyFor: readonly string[] | null;
  readonly suppressedFor: readonly string[];
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  return isList(value) ? value.filter((each) => typeof each === 'string') : [];
}

function columnsOf(data: unknown): Case['columns'] {
  const entries = Object.entries(isObject(data) ? data : {});
  return Object.fromEntries(entries.map(([name, values]) => [name, isList(values) ? values : []]));
}

/** The main table, and the others by name where a dataset holds several. */
function tablesOf(data: unknown): readonly [Case['columns'], Case['tables']] {
  if (!isList(data)) return [columnsOf(data), {}];
  const [main, ...others] = data.filter(isObject);
  const named = others.map(
    (each) => [String(each['dataset_name']), columnsOf(each['data'])] as const,
  );
  return [columnsOf(main?.['data']), Object.fromEntries(named)];
}

function schemaOf(dataset: Json): Case['schema'] {
  const schemas = dataset['schemas'];
  const pandas = isObject(schemas) ? schemas['pandas'] : undefined;
  const entries = Object.entries(isObject(pandas) ? pandas : {});
  return Object.fromEntries(entries.map(([name, type]) => [name, String(type)]));
}

/** Every case of one file. */
export function readCases(fileText: string): readonly Case[] {
  const file = parsePythonJson(fileText);
  if (!isObject(file)) return [];
  const expectation = String(file['expectation_type']);
  const datasets = isList(file['datasets']) ? file['datasets'].filter(isObject) : [];
  return datasets.flatMap((dataset) => {
    const [columns, tables] = tablesOf(dataset['data']);
    const tests = isList(dataset['tests']) ? dataset['tests'].filter(isObject) : [];
    return tests.map((test): Case => {
      const out = isObject(test['out']) ? test['out'] : {};
      const only = test['only_for'] ?? dataset['only_for'];
      return {
        expectation,
        title: String(test['title']),
        columns,
        tables,
        schema: schemaOf(dataset),
        kwargs: isObject(test['in']) ? test['in'] : {},
        out,
        raises: 'traceback_substring' in out,
        isExact: test['exact_match_out'] === true,
        tolerance: typeof test['tolerance'] === 'number' ? test['tolerance'] : null,
        onlyFor: isList(only) ? texts(only) : null,
        suppressedFor: [
          ...texts(dataset['suppress_test_for']),
          ...texts(test['suppress_test_for']),
        ],
      };
    });
  });
}
