import { cents } from '../amounts.js';
import type { CommandGroup } from '../command/definition.js';
import { text } from '../command/definition.js';
import { listCommand } from '../command/query-commands.js';
import { present, word } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { renderObject, renderTable } from '../output/render.js';
import type { Column } from '../output/render.js';

type Row = Readonly<Record<string, unknown>>;

interface Commitment extends Row {
  readonly terms: Row;
  readonly months: readonly Row[];
  readonly usage: readonly (Row & { readonly month: string; readonly source: string; readonly userCount: number; readonly users: readonly Row[] })[];
  readonly upfront: { readonly shares: readonly Row[]; readonly trueUp: string };
  readonly charges: readonly Row[];
  readonly fairChargeback: { readonly fair: boolean; readonly reasons: readonly string[] };
}

const figures =
  'utilizationPercent purchased used unused amortizedUpfront amortizedRecurring totalAmortized usedCost unusedCost onDemandEquivalent netSavings';
const terms = `terms { commitmentId kind ownerAccountId paymentOption upfrontFee recurringHourlyFee hourlyCommitment start end cancelledAt quantity
  service region description status }`;
const user = 'accountId tenantId workspaceIdentifier projectIdentifier amortized';
const commitment = {
  '<payer>': 'twelve digits: the account that AWS bills',
  '<commitment>': 'id of the reservation or ARN of the savings plan',
};

const userColumns: readonly Column<Row>[] = [
  ['account', (row) => row.accountId],
  ['workspace', (row) => row.workspaceIdentifier],
  ['project', (row) => row.projectIdentifier],
  ['amortized', (row) => cents(row.amortized), 'right'],
];

const figureColumns: readonly Column<Row>[] = [
  ['used %', (row) => row.utilizationPercent, 'right'],
  ['used', (row) => cents(row.usedCost), 'right'],
  ['unused', (row) => cents(row.unusedCost), 'right'],
  ['amortized', (row) => cents(row.totalAmortized), 'right'],
  ['savings', (row) => cents(row.netSavings), 'right'],
];

const describe = ({ terms: known, months, usage, upfront, charges, fairChargeback }: Commitment): string => {
  const parts = [renderObject(known)];
  if (months.length > 0) parts.push(renderTable([['month', (row) => row.month], ...figureColumns], months));
  for (const { month, source, users, userCount } of usage)
    if (users.length > 0)
      parts.push(
        `Who used it in ${month}${source === 'CELLS' ? ', estimated from the month’s covered usage' : ''}${userCount > users.length ? ` (the first ${users.length} of ${userCount})` : ''}:`,
        renderTable(userColumns, users),
      );
  if (upfront.shares.length > 0)
    parts.push(
      `Its upfront fee over the term${upfront.trueUp === '0' ? '' : `, and ${upfront.trueUp} that rounding leaves`}:`,
      renderTable(
        [
          ['month', (row) => row.month],
          ['share', (row) => row.amount, 'right'],
          ['source', (row) => String(row.source).toLowerCase()],
        ],
        upfront.shares,
      ),
    );
  if (charges.length > 0)
    parts.push(
      'On statements:',
      renderTable(
        [
          ['month', (row) => row.month],
          ['tenant', (row) => row.tenantId],
          ['kind', (row) => row.kind],
          ['amount', (row) => row.amount, 'right'],
        ],
        charges,
      ),
    );
  parts.push(
    `Charged ${fairChargeback.fair ? 'as its buyer pays for it' : 'by use'}:\n${fairChargeback.reasons.map((reason) => `  - ${reason}`).join('\n')}`,
  );
  return parts.join('\n\n');
};

export const commitmentCommands: CommandGroup = {
  name: 'commitment',
  description: 'Reservations and savings plans: use, savings, upfront fees and how they are charged',
  commands: [
    listCommand({
      name: 'list',
      description: 'List commitments with the figures of a month',
      options: [
        { flags: '--month <month>', description: 'month of the figures, e.g. 2026-03 (default: this one)' },
        { flags: '--payer <account>', description: 'only of this payer' },
        { flags: '--owner <account>', description: 'only owned by this account' },
        { flags: '--kind <kind>', description: 'only these', choices: ['reservation', 'savings-plan'] },
      ],
      query: 'commitments',
      select: `payerAccountId month ${terms} figures { ${figures} }`,
      variables: { month: 'String', payerAccountId: 'String', ownerAccountId: 'String', kind: 'CommitmentKind' },
      toVariables: (_, options) =>
        present({
          month: text(options, 'month'),
          payerAccountId: text(options, 'payer'),
          ownerAccountId: text(options, 'owner'),
          kind: word(text(options, 'kind')),
        }),
      columns: [
        ['commitment', (row) => (row.terms as Row).commitmentId],
        ['what', (row) => (row.terms as Row).description],
        ['owner', (row) => (row.terms as Row).ownerAccountId],
        ['ends', (row) => String((row.terms as Row).end).slice(0, 10)],
        ...figureColumns.map(([heading, cell, side]): Column<Row> => [heading, (row) => cell((row.figures as Row | null) ?? {}), side ?? 'right']),
      ],
    }),
    {
      name: 'show',
      description: 'Show one commitment: figures, users, upfront schedule, how it is charged and what statements say',
      arguments: commitment,
      run: async ({ api, output }, [payerAccountId, commitmentId]) => {
        const query = `query ($payer: String!, $id: String!) { commitment(payerAccountId: $payer, commitmentId: $id) { payerAccountId ${terms}
          months { month ${figures} } usage { month source userCount users { ${user} } } upfront { shares { month amount source } trueUp }
          charges { month tenantId kind lineId exact amount correctedMonth } fairChargeback { fair reasons } } }`;
        const { commitment: found } = await api().query<{ commitment: Commitment | null }>(query, { payer: payerAccountId, id: commitmentId });
        if (!found)
          throw new CliFailure(exitCodes.refused, 'There is no such commitment. `orgledger commitment list` shows those that are there.', {
            code: 'NOT_FOUND',
          });
        output.result(found, () => describe(found));
      },
    },
    listCommand({
      name: 'users',
      description: 'List who used a commitment in a month, the largest share first',
      arguments: { ...commitment, '<month>': 'e.g. 2026-03' },
      query: 'commitmentUsers',
      select: user,
      variables: { payerAccountId: 'String!', commitmentId: 'String!', month: 'String!' },
      toVariables: ([payerAccountId, commitmentId, month]) => ({ payerAccountId, commitmentId, month }),
      columns: userColumns,
    }),
    listCommand({
      name: 'coverage',
      description: 'Show how much of each service’s usage commitments cover, at on-demand prices',
      arguments: { '<payer>': commitment['<payer>'] },
      options: [
        { flags: '--from <month>', description: 'first month, e.g. 2026-01', required: true },
        { flags: '--to <month>', description: 'last one, included (default: the first); at most 13 in all' },
      ],
      plain: true,
      query: 'commitmentCoverage',
      select: 'month kind service covered onDemand percent',
      variables: { payerAccountId: 'String!', from: 'String!', to: 'String!' },
      toVariables: ([payerAccountId], options) => ({ payerAccountId, from: text(options, 'from'), to: text(options, 'to') ?? text(options, 'from') }),
      columns: [
        ['month', (row) => row.month],
        ['kind', (row) => row.kind],
        ['service', (row) => row.service],
        ['covered', (row) => cents(row.covered), 'right'],
        ['on demand', (row) => cents(row.onDemand), 'right'],
        ['covered %', (row) => row.percent, 'right'],
      ],
    }),
  ],
};
