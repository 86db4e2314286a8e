import type { Type } from '@nestjs/common';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import type { CommandMetadata } from 'nest-commander';
import { findConnection } from '../client/connection.js';
import type { ConnectionFlags } from '../client/connection.js';
import { GraphQLClient } from '../client/graphql-client.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { createOutput } from '../output/output.js';
import type { Output } from '../output/output.js';
import type { CommandDefinition, CommandGroup, OptionDefinition, Options, Session } from './definition.js';
import { text } from './definition.js';

type Commander = Parameters<CommandRunner['setCommand']>[0];

const common: readonly OptionDefinition[] = [
  { flags: '--json', description: 'print the result as one JSON value' },
  { flags: '--endpoint <url>', description: 'address of the API (or ORGLEDGER_ENDPOINT; default http://127.0.0.1:4000)' },
  { flags: '--api-key <key>', description: 'API key (better: ORGLEDGER_API_KEY, or once `orgledger login`)' },
  { flags: '--data-dir <path>', description: 'folder with the settings of `orgledger login` (or ORGLEDGER_DATA_DIR)' },
];

/** nest-commander's classes of a group and its commands, made from their definitions. */
export const runnersOf = (group: CommandGroup): readonly Type<CommandRunner>[] => {
  const subCommands = group.commands.map((definition) => subCommandOf(group, definition));

  class Group extends CommandRunner {
    override setCommand(command: Commander): this {
      return super.setCommand(withUsageErrors(command));
    }

    override run([unknown]: string[]): Promise<void> {
      if (unknown !== undefined)
        this.command.error(`error: ${group.name} has no command '${unknown}'. It has: ${group.commands.map(({ name }) => name).join(', ')}.`);
      return Promise.resolve(this.command.help({ error: true }));
    }
  }
  return [named(`${group.name}Group`, Command({ name: group.name, description: group.description, subCommands }), Group), ...subCommands];
};

/** The class of a command that stands alone. */
export const runnerOf = (definition: CommandDefinition): Type<CommandRunner> =>
  named(definition.name, Command(metadataOf(definition)), leafOf(definition));

const subCommandOf = (group: CommandGroup, definition: CommandDefinition): Type<CommandRunner> =>
  named(`${group.name} ${definition.name}`, SubCommand(metadataOf(definition)), leafOf(definition));

const metadataOf = ({ name, description, arguments: args = {} }: CommandDefinition): CommandMetadata => ({
  name,
  description,
  ...(Object.keys(args).length > 0 ? { arguments: Object.keys(args).join(' '), argsDescription: { ...args } } : {}),
});

const leafOf = (definition: CommandDefinition): Type<CommandRunner> => {
  class Leaf extends CommandRunner {
    override setCommand(command: Commander): this {
      for (const option of [...(definition.options ?? []), ...common]) addOption(command, option);
      const { examples = [] } = definition;
      if (examples.length > 0) command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ orgledger ${example}`).join('\n')}`);
      return super.setCommand(withUsageErrors(command));
    }

    override async run(args: string[]): Promise<void> {
      const options = this.command.opts<Options>();
      const output = createOutput(options.json === true);
      try {
        await definition.run(sessionOf(output, options), args, options);
      } catch (error) {
        report(error, output);
      }
    }
  }
  return Leaf;
};

// nest-commander finds the options of a command by the name of its class, so each class has one of its own.
const named = (name: string, decorate: (type: Type<CommandRunner>) => unknown, type: Type<CommandRunner>): Type<CommandRunner> => {
  Object.defineProperty(type, 'name', { value: name });
  decorate(type);
  return type;
};

const addOption = (command: Commander, { flags, description, required, choices, default: value, repeated }: OptionDefinition): void => {
  const option = command.createOption(flags, description).makeOptionMandatory(required ?? false);
  if (choices) option.choices([...choices]);
  if (value !== undefined) option.default(value);
  if (repeated) option.argParser((item: string, before: readonly string[] | undefined) => [...(before ?? []), item]);
  command.addOption(option);
};

const withUsageErrors = (command: Commander): Commander =>
  command
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage))
    .showHelpAfterError('(--help shows how to use it)');

const sessionOf = (output: Output, options: Options): Session => {
  const flags: ConnectionFlags = {
    ...(text(options, 'endpoint') === undefined ? {} : { endpoint: text(options, 'endpoint') ?? '' }),
    ...(text(options, 'apiKey') === undefined ? {} : { apiKey: text(options, 'apiKey') ?? '' }),
    ...(text(options, 'dataDir') === undefined ? {} : { dataDir: text(options, 'dataDir') ?? '' }),
  };
  return { output, flags, api: () => new GraphQLClient(findConnection(flags, process.env)) };
};

const report = (error: unknown, output: Output): void => {
  if (!(error instanceof CliFailure)) throw error;
  process.exitCode = error.exitCode;
  if (output.json) output.result({ error: { message: error.message, ...error.problem } }, () => '');
  else process.stderr.write(`${error.message}\n`);
};
