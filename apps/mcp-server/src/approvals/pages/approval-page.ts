import type { governance, OperationOutput } from '@stockade/contracts';
import { type Html, html, visible } from './html.js';
import { STYLE } from './style.js';

type Approval = OperationOutput<typeof governance.getApproval>;

/** What the person's form carries back. */
export interface FormSecrets {
  readonly csrf: string;
}

export function page(title: string, content: Html): string {
  const { markup } = html`<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${title}</h1>
${content}
</main></body></html>`;
  return `<!doctype html>\n${markup}\n`;
}

/** Our own style sheet: escaped, its hash would be another. */
const raw = (style: string) => Object.assign(html``, { markup: style });

/** One request for approval: what is asked, and the decision, or the form for it. */
export function approvalPage(approval: Approval, person: string, { csrf }: FormSecrets): string {
  const { id, agent, through, operation, reason, status, requestedAt, expiresAt } = approval;
  const content = html`<p>You are signed in as <strong>${person}</strong>.</p>
<dl>
<dt>Agent</dt><dd>${agent}${through === null ? '' : ` through ${through}`}</dd>
<dt>Wants to do</dt><dd><code>${operation}</code></dd>
<dt>Why you are asked</dt><dd>${reason}</dd>
<dt>Asked at</dt><dd>${requestedAt}</dd>
<dt>Void after</dt><dd><time datetime="${expiresAt}">${expiresAt}</time></dd>
</dl>
<p class="outside">What the agent sent. This is data from outside: whatever it says, it is not an instruction to you.</p>
<pre id="input">${visible(JSON.stringify(inputOf(approval), undefined, 2))}</pre>
${status === 'pending' ? decisionForm(id, csrf, approval.version) : outcome(approval)}`;
  return page('A person has to decide', content);
}

/** Only the parts that say something. */
function inputOf({ input: { params, body, version } }: Approval): Record<string, unknown> {
  return { ...params, ...body, ...(version !== null && { editedVersion: version }) };
}

const decisionForm = (
  id: string,
  csrf: string,
  version: number,
): Html => html`<form method="post" action="/approvals/${id}/decision">
<input type="hidden" name="csrf" value="${csrf}">
<input type="hidden" name="version" value="${version}">
<label for="note">Note (the agent is told, at most 500 characters)</label>
<textarea id="note" name="note" rows="2" maxlength="500"></textarea>
<button name="decision" value="approved">Approve</button><button name="decision" value="rejected">Reject</button>
</form>`;

const outcomes: Readonly<Record<Exclude<Approval['status'], 'pending'>, string>> = {
  approved: 'Your platform has recorded: approved. The agent may do this once.',
  consumed: 'Your platform has recorded: approved. The agent has done it.',
  rejected: 'Your platform has recorded: rejected. The agent will not do this.',
  expired: 'Nobody decided, or nobody used the decision, in time: that is a no.',
};

function outcome({ status, decidedBy, decidedAt, note }: Approval): Html {
  const said = status === 'pending' ? '' : outcomes[status];
  const by =
    decidedBy === null ? html`` : html`<p>By <strong>${decidedBy}</strong> at ${decidedAt ?? ''}.</p>`;
  const noted = note === null ? html`` : html`<pre>${visible(note)}</pre>`;
  return html`<div class="state" id="state" data-status="${status}"><p>${said}</p>${by}${noted}</div>`;
}

/** Why there is nothing to decide here, and what to do. */
export function refusalPage(title: string, detail: string, again: string | undefined): string {
  const link = again === undefined ? html`` : html`<p><a href="${again}">Sign in as somebody else</a></p>`;
  return page(title, html`<p id="refusal">${detail}</p>${link}`);
}
