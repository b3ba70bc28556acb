import type { TypedExpectation } from '../declare/expectation.ts';
import type { Fields, HeldBy } from '../declare/fields.ts';
import type { KwargDocs, MethodDocs } from '../generated/hover-docs.ts';
import type { GivenResultFormat, Severity } from '../suite/suite.ts';
import type { CamelCase } from './names.ts';
import type { MethodName, Subject, SUBJECTS, SubjectOf } from './subject.ts';

/** A kwarg whose value comes from the suite's parameters when the suite runs. */
export interface ParameterReference {
  readonly $PARAMETER: string;
}

/**
 * A kwarg whose value comes from the suite's parameters when the suite runs.
 * `expression`: a name, or what is reckoned from names, such as `rows * 2` or `now() - timedelta(days=1)`.
 */
export function parameter(expression: string): ParameterReference {
  return { $PARAMETER: expression };
}

/** What every expectation takes besides its own kwargs, in camelCase. */
export interface SharedSettings {
  /** Only rows that fulfil this count: pandas' query syntax, `col("x") > 1`, or a condition object of GX 1.8. */
  readonly rowCondition?: string | Readonly<Record<string, unknown>> | ParameterReference | null;
  /** How `rowCondition` is read: `pandas` (as left out) or `spark`, in which a comparison with a missing value is unknown. */
  readonly conditionParser?: string | null;
  /** How much the result of this one expectation tells. */
  readonly resultFormat?: GivenResultFormat | null;
  /** critical when left out. */
  readonly severity?: Severity;
  /** What results and pages say of it, in place of our own words. */
  readonly description?: string;
  /** What a reader should know of it, in Markdown. */
  readonly notes?: string | readonly string[];
  /** Whatever you keep with it; results have it too. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Its name among others of the same type; pages keep its history by it. */
  readonly id?: string;
}

type FilledBy<S extends Subject> = (typeof SUBJECTS)[S]['fills'][number];

type RequiredNames<F extends Fields, Filled extends string> = {
  [Name in Exclude<keyof F & string, Filled>]: undefined extends HeldBy<F[Name]> ? never : Name;
}[Exclude<keyof F & string, Filled>];

type OptionalNames<F extends Fields, Filled extends string> = Exclude<
  keyof F & string,
  Filled | RequiredNames<F, Filled>
>;

/** A bigint is as good as a number, and a Date as the text of a moment. */
type Loose<T> = bigint extends T
  ? T | Date
  : number extends T
    ? T | bigint
    : T extends readonly (infer Each)[]
      ? readonly Loose<Each>[]
      : T;

/** Those of a generated interface's properties that have one of the names, with what editors show of them. */
type Documented<Docs, Names> = Pick<Docs, Extract<keyof Docs, Names>>;

type CamelNames<Names extends string> = Names extends unknown ? CamelCase<Names> : never;

/** What the kwarg that is called so in camelCase takes. */
type TakenBy<F extends Fields, Name> =
  | {
      [Own in keyof F & string]: CamelCase<Own> extends Name ? Loose<HeldBy<F[Own]>> : never;
    }[keyof F & string]
  | ParameterReference;

/** Kwargs that we have words for keep them, which only a mapped type of the interface itself does. */
type MustBeGiven<F extends Fields, Names extends string> = {
  readonly [Name in keyof Documented<KwargDocs, CamelNames<Names>>]: TakenBy<F, Name>;
} & {
  readonly [Name in Exclude<CamelNames<Names>, keyof KwargDocs>]: TakenBy<F, Name>;
};

type MayBeGiven<F extends Fields, Names extends string> = {
  readonly [Name in keyof Documented<KwargDocs, CamelNames<Names>>]?: TakenBy<F, Name>;
} & {
  readonly [Name in Exclude<CamelNames<Names>, keyof KwargDocs>]?: TakenBy<F, Name>;
};

/** Kwargs in camelCase without those that the subject fills in, and the shared settings. */
export type GivenKwargs<F extends Fields, S extends Subject> = MustBeGiven<
  F,
  RequiredNames<F, FilledBy<S>>
> &
  MayBeGiven<F, OptionalNames<F, FilledBy<S>>> &
  Omit<SharedSettings, CamelCase<keyof F & string>>;

type Arguments<F extends Fields, S extends Subject> = [RequiredNames<F, FilledBy<S>>] extends [
  never,
]
  ? [given?: GivenKwargs<F, S>]
  : [given: GivenKwargs<F, S>];

/** An expectation whose type and fields are known to TypeScript. */
export type AnyTyped = TypedExpectation<string, Fields>;

type NameWithin<E extends AnyTyped, S extends Subject> =
  E extends TypedExpectation<infer Type, infer F>
    ? S extends SubjectOf<Type, F>
      ? MethodName<Type, S>
      : never
    : never;

type FieldsOf<E extends AnyTyped, S extends Subject, Name extends string> =
  E extends TypedExpectation<string, infer F> ? (Name extends NameWithin<E, S> ? F : never) : never;

type Method<E extends AnyTyped, S extends Subject, Name> = (
  ...given: Arguments<FieldsOf<E, S, Name & string>, S>
) => Methods<E, S>;

/** The expectations about a subject as methods; each adds to the suite and returns the subject again. */
export type Methods<E extends AnyTyped, S extends Subject> = {
  readonly [Name in keyof Documented<MethodDocs[S], NameWithin<E, S>>]: Method<E, S, Name>;
} & {
  readonly [Name in Exclude<NameWithin<E, S>, keyof MethodDocs[S]>]: Method<E, S, Name>;
};
