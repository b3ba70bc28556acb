import { BUILT_IN } from '../builtin/index.ts';
import type { BuiltIn } from '../builtin/index.ts';
import { InvalidSuiteError } from '../errors.ts';
import { writableKwargs } from '../exact/plain.ts';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import type { ExpectationConfig, Suite } from '../suite/suite.ts';
import { methodsOf } from './methods.ts';
import type { AnyTyped, Methods } from './given-kwargs.ts';

/** What `suite` takes besides the name. */
export interface SuiteOptions<Own extends AnyTyped> {
  /** Your own expectations: they become methods, and `validate` knows them without being told. */
  readonly expectations?: readonly Own[];
  /** Values for the suite's parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What a reader should know of the suite, in Markdown. */
  readonly notes?: string | readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** A suite under construction, by the methods of its expectations; at any time a suite that runs. */
export class SuiteBuilder<E extends AnyTyped = BuiltIn> implements Suite {
  readonly name: string;
  readonly suite_parameters?: Readonly<Record<string, unknown>>;
  readonly notes?: string | readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly id?: string;
  /** Expectations about the table as a whole. */
  readonly table: Methods<E, 'table'>;
  /** The expectations that are not built in. */
  readonly own: readonly AnyTyped[];
  readonly #known: readonly E[];
  readonly #expectations: ExpectationConfig[] = [];

  /** `known`: the expectations that are methods; `own`: those of them that are not built in. */
  constructor(
    name: string,
    known: readonly E[],
    { expectations: own = [], parameters, notes, meta, id }: SuiteOptions<E>,
  ) {
    this.name = name;
    if (parameters !== undefined) this.suite_parameters = parameters;
    if (notes !== undefined) this.notes = notes;
    if (meta !== undefined) this.meta = meta;
    if (id !== undefined) this.id = id;
    this.own = own;
    this.#known = known;
    this.table = methodsOf(known, 'table', {}, this.#add);
  }

  /** What has been added so far, as GX 1.x writes it. */
  get expectations(): readonly ExpectationConfig[] {
    return [...this.#expectations];
  }

  /** Expectations about a column. */
  column(name: string): Methods<E, 'column'> {
    return methodsOf(this.#known, 'column', { column: name }, this.#add);
  }

  /** Expectations about two columns, row by row. */
  pair(a: string, b: string): Methods<E, 'pair'> {
    return methodsOf(this.#known, 'pair', { column_A: a, column_B: b }, this.#add);
  }

  /** Expectations about several columns, row by row. */
  columns(...names: readonly string[]): Methods<E, 'columns'> {
    return methodsOf(this.#known, 'columns', { column_list: names }, this.#add);
  }

  /** The suite in the form of GX 1.x. Throws InvalidSuiteError where a value is nested too deep. */
  toJSON(): Suite {
    const { name, expectations, suite_parameters: parameters, notes, meta, id } = this;
    if (isNestedDeeper(expectations)) {
      throw new InvalidSuiteError(name, [{ at: -1, type: '', message: `it is ${TOO_DEEP}.` }]);
    }
    return {
      name,
      expectations: expectations.map((each) => ({ ...each, kwargs: writableKwargs(each.kwargs) })),
      ...(parameters !== undefined && { suite_parameters: parameters }),
      ...(notes !== undefined && { notes }),
      ...(meta !== undefined && { meta }),
      ...(id !== undefined && { id }),
    };
  }

  readonly #add = (config: ExpectationConfig): void => {
    this.#expectations.push(config);
  };
}

/**
 * Begins a suite, to be filled by methods named after the expectations.
 *
 * @example
 * const orders = suite('orders');
 * orders.column('price').valuesToBeBetween({ minValue: 0, mostly: 0.99, severity: 'warning' });
 * orders.table.rowCountToBeBetween({ minValue: 1 });
 * await validate({ source: { parquet: 'orders.parquet' }, suite: orders });
 */
export function suite<Own extends AnyTyped = never>(
  name: string,
  options: SuiteOptions<Own> = {},
): SuiteBuilder<BuiltIn | Own> {
  const own = options.expectations ?? [];
  const types = new Set(own.map(({ type }) => type));
  const known: readonly (BuiltIn | Own)[] = [
    ...BUILT_IN.filter(({ type }) => !types.has(type)),
    ...own,
  ];
  return new SuiteBuilder(name, known, options);
}
