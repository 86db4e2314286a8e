import { download } from '../client/download.js';
import type { CommandDefinition, CommandGroup, OptionDefinition, Session } from '../command/definition.js';
import { text } from '../command/definition.js';

const to: OptionDefinition = { flags: '--out <file>', description: 'where to write it; - for standard output (default: the file’s own name)' };

const save = async (session: Session, path: string, file: string): Promise<void> => {
  const { bytes } = await download(session.api().connection, path, file);
  if (file !== '-') session.output.result({ file, bytes }, () => `${file}: ${bytes} bytes`);
};

const statementDownload: CommandDefinition = {
  name: 'download',
  description: 'Download one statement',
  arguments: { '<statement>': 'id of the statement' },
  options: [{ flags: '--format <name>', description: 'kind of file', choices: ['pdf', 'csv', 'xlsx', 'json'], default: 'pdf' }, to],
  examples: ['statement download 2026-06.111122223333.0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f.0001 --format pdf'],
  run: (session, [statement = ''], options) => {
    const file = `${statement}.${text(options, 'format') ?? 'pdf'}`;
    return save(session, `/exports/statements/${encodeURIComponent(file)}`, text(options, 'out') ?? `statement-${file}`);
  },
};

const monthExport: CommandDefinition = {
  name: 'export',
  description: 'Download all statements of a month, or its costs as FOCUS 1.2',
  arguments: { '<payer>': 'twelve digits: the account that AWS bills', '<month>': 'YYYY-MM' },
  options: [
    {
      flags: '--format <name>',
      description: 'kind of file; focus-chargeback: what tenants are charged; focus-provider: what AWS billed',
      choices: ['csv', 'xlsx', 'json', 'focus-chargeback', 'focus-provider'],
      default: 'csv',
    },
    to,
  ],
  examples: ['month export 111122223333 2026-06 --format focus-chargeback --out focus.csv', 'focus check focus.csv'],
  run: (session, [payer = '', month = ''], options) => {
    const format = text(options, 'format') ?? 'csv';
    const file = `${month}.${format}${format.startsWith('focus-') ? '.csv' : ''}`;
    return save(session, `/exports/months/${encodeURIComponent(payer)}/${encodeURIComponent(file)}`, text(options, 'out') ?? `${payer}-${file}`);
  },
};

const costsExport: CommandDefinition = {
  name: 'costs',
  description: 'Download the costs of months as Cost Explorer gave them, as CSV',
  arguments: { '<payer>': 'twelve digits: the account that AWS bills', '<from>': 'YYYY-MM' },
  options: [{ flags: '--to <month>', description: 'the last month (default: the first; at most 36 months)' }, to],
  examples: ['month costs 111122223333 2026-01 --to 2026-06 --out costs.csv'],
  run: (session, [payer = '', from = ''], options) => {
    const last = text(options, 'to') ?? from;
    const query = new URLSearchParams({ payer, from, to: last });
    return save(session, `/exports/costs.csv?${query.toString()}`, text(options, 'out') ?? `costs-${payer}-${from}-${last}.csv`);
  },
};

/** Downloads beside the other commands of statements and months. */
export const exportCommands: readonly CommandGroup[] = [
  { name: 'statement', description: 'Statements: what tenants are charged for a month', commands: [statementDownload] },
  { name: 'month', description: 'Months of an AWS bill', commands: [monthExport, costsExport] },
];
