import type { ObjectStore } from '@lf/dataset';
import type { FlowDefinition } from '@lf/flow';
import {
  html,
  renderPage,
  tiles,
  verdict,
  formatDuration,
  formatMoment,
  type Content,
  type Section,
} from '@lf/report';
import { lfCommand } from '../../terminal/lf-command.ts';
import type { FlowFindings } from './answer.ts';
import { championSection } from './champion-section.ts';
import { dataSection } from './data-section.ts';
import { flowSection } from './flow-section.ts';
import { readReportedRun, type ReportedRun } from './reported-run.ts';
import { reproduceSection } from './reproduce-section.ts';
import { trainingSection } from './training-section.ts';
import { validationSection } from './validation-section.ts';

/** What a flow gives for the pages of its runs. */
export interface PageParts {
  readonly definition: FlowDefinition;
  readonly findings: (run: ReportedRun) => Promise<FlowFindings>;
}

/** The page of a run as the text of one file. */
export async function renderRunPage(
  store: ObjectStore,
  runId: string,
  parts: PageParts,
): Promise<string> {
  const run = await readReportedRun(store, runId);
  const { view } = run;
  const { answer, sections } = await parts.findings(run);
  const endedMs = view.endedAt === null ? null : Date.parse(view.endedAt);
  const took = endedMs === null ? null : endedMs - Date.parse(view.createdAt);
  return renderPage({
    title: `Run ${view.runId}`,
    over: `Local Flow, flow ${view.flow}, ${formatMoment(Date.parse(view.createdAt))}`,
    lead: html`${verdict(answer)}
    ${tiles([...answer.tiles, { name: `the run, ${view.status}`, value: formatDuration(took) }])}`,
    sections: [
      ...sections,
      await section('champion', 'Since the model before', () => championSection(run)),
      await section('training', 'Training', () => trainingSection(run)),
      await section('data', 'The data', () => dataSection(run)),
      await section('validation', 'Validation', () => validationSection(run)),
      await section('flow', 'The flow', () => flowSection(parts.definition, view)),
      await section('reproduce', 'Make it again', () => reproduceSection(run)),
    ],
    foot: html`<p>
      Made by <code>${lfCommand('runs', 'report', view.runId)}</code> of what the run left; the page
      needs no other file.
    </p>`,
  });
}

/** A section that cannot be made says so, and the page has the others. */
async function section(
  id: string,
  title: string,
  make: () => Content | Promise<Content>,
): Promise<Section> {
  try {
    return { id, title, body: await make() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id, title, body: html`<p class="soft">This part could not be made: ${reason}</p>` };
  }
}
