import {
  flowPicture,
  formatBytes,
  formatDuration,
  html,
  table,
  type Content,
  type FlowStages,
  type Tone,
} from '@lf/report';
import type { FlowDefinition, RunView, TaskSummary } from '@lf/flow';

const TONES: Readonly<Record<TaskSummary['status'], Tone>> = {
  finished: 'good',
  reused: 'plain',
  failed: 'bad',
};

/** The flow as a picture: what each task took and left. */
export function flowSection(definition: FlowDefinition, view: RunView): Content {
  const total = view.tasks.reduce((sum, { ms }) => sum + ms, 0);
  return html`<p class="soft">
      ${formatDuration(total)} in ${view.tasks.length} tasks. A bar is the task's share of the
      longest one.
    </p>
    ${flowPicture(stagesOf(definition, view.tasks))} ${details(view)}`;
}

function stagesOf({ steps }: FlowDefinition, tasks: readonly TaskSummary[]): FlowStages {
  const stageOf = new Map<string, number>();
  for (const { name, after } of steps) {
    stageOf.set(
      name,
      after.reduce((most, parent) => Math.max(most, (stageOf.get(parent) ?? 0) + 1), 0),
    );
  }
  const stages = new Map<number, FlowStages[number][number][]>();
  for (const { name } of steps) {
    const stage = stageOf.get(name) ?? 0;
    for (const task of tasks.filter(({ step }) => step === name)) {
      stages.set(stage, [...(stages.get(stage) ?? []), shownTask(task)]);
    }
  }
  return [...stages].sort(([a], [b]) => a - b).map(([, shown]) => shown);
}

function shownTask(task: TaskSummary): FlowStages[number][number] {
  const { step, index, status, ms, attempts, peakMemoryBytes, artifacts } = task;
  const bytes = artifacts.reduce((sum, each) => sum + each.bytes, 0);
  return {
    name: index === null ? step : `${step} ${index + 1}`,
    tone: TONES[status],
    ms,
    notes: [
      ...(peakMemoryBytes === null ? [] : [`${formatBytes(peakMemoryBytes)} of memory`]),
      ...(bytes > 0 ? [`left ${formatBytes(bytes)}`] : []),
      ...(status === 'finished' ? [] : [status]),
      ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ],
  };
}

function details({ tasks }: RunView): Content {
  return html`<details class="data">
    <summary>What each task left</summary>
    ${table({
      caption: 'Artifacts in the datastore',
      columns: [
        { name: 'task' },
        { name: 'kind' },
        { name: 'size', kind: 'number' },
        { name: 'key' },
      ],
      rows: tasks.flatMap(({ step, index, artifacts }) =>
        artifacts.map(({ uri, mediaType, bytes }) => ({
          cells: [
            index === null ? step : `${step} ${index + 1}`,
            mediaType,
            formatBytes(bytes),
            html`<code>${uri}</code>`,
          ],
        })),
      ),
    })}
  </details>`;
}
