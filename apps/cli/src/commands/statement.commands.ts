import type { CommandGroup, Options, Session } from '../command/definition.js';
import { flag, text } from '../command/definition.js';
import { listCommand } from '../command/query-commands.js';
import { present, word } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { renderObject, renderTable } from '../output/render.js';
import type { Column } from '../output/render.js';

type Row = Readonly<Record<string, unknown>>;

const payer = { '<payer>': 'twelve digits: the account that AWS bills' };
const ofMonth = { ...payer, '<month>': 'e.g. 2026-03' };
const ofTenant = { ...ofMonth, '<tenant>': 'id of the tenant, or unassigned, or platform' };
const holder = 'holder { tenantId workspaceIdentifier projectIdentifier platformIdentifier tags { key value } }';
const header = `statementId payerAccountId month version state ${holder} basis billingCurrency currency rate total convertedTotal billTotal
  lineCount hash paymentMethod { identifier displayName assignedAt } finalisedAt`;
const line = `lineId kind service recordType accountId commitmentId sourceId description seller exact amount converted correctedMonth correctedKind`;

const lineColumns: readonly Column<Row>[] = [
  ['kind', (row) => row.kind],
  ['description', (row) => row.description],
  ['service', (row) => row.service],
  ['account', (row) => row.accountId],
  ['amount', (row) => row.amount],
  ['converted', (row) => row.converted],
];

const missing = (month: string | undefined, tenant: string | undefined): CliFailure =>
  new CliFailure(exitCodes.refused, `${tenant ?? ''} has no statement of ${month ?? ''}. \`orgledger statement list\` shows those that are there.`, {
    code: 'NOT_FOUND',
  });

const whole = (options: Options, name: string): number | undefined => {
  const given = text(options, name);
  return given === undefined ? undefined : Number(given);
};

const linesOf = async ({ api }: Session, statementId: string): Promise<readonly Row[]> => {
  const client = api();
  const lines: Row[] = [];
  let after: string | undefined;
  do {
    const query = `query ($id: String!, $after: String) { statementLines(statementId: $id, first: 100, after: $after) { nodes { ${line} } pageInfo { endCursor hasNextPage } } }`;
    const { statementLines } = await client.query<{ statementLines: { nodes: Row[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
      query,
      present({ id: statementId, after }),
    );
    lines.push(...statementLines.nodes);
    after = statementLines.pageInfo.hasNextPage ? statementLines.pageInfo.endCursor : undefined;
  } while (after !== undefined);
  return lines;
};

interface Verification {
  readonly ok: boolean;
  readonly version: number;
  readonly statements: number;
  readonly digest: string;
  readonly findings: readonly { readonly kind: string; readonly message: string }[];
}

interface Diff extends Row {
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
  readonly changed: readonly { readonly before: Row; readonly after: Row }[];
}

const describeDiff = ({ added, removed, changed, unchanged, totalBefore, totalAfter, difference }: Diff): string =>
  [
    `${String(totalBefore)} → ${String(totalAfter)} (${String(difference)}); ${String(unchanged)} lines are the same`,
    ...added.map((row) => `  + ${String(row.kind)} ${String(row.description)}: ${String(row.amount)}`),
    ...removed.map((row) => `  - ${String(row.kind)} ${String(row.description)}: ${String(row.amount)}`),
    ...changed.map(
      ({ before, after }) => `  ~ ${String(after.kind)} ${String(after.description)}: ${String(before.amount)} → ${String(after.amount)}`,
    ),
  ].join('\n');

export const statementCommands: CommandGroup = {
  name: 'statement',
  description: 'Statements: what each tenant has to pay for a month',
  commands: [
    listCommand({
      name: 'list',
      description: 'List statements, oldest month first',
      options: [
        { flags: '--payer <account>', description: 'only of this payer' },
        { flags: '--month <month>', description: 'only of this month, e.g. 2026-03' },
        { flags: '--workspace <id>', description: 'only of this workspace' },
        { flags: '--project <id>', description: 'only of this project of the workspace' },
        { flags: '--tenant <id>', description: 'only of this tenant, or unassigned, or platform' },
        { flags: '--state <state>', description: 'those that count, or earlier versions', choices: ['current', 'superseded'] },
        { flags: '--without-payment-method', description: 'only those that nobody pays yet' },
      ],
      query: 'statements',
      select: header,
      variables: {
        payerAccountId: 'String',
        month: 'String',
        tenantId: 'String',
        workspaceIdentifier: 'ID',
        projectIdentifier: 'ID',
        state: 'StatementState',
        hasPaymentMethod: 'Boolean',
      },
      toVariables: (_, options) =>
        present({
          payerAccountId: text(options, 'payer'),
          month: text(options, 'month'),
          tenantId: text(options, 'tenant'),
          workspaceIdentifier: text(options, 'workspace'),
          projectIdentifier: text(options, 'project'),
          state: word(text(options, 'state')),
          hasPaymentMethod: flag(options, 'withoutPaymentMethod') ? false : undefined,
        }),
      columns: [
        ['month', (row) => row.month],
        ['tenant', (row) => (row.holder as Row).tenantId],
        ['workspace', (row) => (row.holder as Row).workspaceIdentifier],
        ['project', (row) => (row.holder as Row).projectIdentifier],
        ['version', (row) => row.version],
        ['total', (row) => row.total],
        ['currency', (row) => row.currency],
        ['converted', (row) => row.convertedTotal],
        ['paid by', (row) => (row.paymentMethod as Row | null)?.identifier],
      ],
    }),
    {
      name: 'show',
      description: 'Show one statement with its lines',
      arguments: ofTenant,
      options: [{ flags: '--version <number>', description: 'another version than the one that counts' }],
      run: async (session, [payerAccountId, month, tenantId], options) => {
        const query = `query ($payer: String!, $month: String!, $tenant: String!, $version: Int) {
          statement(payerAccountId: $payer, month: $month, tenantId: $tenant, version: $version) { ${header} } }`;
        const variables = present({ payer: payerAccountId, month, tenant: tenantId, version: whole(options, 'version') });
        const { statement } = await session.api().query<{ statement: Row | null }>(query, variables);
        if (!statement) throw missing(month, tenantId);
        const lines = await linesOf(session, String(statement.statementId));
        session.output.result({ ...statement, lines }, () => [renderObject(statement), '', renderTable(lineColumns, lines)].join('\n'));
      },
    },
    {
      name: 'diff',
      description: 'Show what a later version of a statement has otherwise, line by line',
      arguments: ofTenant,
      options: [
        { flags: '--from <version>', description: 'the earlier version', default: '1' },
        { flags: '--to <version>', description: 'the later version', required: true },
      ],
      run: async ({ api, output }, [payerAccountId, month, tenantId], options) => {
        const query = `query ($payer: String!, $month: String!, $tenant: String!, $from: Int!, $to: Int!) {
          statementDiff(payerAccountId: $payer, month: $month, tenantId: $tenant, from: $from, to: $to) {
            added { ${line} } removed { ${line} } changed { before { ${line} } after { ${line} } } unchanged totalBefore totalAfter difference } }`;
        const variables = { payer: payerAccountId, month, tenant: tenantId, from: whole(options, 'from'), to: whole(options, 'to') };
        const { statementDiff } = await api().query<{ statementDiff: Diff }>(query, variables);
        output.result(statementDiff, () => describeDiff(statementDiff));
      },
    },
    {
      name: 'verify',
      description: 'Prove that a closed month’s statements are those that were finalised',
      arguments: ofMonth,
      run: async ({ api, output }, [payerAccountId, month]) => {
        const query = `query ($payer: String!, $month: String!) {
          verifyStatements(payerAccountId: $payer, month: $month) { ok version statements digest findings { kind tenantId message } } }`;
        const { verifyStatements: report } = await api().query<{ verifyStatements: Verification }>(query, { payer: payerAccountId, month });
        if (!report.ok)
          throw new CliFailure(
            exitCodes.failed,
            [`The statements of ${month ?? ''} were tampered with.`, ...report.findings.map(({ message }) => `  ${message}`)].join('\n'),
            { code: 'TAMPERED', ...report },
          );
        output.result(report, () =>
          report.version === 0
            ? `${month ?? ''} was never closed: there is nothing to verify.`
            : `The ${report.statements} statements of ${month ?? ''} are those that were finalised. Digest: ${report.digest}`,
        );
      },
    },
  ],
};
