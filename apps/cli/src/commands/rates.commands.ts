import { systemClock, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { CommandGroup, Options, Session } from '../command/definition.js';
import { text } from '../command/definition.js';
import { commandId, mutationCommand, mutationDocument } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { textFile } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { partsOfRateFile } from '../rate-file.js';

const base = { flags: '--base <currency>', description: 'billing currency of the payer', default: 'USD' };
const rate = 'base quote rate source day';

const importDocument = mutationDocument({
  mutation: 'importReferenceRates',
  input: 'ImportReferenceRatesInput',
  success: 'ReferenceRatesSuccess',
  select: 'imported',
});

/** Cost Explorer answers for 13 months back: older rates convert nothing. */
const thirteenMonthsAgo = (): string => {
  const now = systemClock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 13, 1)).toISOString().slice(0, 10);
};

/** Part by part, each under an id that follows from the command's: a repetition imports what is missing. */
const importRates = async (session: Session, file: string | undefined, options: Options): Promise<void> => {
  const since = text(options, 'since') ?? thirteenMonthsAgo();
  const parts = partsOfRateFile(textFile(file ?? '-'), since);
  if (parts.length === 0) throw new CliFailure(exitCodes.usage, `The file has no day from ${since} on: give an earlier one with --since.`);
  const id = text(options, 'commandId') ?? uuidv7(systemClock.now());
  let imported = 0;
  for (const [index, content] of parts.entries()) {
    const input = { commandId: uuidv5(id, index), base: text(options, 'base'), source: text(options, 'source'), content };
    imported += (await session.api().mutate<{ readonly imported: number }>(importDocument, input)).imported;
  }
  session.output.result({ imported, parts: parts.length, since, commandId: id }, () => `${imported} rates are new or changed.`);
};

export const ratesCommands: CommandGroup = {
  name: 'rates',
  description: 'Exchange rates for statements in other currencies than the bill’s',
  commands: [
    {
      name: 'import',
      description: 'Import a file of the European Central Bank: eurofxref-hist.csv, or XML',
      arguments: { '<file>': 'path of the file; - reads standard input' },
      options: [
        base,
        { flags: '--source <name>', description: 'name of the reference', default: 'ECB' },
        { flags: '--since <day>', description: 'only days from this one on, YYYY-MM-DD (default: 13 months back)' },
        commandId,
      ],
      examples: ['rates import eurofxref-hist.csv --base USD'],
      run: (session, [file], options) => importRates(session, file, options),
    },
    mutationCommand({
      name: 'set',
      description: 'Set the rate of a month that is not closed; it wins over reference rates',
      arguments: { '<month>': 'e.g. 2026-03', '<currency>': 'what statements are in, e.g. EUR', '<rate>': 'how much of it one of the base is' },
      options: [base, { flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      examples: ['rates set 2026-03 EUR 0.9137 --reason "rate of the treasury"'],
      mutation: 'setOwnRate',
      input: 'SetOwnRateInput',
      success: 'OwnRateSuccess',
      select: `rate { ${rate} }`,
      toInput: ([month, quote, value], options) => ({ month, quote, rate: value, base: text(options, 'base'), reason: text(options, 'reason') }),
      done: ([month, quote]) => `The rate for ${quote ?? ''} in ${month ?? ''} is set.`,
    }),
    showCommand({
      name: 'show',
      description: 'Show what a month would be converted with',
      arguments: { '<month>': 'e.g. 2026-03', '<currency>': 'e.g. EUR' },
      options: [base],
      query: 'exchangeRate',
      select: rate,
      variables: { month: 'String!', quote: 'String!', base: 'String!' },
      toVariables: ([month, quote], options) => ({ month, quote, base: text(options, 'base') }),
      missing: 'There is no rate for that month: import a rate file, or set one. Without it the month cannot be finalised.',
    }),
    listCommand({
      name: 'list',
      description: 'List the rates that were set by hand',
      options: [base],
      plain: true,
      query: 'ownRates',
      select: 'base quote month rate reason setAt',
      variables: { base: 'String!' },
      toVariables: (_, options) => ({ base: text(options, 'base') }),
      columns: [
        ['month', (row) => row.month],
        ['base', (row) => row.base],
        ['currency', (row) => row.quote],
        ['rate', (row) => row.rate],
        ['reason', (row) => row.reason],
      ],
    }),
  ],
};
