import {
  UnknownRunError,
  RunElsewhereError,
  RunNotRunningError,
  NotesChangedError,
} from '@lf/flow';
import { html, preformatted, verdict } from '@lf/report';
import { RefusedRequestError, UiError, UnkeptNoteError } from '../errors.ts';
import type { Answer } from '../server/answer.ts';
import { renderUiPage } from './shell.ts';
import { runLink, runPath } from './words.ts';

/** What went wrong, for people: never a stack trace. A stranger gets a line and no page. */
export function failurePage(
  error: unknown,
  { isStranger }: { readonly isStranger: boolean },
): Answer {
  const message = error instanceof Error ? error.message : String(error);
  const status = statusOf(error);
  if (isStranger) return { status, type: 'text', body: `${message}\n` };
  const near = error instanceof UnknownRunError ? error.near : [];
  const body = renderUiPage({
    title: status === 404 ? 'Not found' : 'It was not done',
    over: 'Local Flow',
    isLive: false,
    sections: [],
    lead: html`${verdict({
        tone: 'bad',
        badge: status === 404 ? 'There is no such thing' : 'It did not work',
        reasons: [message],
      })}
      ${
        error instanceof UnkeptNoteError &&
        html`<p>What you wrote:</p>
          ${preformatted('What you wrote', error.text)}
          <p><a href="${runPath(error.runId)}#notes">The notes as they are now</a></p>`
      }
      ${near.length > 0 && html`<p>${near.map((runId) => html`${runLink(runId)} `)}</p>`}
      <p><a href="/">All runs</a></p>`,
  });
  return { status, type: 'html', body };
}

const CONFLICTS = [RunElsewhereError, RunNotRunningError, NotesChangedError];

function statusOf(error: unknown): number {
  if (error instanceof RefusedRequestError) return error.status;
  if (error instanceof UnknownRunError) return 404;
  if (error instanceof UiError || CONFLICTS.some((type) => error instanceof type)) return 409;
  return 500;
}
