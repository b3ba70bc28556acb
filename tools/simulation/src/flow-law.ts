import { isDeepStrictEqual } from 'node:util';
import { FlowError, UnknownRunError, isArtifactRef, resumeRunIn, runFlowIn } from '@lf/flow';
import type { ArtifactRef, RunEvent, RunSummary, World } from '@lf/flow';
import type { DiskFlaws } from './simulated-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { storeOf } from './simulated-store.ts';
import { worldOf } from './simulated-world.ts';
import { LawBroken, SimulatedFault, Simulation } from './simulation.ts';
import { SMALL_FLOWS } from './small-flows.ts';
import type { SmallFlow, SmallParams } from './small-flows.ts';

const RUN = 'r1';

const PARAMS: readonly [SmallParams, ...SmallParams[]] = [
  { seed: 3, sizes: [2, 3] },
  { seed: 4, sizes: [2, 3] },
  { seed: 3, sizes: [2, 5] },
];

const MACHINES: readonly [string, ...string[]] = ['a', 'a', 'b'];

/** What a test may break on purpose, to see that the law notices. */
export interface FlowFlaws {
  readonly disk?: DiskFlaws;
  /** Changes the world of every process. */
  readonly world?: (world: World) => Partial<World>;
}

/** How the tries of a schedule ended: `done`, `cut off`, or an error's code. */
export type Ends = Readonly<Record<string, number>>;

/**
 * One schedule: a run is started, and resumed by one process or two at a time, while calls fail, machines lose power
 * and processes are killed; at last it is resumed in peace.
 *
 * The law: two processes never both work on the run; every try ends with the outputs that an undisturbed run gives, or
 * with an error that has a code; the last one with the outputs. What a completed run gave outlives a power cut.
 *
 * @throws LawBroken with the seed and all that happened
 */
export async function checkFlowSchedule(
  seed: number,
  { isTraced = false, ...flaws }: FlowFlaws & { readonly isTraced?: boolean } = {},
): Promise<Ends> {
  const simulation = new Simulation({ seed, isTraced, ...(flaws.disk && { flaws: flaws.disk }) });
  const { chance } = simulation;
  const flow = chance.oneOf(SMALL_FLOWS);
  const ends: Record<string, number> = {};
  const workers = new Set<SimulatedProcess>();

  /** Starts a process that takes the run on; resolves when it ends, and never if it is killed. */
  const start = (params: SmallParams, breakLock: boolean): Try => {
    const process = simulation.startProcess(chance.oneOf(MACHINES));
    const attempt: Try = { process, params, started: 0, end: null };
    void takeOn(attempt, breakLock).then((end) => {
      if (!process.isAlive) return;
      process.isAlive = false;
      workers.delete(process);
      simulation.note(process, 'ends:', 'error' in end ? String(end.error) : 'done');
      attempt.end = end;
    });
    return attempt;
  };

  const takeOn = async (attempt: Try, breakLock: boolean): Promise<TryEnd> => {
    const { process, params } = attempt;
    const store = storeOf(simulation, process);
    const own = worldOf(simulation, process, [flow]);
    const world = { ...own, ...flaws.world?.(own) };
    const onEvent = (event: RunEvent): void => {
      if (!process.isAlive) return;
      if (event.type === 'run_started') {
        if (!breakLock) expectAlone(process);
        workers.add(process);
      }
      if (event.type === 'run_ended') workers.delete(process);
      if (event.type === 'task_started') attempt.started += 1;
    };
    const options = { store, params, onEvent, handleSignals: false, maxWorkers: 2 };
    try {
      return { summary: await resumeOrRun(world, flow, { ...options, breakLock }) };
    } catch (error) {
      return { error };
    }
  };

  const broken: LawBroken[] = [];
  const expectAlone = (process: SimulatedProcess): void => {
    const other = [...workers].find((each) => each.isAlive);
    if (other === undefined) return;
    broken.push(
      new LawBroken(
        `process ${process.pid} and process ${other.pid} both have the run`,
        simulation,
      ),
    );
  };

  const judge = async (attempt: Try): Promise<void> => {
    const [first] = broken;
    if (first !== undefined) throw first;
    const { end, process } = attempt;
    if (end === null && process.isAlive) throw new LawBroken('a try comes to an end', simulation);
    const name = end === null ? 'cut off' : 'error' in end ? codeOf(end.error, simulation) : 'done';
    ends[name] = (ends[name] ?? 0) + 1;
    if (end === null || 'error' in end) return;
    await expectUndisturbed(simulation, flow, attempt.params, end.summary);
  };

  let params = chance.oneOf(PARAMS);
  for (let phases = 1 + chance.below(2); phases > 0; phases -= 1) {
    if (chance.happens(0.2)) params = chance.oneOf(PARAMS);
    const tries = [start(params, false), ...(chance.happens(0.4) ? [start(params, false)] : [])];
    await simulation.runToEnd();
    for (const each of tries) await judge(each);
    if (chance.happens(0.2)) simulation.cutPower();
  }

  simulation.hasFaults = false;
  const last = start(params, true);
  await simulation.runToEnd();
  await judge(last);
  if (last.end === null || 'error' in last.end) {
    throw new LawBroken('a run that is resumed in peace completes', simulation);
  }
  if (chance.happens(0.75)) return ends;
  simulation.cutPower();
  const again = start(params, true);
  await simulation.runToEnd();
  await judge(again);
  if (again.end === null || 'error' in again.end || again.started > 0) {
    throw new LawBroken('what a completed run gave outlives a power cut', simulation);
  }
  return ends;
}

/** One process's try to bring the run to its end. */
interface Try {
  readonly process: SimulatedProcess;
  readonly params: SmallParams;
  started: number;
  /** Null while it works, and for ever if it was killed. */
  end: TryEnd | null;
}

type TryEnd = { readonly summary: RunSummary<object> } | { readonly error: unknown };

/** As a person does: resumes the run, or starts it if there is none of that name yet. */
async function resumeOrRun(
  world: World,
  flow: SmallFlow,
  options: Parameters<typeof resumeRunIn<SmallParams, object>>[3] & {
    readonly params: SmallParams;
  },
): Promise<RunSummary<object>> {
  try {
    return await resumeRunIn(world, flow, RUN, options);
  } catch (error) {
    if (!(error instanceof UnknownRunError)) throw error;
    return runFlowIn(world, flow, { ...options, runId: RUN });
  }
}

/** @throws LawBroken if the error is none that tells a person what happened */
function codeOf(error: unknown, simulation: Simulation): string {
  if (error instanceof FlowError || error instanceof SimulatedFault) return error.code;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  throw new LawBroken(`a try that fails says why; this one threw ${text}`, simulation);
}

/** By flow and parameters: what a run gives that nothing disturbs. */
const undisturbed = new Map<string, Promise<unknown>>();

async function expectUndisturbed(
  simulation: Simulation,
  flow: SmallFlow,
  params: SmallParams,
  { outputs, tasks, ms }: RunSummary<object>,
): Promise<void> {
  if (ms < 0 || tasks.some((task) => task.ms < 0)) {
    throw new LawBroken('nothing takes less than no time', simulation);
  }
  const name = `${flow.name} ${JSON.stringify(params)}`;
  const expected = undisturbed.get(name) ?? runInPeace(flow, params);
  undisturbed.set(name, expected);
  if (!isDeepStrictEqual(harvest(simulation, outputs), await expected)) {
    throw new LawBroken('a completed run has the outputs of an undisturbed one', simulation);
  }
}

async function runInPeace(flow: SmallFlow, params: SmallParams): Promise<unknown> {
  const simulation = new Simulation({ seed: 0 });
  simulation.hasFaults = false;
  const process = simulation.startProcess('a');
  const world = worldOf(simulation, process, [flow]);
  const store = storeOf(simulation, process);
  const running = runFlowIn(world, flow, { store, params, runId: RUN, handleSignals: false });
  await simulation.runToEnd();
  return harvest(simulation, (await running).outputs);
}

/** The outputs with the bytes of every artifact that they name. */
function harvest({ disk }: Simulation, outputs: unknown): unknown {
  const artifacts = new Map<string, string | null>();
  const visit = (value: unknown): void => {
    if (isArtifactRef(value)) artifacts.set(value.uri, bytesOf(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  const bytesOf = ({ uri }: ArtifactRef): string | null => {
    const bytes = disk.get(uri);
    return bytes === undefined ? null : Buffer.from(bytes).toString('hex');
  };
  visit(outputs);
  return { outputs, artifacts: Object.fromEntries(artifacts) };
}
