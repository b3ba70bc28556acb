import type { FlowDefinition, StepDefinition } from '../define/step.ts';

/** A part of a flow as a state machine runs it: one step, or branches side by side until all have ended. */
export type Stage =
  | { readonly kind: 'step'; readonly step: StepDefinition }
  | { readonly kind: 'parallel'; readonly branches: readonly Sequence[] };

/** Stages that follow each other. */
export type Sequence = readonly Stage[];

/**
 * A flow's graph as stages one after the other, which is all that a state machine can express. Every step comes after its
 * parents. Where branches cross so that no such nesting is the graph, steps that begin a part wait for each other.
 */
export function sequenceOf({ steps }: FlowDefinition): Sequence {
  const names = new Map(steps.map((step) => [step.name, step]));
  const ancestors = new Map<string, ReadonlySet<string>>();
  const ancestorsOf = (step: StepDefinition): ReadonlySet<string> => {
    const known = ancestors.get(step.name);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const name of step.after) {
      found.add(name);
      const parent = names.get(name);
      if (parent !== undefined) for (const each of ancestorsOf(parent)) found.add(each);
    }
    ancestors.set(step.name, found);
    return found;
  };

  const nested = (part: readonly StepDefinition[]): Sequence => {
    if (part.length === 0) return [];
    const branches = connected(part);
    if (branches.length > 1) return [{ kind: 'parallel', branches: branches.map(nested) }];
    // A step that each other one comes before or after cuts the part in two
    const cut = part.find((step) =>
      part.every(
        (other) =>
          other === step || ancestorsOf(step).has(other.name) || ancestorsOf(other).has(step.name),
      ),
    );
    if (cut !== undefined) {
      const isBefore = (step: StepDefinition): boolean => ancestorsOf(cut).has(step.name);
      return [
        ...nested(part.filter(isBefore)),
        { kind: 'step', step: cut },
        ...nested(part.filter((step) => step !== cut && !isBefore(step))),
      ];
    }
    const inPart = new Set(part.map(({ name }) => name));
    const isFirst = (step: StepDefinition): boolean => !step.after.some((name) => inPart.has(name));
    return [...nested(part.filter(isFirst)), ...nested(part.filter((step) => !isFirst(step)))];
  };
  return nested(steps);
}

/** The groups of steps that no edge within the part joins, each in the order of the flow. */
function connected(part: readonly StepDefinition[]): readonly (readonly StepDefinition[])[] {
  const groupOf = new Map(part.map(({ name }) => [name, name]));
  for (const { name, after } of part) {
    for (const parent of after) {
      const [from, to] = [groupOf.get(parent), groupOf.get(name)];
      if (from === undefined || to === undefined || from === to) continue;
      for (const [each, group] of groupOf) if (group === from) groupOf.set(each, to);
    }
  }
  const groups = new Map<string, StepDefinition[]>();
  for (const step of part) {
    const group = groupOf.get(step.name) ?? step.name;
    groups.set(group, [...(groups.get(group) ?? []), step]);
  }
  return [...groups.values()];
}

/** The for-eaches whose items can be chosen once a step has ended: it is the last one that they wait for. */
export function choicesAfter(
  { steps }: FlowDefinition,
  step: Pick<StepDefinition, 'name'> | null,
): readonly StepDefinition[] {
  return steps.filter(({ kind, after }) => {
    if (kind !== 'for-each') return false;
    // Its parents are on one line, in which the flow names them
    const last = steps.filter(({ name }) => after.includes(name)).at(-1);
    return step === null ? last === undefined : last?.name === step.name;
  });
}

/** Whether a job of its own begins the run: its first step is a for-each, whose items nobody could choose. */
export function needsBegin(flow: FlowDefinition): boolean {
  return flow.steps[0]?.kind === 'for-each';
}

/** Null: a job of its own ends the run, since no single task is the last one. */
export function lastStepOf(flow: FlowDefinition): StepDefinition | null {
  const last = sequenceOf(flow).at(-1);
  return last?.kind === 'step' && last.step.kind !== 'for-each' ? last.step : null;
}
