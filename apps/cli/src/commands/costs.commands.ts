import { cents } from '../amounts.js';
import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { flag, text, texts } from '../command/definition.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { present, tags, word } from '../command/values.js';
import { renderTable } from '../output/render.js';
import type { Column } from '../output/render.js';

type Amounts = Readonly<Record<string, string>>;

interface Series {
  readonly total: Amounts;
  readonly byPeriod: readonly Amounts[];
}

interface Report {
  readonly currency: string;
  readonly periods: readonly string[];
  readonly estimated: readonly string[];
  readonly missing: readonly string[];
  readonly groups: readonly (Series & { readonly keys: readonly string[] })[];
  readonly rest: Series & { readonly groups: number };
  readonly totals: Series;
  readonly spread: string | null;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

interface Row extends Series {
  readonly keys: readonly string[];
}

const metrics = ['amortized', 'unblended', 'net-amortized', 'net-unblended'];
const metric: OptionDefinition = { flags: '--metric <metric>', description: 'which costs', choices: metrics, default: 'amortized' };
const repeated = (flags: string, description: string): OptionDefinition => ({
  flags,
  description: `${description}; may be repeated`,
  repeated: true,
});

const query = (name: string): string => {
  const series = `total { amortized unblended netAmortized netUnblended } byPeriod { ${name} }`;
  return `query ($input: CostReportInput!) { costReport(input: $input) { currency periods estimated missing spread
    groups { keys ${series} } rest { groups ${series} } totals { ${series} } pageInfo { endCursor hasNextPage } } }`;
};

const filled = (options: Options, name: string): readonly string[] | undefined => {
  const values = texts(options, name);
  return values.length > 0 ? values : undefined;
};

const tagFilters = (options: Options) => {
  const byKey = new Map<string, string[]>();
  for (const { key, value } of tags(options)) byKey.set(key, [...(byKey.get(key) ?? []), value]);
  return byKey.size > 0 ? [...byKey].map(([key, values]) => ({ key, values })) : undefined;
};

const filterOf = (options: Options): Readonly<Record<string, unknown>> | undefined => {
  const filter = present({
    payers: filled(options, 'payer'),
    workspaces: filled(options, 'workspace'),
    projects: filled(options, 'project'),
    tenants: filled(options, 'tenant'),
    accounts: filled(options, 'account'),
    services: filled(options, 'service'),
    recordTypes: filled(options, 'recordType'),
    kinds: filled(options, 'kind')?.map(word),
    tags: tagFilters(options),
  });
  return Object.keys(filter).length > 0 ? filter : undefined;
};

const inputOf = (options: Options): Readonly<Record<string, unknown>> =>
  present({
    from: text(options, 'from'),
    to: text(options, 'to') ?? text(options, 'from'),
    granularity: flag(options, 'daily') ? 'DAY' : 'MONTH',
    metric: word(text(options, 'metric')),
    groupBy: filled(options, 'by'),
    filter: filterOf(options),
    top: Number(text(options, 'top')),
    after: text(options, 'after'),
  });

/** A few periods by name, many by the first and the last. */
const several = (periods: readonly string[]): string =>
  periods.length <= 3 ? periods.join(', ') : `${periods.length} from ${periods[0] ?? ''} to ${periods.at(-1) ?? ''}`;

const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Periods side by side while they fit, else one below the other. */
const mostColumns = 6;

const renderReport = ({ periods, groups, rest, totals }: Report, by: readonly string[], name: string): string => {
  const rows: readonly Row[] = [
    ...groups,
    ...(rest.groups > 0 ? [{ ...rest, keys: [`${rest.groups} others`] }] : []),
    { ...totals, keys: [by.length > 0 ? 'total' : 'costs'] },
  ];
  const heading = by.length > 0 ? by : [''];
  const keys = heading.map((dimension, at): Column<Row> => [dimension, (row) => (row.keys[at] === '' ? '(none)' : (row.keys[at] ?? ''))]);
  if (periods.length <= mostColumns) {
    const amounts = periods.map((period, at): Column<Row> => [period, (row) => cents(row.byPeriod[at]?.[name]), 'right']);
    return renderTable([...keys, ...amounts, ...(periods.length > 1 ? [['sum', (row: Row) => cents(row.total[name]), 'right'] as const] : [])], rows);
  }
  const long = rows.flatMap((row) => [
    ...periods.map((period, at) => ({ ...row, period, amount: row.byPeriod[at]?.[name] })),
    { ...row, period: 'sum', amount: row.total[name] },
  ]);
  return renderTable<Row & { readonly period: string; readonly amount: string | undefined }>(
    [...(by.length > 0 ? keys : []), ['period', (row) => row.period], ['amount', (row) => cents(row.amount), 'right']],
    long,
  );
};

export const costsCommands: CommandGroup = {
  name: 'costs',
  description: 'Costs as collected: reports by anything, forecasts, spikes',
  commands: [
    {
      name: 'report',
      description: 'Report costs by month or day, grouped and filtered',
      options: [
        { flags: '--from <time>', description: 'first month, e.g. 2026-01, or day, e.g. 2026-01-31', required: true },
        { flags: '--to <time>', description: 'last one, included (default: the first)' },
        { flags: '--daily', description: 'by day, where daily costs are collected' },
        repeated('--by <dimension>', 'group by workspace, project, tenant, account, service, recordType, kind, payer or tag:<key>; at most two'),
        metric,
        repeated('--payer <account>', 'only of this payer'),
        repeated('--workspace <id>', 'only of this workspace'),
        repeated('--project <workspace/project>', 'only of this project'),
        repeated('--tenant <id>', 'only of this tenant'),
        repeated('--account <account>', 'only of this AWS account'),
        repeated('--service <name>', 'only of this service, as Cost Explorer names it'),
        repeated('--record-type <name>', 'only of this record type, as Cost Explorer names it'),
        repeated('--kind <kind>', 'only of this kind of a statement’s line, e.g. sp-usage'),
        repeated('--tag <key=value>', 'only of projects with this tag'),
        { flags: '--top <number>', description: 'groups shown, the largest first, at most 200', default: '20' },
        { flags: '--after <cursor>', description: 'the groups after this cursor' },
      ],
      examples: [
        'costs report --from 2026-01 --to 2026-03 --by workspace --by service',
        'costs report --from 2026-03-01 --to 2026-03-31 --daily --workspace payments --metric unblended',
        'costs report --from 2026-03 --by tag:costcenter --json',
      ],
      run: async ({ api, output }, _, options) => {
        const name = camel(text(options, 'metric') ?? 'amortized');
        const { costReport: report } = await api().query<{ costReport: Report }>(query(name), { input: inputOf(options) });
        output.result(report, () => renderReport(report, texts(options, 'by'), name));
        output.remark(`In ${report.currency}, ${text(options, 'metric') ?? ''}; --json has all ten digits.`);
        if (report.missing.length > 0) output.remark(`Never collected, so unknown: ${several(report.missing)}.`);
        if (report.estimated.length > 0) output.remark(`Estimated, may still change: ${several(report.estimated)}.`);
        if (report.spread !== null && report.spread !== '0')
          output.remark(`${cents(report.spread)} of unused reservations, booked on the first day of a month, is laid evenly on its days.`);
        if (report.pageInfo.hasNextPage) output.remark(`The next groups: --after ${report.pageInfo.endCursor ?? ''}`);
      },
    },
    showCommand({
      name: 'forecast',
      description: 'Show what the current month has come to, and what it is expected to come to',
      arguments: { '<workspace>': 'its identifier' },
      options: [
        { flags: '--project <id>', description: 'only of this project of the workspace' },
        { flags: '--payment-method <id>', description: 'only of projects of the workspace that it pays for' },
        metric,
        { flags: '--currency <code>', description: 'costs billed in another one do not count', default: 'USD' },
      ],
      query: 'costForecast',
      select: 'month actual forecast method',
      variables: { input: 'CostForecastInput!' },
      toVariables: ([workspace], options) => ({
        input: { scope: scopeOf(workspace, options), metric: word(text(options, 'metric')), currency: text(options, 'currency') },
      }),
      missing: 'There is no forecast.',
    }),
    listCommand({
      name: 'spikes',
      description: 'List days that cost far more than their account’s days usually do',
      options: [
        { flags: '--payer <account>', description: 'only of this payer' },
        { flags: '--account <account>', description: 'only of this AWS account' },
      ],
      query: 'costSpikes',
      select: 'payerAccountId accountId day amount usual excess detectedAt',
      variables: { payerAccountId: 'String', accountId: 'String' },
      toVariables: (_, options) => present({ payerAccountId: text(options, 'payer'), accountId: text(options, 'account') }),
      columns: [
        ['day', (row) => row.day],
        ['account', (row) => row.accountId],
        ['cost', (row) => cents(row.amount), 'right'],
        ['usual', (row) => cents(row.usual), 'right'],
        ['excess', (row) => cents(row.excess), 'right'],
        ['detected', (row) => row.detectedAt],
      ],
    }),
  ],
};

/** What costs are of, from a workspace and the options `project` and `paymentMethod`. */
export const scopeOf = (workspaceIdentifier: string | undefined, options: Options): Readonly<Record<string, unknown>> => {
  const [projectIdentifier, paymentMethodIdentifier] = [text(options, 'project'), text(options, 'paymentMethod')];
  const kind = projectIdentifier === undefined ? (paymentMethodIdentifier === undefined ? 'WORKSPACE' : 'PAYMENT_METHOD') : 'PROJECT';
  return present({ kind, workspaceIdentifier, projectIdentifier, paymentMethodIdentifier });
};
