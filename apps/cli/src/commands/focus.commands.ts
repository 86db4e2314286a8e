import { createReadStream } from 'node:fs';
import type * as Focus from '@orgledger/focus';
import type { CheckOptions, FocusReport } from '@orgledger/focus';
import type { CommandGroup, Options, Session } from '../command/definition.js';
import { flag, text, texts } from '../command/definition.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

const check = async (session: Session, path: string, options: Options): Promise<void> => {
  const focus = await import('@orgledger/focus');
  const report = await reportOn(focus, path, optionsOf(focus, options));
  session.output.result(report, () => focus.renderReport(report, flag(options, 'all')));
  if (report.total.failed > 0) process.exitCode = exitCodes.failed;
};

const optionsOf = ({ focusModel }: typeof Focus, options: Options): CheckOptions => {
  const criteria = texts(options, 'criterion');
  const known = focusModel().criteria;
  const unknown = criteria.find((name) => !known.has(name) && name !== 'none');
  if (unknown !== undefined)
    throw new CliFailure(
      exitCodes.usage,
      `--criterion ${unknown}: choose from\n${[...known].map(([name, meaning]) => `  ${name}  ${meaning}`).join('\n')}\n  none`,
    );
  return {
    asWritten: flag(options, 'asWritten'),
    rowsShown: Number(text(options, 'rows')),
    ...(criteria.length > 0 ? { criteria: criteria.filter((name) => name !== 'none') } : {}),
  };
};

const reportOn = async ({ checkCsv, CsvError, focusModel }: typeof Focus, path: string, options: CheckOptions): Promise<FocusReport> => {
  try {
    return await checkCsv(path === '-' ? process.stdin : createReadStream(path), focusModel(), options);
  } catch (error) {
    if (error instanceof CsvError) throw new CliFailure(exitCodes.refused, `${path}, ${error.message}`, { code: 'NOT_A_TABLE', line: error.line });
    if (typeof (error as NodeJS.ErrnoException).code === 'string')
      throw new CliFailure(exitCodes.usage, `${path} cannot be read: ${(error as Error).message}`);
    throw error;
  }
};

export const focusCommands: CommandGroup = {
  name: 'focus',
  description: 'Cost data in the format of FOCUS 1.2',
  commands: [
    {
      name: 'check',
      description: 'Check a CSV file by the 621 rules of FOCUS 1.2; works without the API',
      arguments: { '<file>': 'the CSV file; - reads standard input' },
      options: [
        {
          flags: '--criterion <name>',
          description: 'an applicability criterion that holds; repeat for more (default: all; none for none)',
          repeated: true,
        },
        { flags: '--rows <number>', description: 'how many rows at fault each rule names', default: '5' },
        { flags: '--all', description: 'list the rules that passed or were skipped, too' },
        { flags: '--as-written', description: 'follow the rule file even where it contradicts the words of its own rule' },
      ],
      examples: ['focus check focus.csv', 'focus check focus.csv --json --criterion SUB_ACCOUNT_SUPPORTED'],
      run: (session, [path = ''], options) => check(session, path, options),
    },
  ],
};
