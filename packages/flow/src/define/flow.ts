import type { StorableParts } from '../store/json.ts';
import { NO_HOOKS } from './hooks.ts';
import type { ExitHooks, FailureHook, SuccessHook } from './hooks.ts';
import { DEFAULT_RETRY } from './step.ts';
import type { FlowDefinition, StepContext, StepDefinition, StepSettings } from './step.ts';

/** What a step gives to those after it: `each` is true for a for-each, which gives a list. */
export interface StepType<Outputs, Each extends boolean> {
  readonly outputs: Outputs;
  readonly each: Each;
}

/** The outputs of some steps by name; a for-each's as a list in item order. */
export type OutputsOf<Steps extends object, Names extends PropertyKey> = {
  readonly [Name in Names & keyof Steps]: Steps[Name] extends {
    readonly outputs: infer Outputs;
    readonly each: infer Each;
  }
    ? Each extends true
      ? readonly Outputs[]
      : Outputs
    : never;
};

type NameOf<Steps> = keyof Steps & string;

/** Names of the steps that are one task, so not a for-each. */
type SingleNameOf<Steps extends object> = {
  [Name in NameOf<Steps>]: Steps[Name] extends { readonly each: true } ? never : Name;
}[NameOf<Steps>];

type OneOrMany<Name extends string> = Name | readonly Name[];

type Listed<Names> = Names extends readonly (infer Name extends string)[] ? Name : Names;

type Inputs<Steps extends object, After> = OutputsOf<Steps, Listed<After> & string>;

/** The name itself, or never if a step has it already. */
type Fresh<Name extends string, Steps> = Name extends keyof Steps ? never : Name;

type With<Steps extends object, Name extends string, Outputs, Each extends boolean> = Steps &
  Readonly<Record<Name, StepType<Outputs, Each>>>;

/** A typed graph of steps. Each call gives a new flow with one step more; the old one is unchanged. */
export interface Flow<Params extends object, Steps extends object> extends FlowDefinition {
  /** Adds a step after one earlier step, or after several on one line. The first step has no `after`. */
  step<
    const Name extends string,
    Outputs extends object & StorableParts<Outputs>,
    const After extends OneOrMany<SingleNameOf<Steps>> = never,
  >(
    name: Name & Fresh<Name, Steps>,
    options: StepSettings & {
      readonly after?: After;
      run(
        context: StepContext<Params, Inputs<Steps, After>, undefined>,
      ): Outputs | Promise<Outputs>;
    },
  ): Flow<Params, With<Steps, Name, Outputs, false>>;

  /** Adds a step that runs once for each item of a list, at the same time as far as workers allow. */
  forEach<
    const Name extends string,
    Item extends StorableParts<Item>,
    Outputs extends object & StorableParts<Outputs>,
    const After extends OneOrMany<SingleNameOf<Steps>> = never,
  >(
    name: Name & Fresh<Name, Steps>,
    options: StepSettings & {
      readonly after?: After;
      /** Chooses the items. Runs in the parent process, so no more than choose. */
      over(scope: {
        readonly params: Params;
        readonly inputs: Inputs<Steps, After>;
      }): readonly Item[];
      run(context: StepContext<Params, Inputs<Steps, After>, Item>): Outputs | Promise<Outputs>;
    },
  ): Flow<Params, With<Steps, Name, Outputs, true>>;

  /** Adds a step where parallel branches, or the items of a for-each, come together. */
  join<
    const Name extends string,
    const After extends NameOf<Steps>,
    Outputs extends object & StorableParts<Outputs>,
  >(
    name: Name & Fresh<Name, Steps>,
    options: StepSettings & {
      readonly after: readonly After[];
      run(
        context: StepContext<Params, Inputs<Steps, After>, undefined>,
      ): Outputs | Promise<Outputs>;
    },
  ): Flow<Params, With<Steps, Name, Outputs, false>>;

  /**
   * Adds a hook that the process of `runFlow` or `resumeRun` calls when the run is completed. Its outputs have the types of
   * the steps so far: declare hooks last. What it throws is a warning, and changes nothing of the run.
   */
  onSuccess(hook: SuccessHook<Params, Steps>): Flow<Params, Steps>;

  /** The same for a run that failed or was stopped. */
  onFailure(hook: FailureHook<Params>): Flow<Params, Steps>;
}

/**
 * Begins a flow. Its graph is checked when it runs, and by `lintGraph`.
 *
 * @example
 * const greet = flow<{ who: string }>('greet')
 *   .step('start', { run: async ({ params }) => ({ text: `hello ${params.who}` }) })
 *   .step('end', { after: 'start', run: async ({ inputs }) => ({ length: inputs.start.text.length }) });
 */
export function flow<Params extends object = object>(name: string): Flow<Params, object> {
  return build(name, [], NO_HOOKS);
}

function build<Params extends object, Steps extends object>(
  name: string,
  steps: readonly StepDefinition[],
  hooks: ExitHooks,
): Flow<Params, Steps> {
  const { onSuccess, onFailure } = hooks;
  const more = (kind: StepDefinition['kind'], stepName: string, options: StepOptions) =>
    [...steps, define(kind, stepName, options)] as const;
  return {
    name,
    steps,
    hooks,
    step: (stepName, options) => build(name, more('step', stepName, options), hooks),
    forEach: (stepName, options) => build(name, more('for-each', stepName, options), hooks),
    join: (stepName, options) => build(name, more('join', stepName, options), hooks),
    onSuccess: (run) => build(name, steps, { ...hooks, onSuccess: [...onSuccess, { run }] }),
    onFailure: (run) => build(name, steps, { ...hooks, onFailure: [...onFailure, { run }] }),
  };
}

type StepOptions = StepSettings &
  Pick<StepDefinition, 'run' | 'over'> & { readonly after?: OneOrMany<string> };

function define(kind: StepDefinition['kind'], name: string, options: StepOptions): StepDefinition {
  const { after = [], version = '1', retry, timeoutMs = null, resources = null } = options;
  return {
    name,
    kind,
    after: typeof after === 'string' ? [after] : after,
    version,
    retry: { ...DEFAULT_RETRY, ...retry },
    timeoutMs,
    resources,
    ...(options.over === undefined ? {} : { over: options.over.bind(options) }),
    ...(options.load === undefined ? {} : { load: options.load }),
    run: options.run.bind(options),
  };
}
