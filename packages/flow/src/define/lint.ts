import { GraphError } from '../errors.ts';
import type { GraphProblem } from '../errors.ts';
import type { FlowDefinition, StepDefinition } from './step.ts';

/** Names become keys of the store and words on a command line. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

type Rule = (flow: FlowDefinition) => GraphProblem[];

/** Every problem of a flow's graph; none means that it can run. */
export function lintGraph(flow: FlowDefinition): GraphProblem[] {
  return RULES.flatMap((rule) => rule(flow));
}

/** @throws GraphError with all problems of the graph */
export function checkGraph(flow: FlowDefinition): void {
  const problems = lintGraph(flow);
  if (problems.length > 0) throw new GraphError(flow.name, problems);
}

function emptyFlow({ name, steps }: FlowDefinition): GraphProblem[] {
  return steps.length > 0 ? [] : [{ rule: 'empty_flow', message: `flow ${name} has no steps` }];
}

function badName({ name, steps }: FlowDefinition): GraphProblem[] {
  const rule = 'bad_name';
  const must = 'begins with a letter, then letters, digits, _ or -';
  return [
    ...(NAME.test(name)
      ? []
      : [{ rule, message: `the flow's name '${name}' must be one that ${must}` }]),
    ...steps
      .filter((step) => !NAME.test(step.name))
      .map((step) => ({
        rule,
        step: step.name,
        message: `the step's name '${step.name}' must be one that ${must}`,
      })),
  ];
}

function duplicateName({ steps }: FlowDefinition): GraphProblem[] {
  const seen = new Set<string>();
  return steps
    .filter(({ name }) => seen.has(name) || !seen.add(name))
    .map(({ name }) => ({
      rule: 'duplicate_name',
      step: name,
      message: `two steps are called '${name}'; rename one`,
    }));
}

function unknownParent({ steps }: FlowDefinition): GraphProblem[] {
  const names = steps.map((step) => step.name);
  return steps.flatMap((step) =>
    step.after
      .filter((parent) => !names.includes(parent))
      .map((parent) => ({
        rule: 'unknown_parent',
        step: step.name,
        message: `step '${step.name}' comes after '${parent}', which is no step; the steps are ${names.join(', ')}`,
      })),
  );
}

function cycle(flow: FlowDefinition): GraphProblem[] {
  return flow.steps
    .filter((step) => ancestorsOf(flow, step).has(step.name))
    .map((step) => ({
      rule: 'cycle',
      step: step.name,
      message: `step '${step.name}' waits for itself, through ${[...ancestorsOf(flow, step)].join(', ')}`,
    }));
}

function unreachableStep(flow: FlowDefinition): GraphProblem[] {
  const [first, ...rest] = flow.steps;
  if (first === undefined) return [];
  return rest
    .filter((step) => !ancestorsOf(flow, step).has(first.name))
    .map((step) => ({
      rule: 'unreachable_step',
      step: step.name,
      message: `step '${step.name}' does not follow from the first step '${first.name}'; give it a parent in 'after'`,
    }));
}

function joinWithoutBranch(flow: FlowDefinition): GraphProblem[] {
  return flow.steps
    .filter((step) => step.kind === 'join')
    .filter((step) => !hasForEachParent(flow, step) && branchesMeeting(flow, step) === null)
    .map((step) => ({
      rule: 'join_without_branch',
      step: step.name,
      message: `join '${step.name}' has nothing to join: it needs a for-each among its parents, or parents on different branches; else make it a step`,
    }));
}

function branchWithoutJoin(flow: FlowDefinition): GraphProblem[] {
  return flow.steps
    .filter((step) => step.kind !== 'join')
    .flatMap((step) => {
      const meeting = branchesMeeting(flow, step);
      if (meeting === null) return [];
      return [
        {
          rule: 'branch_without_join',
          step: step.name,
          message: `the branches '${meeting.join("' and '")}' meet in '${step.name}', which is no join; make it one`,
        },
      ];
    });
}

function forEachWithoutJoin(flow: FlowDefinition): GraphProblem[] {
  return flow.steps
    .filter((step) => step.kind !== 'join' && hasForEachParent(flow, step))
    .map((step) => ({
      rule: 'for_each_without_join',
      step: step.name,
      message: `'${step.name}' follows a for-each, whose outputs are a list; only a join takes it`,
    }));
}

function badResources({ steps }: FlowDefinition): GraphProblem[] {
  return steps.flatMap(({ name, resources }) => {
    if (resources === null) return [];
    const { cpu, memoryMb, gpu = 0, image = 'base' } = resources;
    const isRight =
      cpu > 0 &&
      Number.isFinite(cpu) &&
      Number.isInteger(memoryMb) &&
      memoryMb > 0 &&
      Number.isInteger(gpu) &&
      gpu >= 0 &&
      NAME.test(image);
    if (isRight) return [];
    return [
      {
        rule: 'bad_resources',
        step: name,
        message: `step '${name}' needs cpu ${cpu}, memoryMb ${memoryMb}, gpu ${gpu}, image '${image}'; expected cpu above 0, whole numbers of memoryMb above 0 and gpu from 0 on, and an image's short name`,
      },
    ];
  });
}

const RULES: readonly Rule[] = [
  emptyFlow,
  badName,
  duplicateName,
  unknownParent,
  cycle,
  unreachableStep,
  joinWithoutBranch,
  branchWithoutJoin,
  forEachWithoutJoin,
  badResources,
];

function parentsOf(flow: FlowDefinition, step: StepDefinition): StepDefinition[] {
  return flow.steps.filter((candidate) => step.after.includes(candidate.name));
}

/** Names of all steps that a step waits for, near and far; in a cycle, its own too. */
function ancestorsOf(flow: FlowDefinition, step: StepDefinition): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (child: StepDefinition): void => {
    for (const parent of parentsOf(flow, child)) {
      if (found.has(parent.name)) continue;
      found.add(parent.name);
      visit(parent);
    }
  };
  visit(step);
  return found;
}

function hasForEachParent(flow: FlowDefinition, step: StepDefinition): boolean {
  return parentsOf(flow, step).some((parent) => parent.kind === 'for-each');
}

/** Two parents of which neither waits for the other; null when all are on one line. */
function branchesMeeting(flow: FlowDefinition, step: StepDefinition): [string, string] | null {
  const parents = parentsOf(flow, step);
  for (const one of parents) {
    const before = ancestorsOf(flow, one);
    const other = parents.find(
      (candidate) =>
        candidate.name !== one.name &&
        !before.has(candidate.name) &&
        !ancestorsOf(flow, candidate).has(one.name),
    );
    if (other !== undefined) return [one.name, other.name];
  }
  return null;
}
