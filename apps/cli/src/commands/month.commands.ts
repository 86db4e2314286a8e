import { systemClock } from '@orgledger/kernel';
import type { CommandGroup, Session } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { present } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { renderObject, renderTable } from '../output/render.js';

type Row = Readonly<Record<string, unknown>>;

interface Check {
  readonly code: string;
  readonly passed: boolean;
  readonly message: string;
  readonly remedy: string | null;
}

interface Month extends Row {
  readonly month: string;
  readonly state: string;
  readonly version: number;
  readonly figures: { readonly statements: number; readonly total: string } | null;
  readonly checks: readonly Check[];
  readonly blockedCloseId: string | null;
  readonly requestedCloseId: string | null;
}

const ofMonth = { '<payer>': 'twelve digits: the account that AWS bills', '<month>': 'e.g. 2026-03' };
const checks = 'checks { code passed message remedy }';
const figures = 'figures { statements lines total exact revenue corrections }';
const fields = `payerAccountId month state version closedAt ${figures} digest ${checks} blockedCloseId requestedCloseId restatements restatedTotal
  observation { pulledAt estimated accounts totals { unblended amortized } findings { code subject message } }`;
const askEveryMs = 500;

const describeChecks = (all: readonly Check[]): string =>
  all
    .map(
      ({ code, passed, message, remedy }) =>
        `  ${passed ? 'ok     ' : 'blocked'} ${code}: ${message}${passed || !remedy ? '' : `\n          → ${remedy}`}`,
    )
    .join('\n');

const monthOf = async ({ api }: Session, payerAccountId: string, month: string): Promise<Month | null> => {
  const query = `query ($payer: String!, $month: String!) { month(payerAccountId: $payer, month: $month) { ${fields} } }`;
  return (await api().query<{ month: Month | null }>(query, { payer: payerAccountId, month })).month;
};

/** Asks until the metering process has answered. */
const untilClosed = async (session: Session, payerAccountId: string, month: string): Promise<void> => {
  for (;;) {
    const found = await monthOf(session, payerAccountId, month);
    if (found?.state === 'CLOSED' || found?.state === 'RESTATED') {
      const { version, figures: closed } = found;
      session.output.result(found, () => `${month} is closed: version ${version}, ${closed?.statements ?? 0} statements, ${closed?.total ?? ''}.`);
      return;
    }
    if (found?.blockedCloseId && !found.requestedCloseId) {
      const failed = found.checks.filter(({ passed }) => !passed);
      throw new CliFailure(exitCodes.failed, `${month} cannot be closed yet.\n${describeChecks(failed)}`, { code: 'CLOSE_BLOCKED', checks: failed });
    }
    await systemClock.wait(askEveryMs);
  }
};

interface Preview {
  readonly figures: Row;
  readonly checks: readonly Check[];
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly statements: { readonly nodes: readonly Row[]; readonly totalCount: number; readonly pageInfo: { readonly endCursor: string | null } };
}

const preview = async (
  { api, output }: Session,
  payerAccountId: string | undefined,
  month: string | undefined,
  page: { readonly first: number; readonly after: string | undefined },
): Promise<void> => {
  const query = `query ($payer: String!, $month: String!, $first: Int, $after: String) {
    monthPreview(payerAccountId: $payer, month: $month, first: $first, after: $after) { ${figures} ${checks} findings { code subject message }
      statements { nodes { holder { tenantId workspaceIdentifier projectIdentifier } total currency convertedTotal lineCount } totalCount pageInfo { endCursor } } } }`;
  const variables = present({ payer: payerAccountId, month, ...page });
  const { monthPreview } = await api().query<{ monthPreview: Preview }>(query, variables);
  output.result(monthPreview, () =>
    [
      renderObject(monthPreview.figures),
      '',
      describeChecks(monthPreview.checks),
      ...monthPreview.findings.map(({ code, message }) => `  note    ${code}: ${message}`),
      '',
      renderTable(
        [
          ['tenant', (row) => (row.holder as Row).tenantId],
          ['workspace', (row) => (row.holder as Row).workspaceIdentifier],
          ['total', (row) => row.total],
          ['currency', (row) => row.currency],
          ['converted', (row) => row.convertedTotal],
        ],
        monthPreview.statements.nodes,
      ),
    ].join('\n'),
  );
  const { nodes, totalCount, pageInfo } = monthPreview.statements;
  if (nodes.length < totalCount) output.remark(`${nodes.length} of ${totalCount} statements. The next page: --after ${pageInfo.endCursor ?? ''}.`);
};

export const monthCommands: CommandGroup = {
  name: 'month',
  description: 'Months of a payer: closing, corrections, versions',
  commands: [
    listCommand({
      name: 'list',
      description: 'List months, newest first',
      options: [{ flags: '--payer <account>', description: 'only of this payer' }],
      plain: true,
      query: 'months',
      select: fields,
      variables: { payerAccountId: 'ID' },
      toVariables: (_, options) => present({ payerAccountId: text(options, 'payer') }),
      columns: [
        ['payer', (row) => row.payerAccountId],
        ['month', (row) => row.month],
        ['state', (row) => row.state],
        ['version', (row) => row.version],
        ['statements', (row) => (row as Month).figures?.statements],
        ['total', (row) => (row as Month).figures?.total],
        ['restated', (row) => row.restatedTotal],
      ],
    }),
    {
      name: 'show',
      description: 'Show one month with its checks, versions and pending corrections',
      arguments: ofMonth,
      run: async (session, [payerAccountId = '', month = '']) => {
        const found = await monthOf(session, payerAccountId, month);
        if (!found)
          throw new CliFailure(exitCodes.refused, `Nothing is known of ${month}. \`orgledger month list\` shows the months.`, { code: 'NOT_FOUND' });
        const query = `query ($payer: String!, $month: String!) {
          monthVersions(payerAccountId: $payer, month: $month) { version closedAt digest ${figures} reopened { reason at by } }
          pendingCorrections(payerAccountId: $payer, month: $month) { tenantId kind amount } }`;
        const more = await session.api().query<Row>(query, { payer: payerAccountId, month });
        const { checks: all, ...shown } = found;
        session.output.result({ ...found, ...more }, () => [renderObject({ ...shown, ...more }), describeChecks(all)].join('\n'));
      },
    },
    mutationCommand({
      name: 'close',
      description: 'Close a month, or learn what blocks it',
      arguments: ofMonth,
      options: [{ flags: '--no-wait', description: 'do not wait for the answer' }],
      examples: ['month close 111122223333 2026-03'],
      mutation: 'closeMonth',
      input: 'CloseMonthInput',
      success: 'MonthSuccess',
      select: 'month { state }',
      toInput: ([payerAccountId, month]) => ({ payerAccountId, month }),
      done: ([, month]) => `${month ?? ''} is asked to close.`,
      then: (session, _, options, [payerAccountId = '', month = '']) =>
        options.wait === false ? undefined : untilClosed(session, payerAccountId, month),
    }),
    mutationCommand({
      name: 'reopen',
      description: 'Let the next closing make another version of every statement; what was closed stays readable',
      arguments: ofMonth,
      options: [{ flags: '--reason <text>', description: 'why; it is kept', required: true }],
      mutation: 'reopenMonth',
      input: 'ReopenMonthInput',
      success: 'MonthSuccess',
      select: 'month { state version }',
      toInput: ([payerAccountId, month], options) => ({ payerAccountId, month, reason: text(options, 'reason') }),
      done: ([payerAccountId, month]) => `${month ?? ''} is reopened. Close it with: orgledger month close ${payerAccountId ?? ''} ${month ?? ''}`,
    }),
    {
      name: 'preview',
      description: 'Compute a month’s statements from what is known now; nothing is stored',
      arguments: ofMonth,
      options: [
        { flags: '--first <number>', description: 'statements, at most 100', default: '50' },
        { flags: '--after <cursor>', description: 'the page after this cursor' },
      ],
      run: (session, [payerAccountId, month], options) =>
        preview(session, payerAccountId, month, { first: Number(text(options, 'first')), after: text(options, 'after') }),
    },
  ],
};
