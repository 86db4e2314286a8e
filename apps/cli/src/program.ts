import { Injectable } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import type { CommandRunner } from 'nest-commander';
import { exitCodes } from './exit-codes.js';

const exits = [
  [exitCodes.done, 'done'],
  [exitCodes.refused, 'refused: a rule, a conflict, or no such object'],
  [exitCodes.usage, 'the command line is wrong'],
  [exitCodes.unreachable, 'the API could not be reached; repeat with the same --command-id'],
  [exitCodes.accessDenied, 'no API key, or one that may not do this'],
  [exitCodes.failed, 'what was waited for failed'],
] as const;

/** The root of the command line: its name and what `--help` says about all commands. */
@Injectable()
export class Program {
  constructor(@InjectCommander() program: Parameters<CommandRunner['setCommand']>[0]) {
    program
      .name('orgledger')
      .description('Governs many AWS accounts for many teams. Talks to the API of an Orgledger installation.')
      .showHelpAfterError('(--help lists the commands)')
      .addHelpText('after', `\nExit codes:\n${exits.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}`);
  }
}
