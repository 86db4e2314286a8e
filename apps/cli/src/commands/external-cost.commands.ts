import { systemClock, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { CommandGroup, Options, Session } from '../command/definition.js';
import { text } from '../command/definition.js';
import { commandId, mutationCommand, mutationDocument } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { textFile } from '../command/values.js';
import { csvRows } from '../csv.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

const shown = 'importId payerAccountId name rows total status importedAt';
const payer = { '<payer>': 'twelve digits: the account that AWS bills' };
const columns = ['month', 'tenantId', 'description', 'seller', 'amount'] as const;
const rowsAtOnce = 500;

const importDocument = mutationDocument({
  mutation: 'importExternalCosts',
  input: 'ImportExternalCostsInput',
  success: 'ExternalCostImportSuccess',
  select: 'importId',
});

/** At most 500 rows in one import, each import under an id that follows from the command's: a repetition imports what is missing. */
const importCosts = async (session: Session, [payerAccountId, file]: readonly string[], options: Options): Promise<void> => {
  const rows = csvRows(textFile(file ?? '-'), columns);
  if (rows.length === 0) throw new CliFailure(exitCodes.usage, 'The file has no rows below its first line.');
  const id = text(options, 'commandId') ?? uuidv7(systemClock.now());
  const name = text(options, 'name');
  const importIds: string[] = [];
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const input = { commandId: uuidv5(id, start), payerAccountId, name, costs: rows.slice(start, start + rowsAtOnce) };
    importIds.push((await session.api().mutate<{ readonly importId: string }>(importDocument, input)).importId);
  }
  session.output.result({ importIds, rows: rows.length, commandId: id }, () => `${rows.length} costs are imported as ${importIds.join(', ')}.`);
};

export const externalCostCommands: CommandGroup = {
  name: 'external-cost',
  description: 'Costs that AWS does not bill: licences, staff, another cloud',
  commands: [
    {
      name: 'import',
      description: `Import costs of open months from CSV with the columns ${columns.join(', ')}`,
      arguments: { ...payer, '<file>': 'path of the file; - reads standard input' },
      options: [{ flags: '--name <text>', description: 'what people read', required: true }, commandId],
      examples: ['external-cost import 111122223333 licences.csv --name "Database licences 2026-03"'],
      run: importCosts,
    },
    listCommand({
      name: 'list',
      description: 'List imports',
      options: [{ flags: '--payer <id>', description: 'only of this payer' }],
      query: 'externalCostImports',
      select: shown,
      variables: { payerAccountId: 'String' },
      toVariables: (_, options) => ({ payerAccountId: text(options, 'payer') }),
      columns: [
        ['import', (row) => row.importId],
        ['name', (row) => row.name],
        ['rows', (row) => row.rows],
        ['total', (row) => row.total],
        ['status', (row) => row.status],
        ['imported', (row) => row.importedAt],
      ],
    }),
    listCommand({
      name: 'show',
      description: 'Show the costs that count for a month',
      arguments: { ...payer, '<month>': 'e.g. 2026-03' },
      plain: true,
      query: 'externalCosts',
      select: 'costId month tenantId description seller amount',
      variables: { payerAccountId: 'ID!', month: 'String!' },
      toVariables: ([payerAccountId, month]) => ({ payerAccountId, month }),
      columns: [
        ['tenant', (row) => row.tenantId],
        ['description', (row) => row.description],
        ['seller', (row) => row.seller],
        ['amount', (row) => row.amount],
      ],
    }),
    mutationCommand({
      name: 'withdraw',
      description: 'Withdraw all costs of an import, while all its months are open',
      arguments: { '<import>': 'id of the import' },
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'withdrawExternalCosts',
      input: 'WithdrawExternalCostsInput',
      success: 'ExternalCostImportSuccess',
      select: `importId externalCostImport { ${shown} }`,
      toInput: ([importId], options) => ({ importId, reason: text(options, 'reason') }),
      done: ([id]) => `The costs of import ${id ?? ''} count no more.`,
    }),
  ],
};
