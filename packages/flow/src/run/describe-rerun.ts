import type { Rerun } from './rerun-task.ts';

/** What came of a task that was done again, in lines for people. */
export function describeRerun(rerun: Rerun): readonly string[] {
  return [...judged(rerun), `outputs: ${rerun.resultPath}`, `log: ${rerun.logPath}`];
}

function judged({ task, runId, attempt, comparison, version, versionBefore }: Rerun): string[] {
  if (comparison === null) {
    return [`${task} of run ${runId} finished; the run has no result of it to compare with`];
  }
  const { artifacts, hasSameValues, isSame } = comparison;
  const changed = artifacts.filter((each) => !each.isSame);
  const bytes =
    artifacts.length === 0
      ? 'it has no artifacts'
      : changed.length === 0
        ? `${artifacts.length === 1 ? 'its artifact has' : `its ${artifacts.length} artifacts have`} the same bytes`
        : `${changed.length} of ${artifacts.length} artifacts ${changed.length === 1 ? 'has' : 'have'} other bytes`;
  const values = `its other outputs are ${hasSameValues ? 'the same' : 'not the same'}`;
  return [
    `${task} of run ${runId} finished ${isSame ? 'as in' : 'otherwise than in'} attempt ${attempt}: ${bytes}, ${values}`,
    ...changed.map(({ path, before, after }) => `  ${path}: ${shown(before)}, now ${shown(after)}`),
    ...(versionBefore !== null && versionBefore !== version
      ? [`the step is of version ${version} now, and was of ${versionBefore}`]
      : []),
  ];
}

const DIGITS = 12;

const shown = (ref: { readonly digest: string; readonly bytes: number } | null): string =>
  ref === null ? 'nothing' : `${ref.digest.slice(0, DIGITS)} (${ref.bytes} bytes)`;
