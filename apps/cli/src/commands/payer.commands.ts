import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { flag, text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { jsonFile, word } from '../command/values.js';

/** What `payer settings` prints and `payer change --file` reads. */
const settingsFields =
  'displayName partition region principalArn role { name path } costs monthlyRequestBudget optionalCalls { commitmentUsage dailyCosts }';
const shown = `payerAccountId ${settingsFields} externalId billingCurrency status registeredAt`;
const payer = { '<payer>': 'twelve digits: the account that AWS bills' };
const change = { success: 'PayerSuccess', select: `payer { ${shown} }`, arguments: payer };
const key = ([payerAccountId]: readonly string[]) => ({ payerAccountId });
const missing = 'There is no such payer. `orgledger payer list` shows those that are there.';
const reason: OptionDefinition = { flags: '--reason <text>', description: 'why; recorded for good', required: true };

const settings: readonly OptionDefinition[] = [
  { flags: '--name <text>', description: 'what people read', required: true },
  { flags: '--principal <arn>', description: 'ARN of the user or role whose credentials metering holds; not the replicator’s', required: true },
  { flags: '--role <name>', description: 'role in the payer account that reads costs', default: 'MeshCostExplorerServiceRole' },
  { flags: '--role-path <path>', description: 'path of that role', default: '/' },
  { flags: '--partition <name>', description: 'AWS partition', choices: ['aws', 'aws-us-gov', 'aws-cn'], default: 'aws' },
  { flags: '--region <name>', description: 'region of Cost Explorer’s endpoint', default: 'us-east-1' },
  {
    flags: '--costs <basis>',
    description: 'gross, or net with discounts folded in; fixed by the first collection',
    choices: ['gross', 'net'],
    default: 'gross',
  },
  { flags: '--request-budget <usd>', description: 'US dollars that paid requests may cost in a month', default: '25.00' },
  { flags: '--without-commitment-usage', description: 'do not read weekly who used each commitment' },
  { flags: '--without-daily-costs', description: 'do not read daily costs' },
];

const toSettings = (options: Options): Readonly<Record<string, unknown>> => ({
  displayName: text(options, 'name'),
  partition: word(text(options, 'partition')),
  region: text(options, 'region'),
  principalArn: text(options, 'principal'),
  role: { name: text(options, 'role'), path: text(options, 'rolePath') },
  costs: word(text(options, 'costs')),
  monthlyRequestBudget: text(options, 'requestBudget'),
  optionalCalls: { commitmentUsage: !flag(options, 'withoutCommitmentUsage'), dailyCosts: !flag(options, 'withoutDailyCosts') },
});

export const payerCommands: CommandGroup = {
  name: 'payer',
  description: 'Payers: the accounts that AWS bills, and how their costs are read',
  commands: [
    listCommand({
      name: 'list',
      description: 'List payers',
      plain: true,
      query: 'payers',
      select: shown,
      columns: [
        ['payer', (row) => row.payerAccountId],
        ['name', (row) => row.displayName],
        ['costs', (row) => row.costs],
        ['currency', (row) => row.billingCurrency],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one payer',
      arguments: payer,
      query: 'payer',
      select: shown,
      variables: { payerAccountId: 'ID!' },
      toVariables: key,
      missing,
    }),
    showCommand({
      name: 'settings',
      description: 'Print the settings of a payer, to change them in a file',
      arguments: payer,
      query: 'payer',
      select: settingsFields,
      variables: { payerAccountId: 'ID!' },
      toVariables: key,
      missing,
    }),
    mutationCommand({
      ...change,
      name: 'register',
      description: 'Register the management account of a platform as payer',
      options: [{ flags: '--platform <id>', description: 'a registered platform whose management account this is', required: true }, ...settings],
      examples: ['payer register 111122223333 --platform aws-main --name Acme --principal arn:aws:iam::222233334444:user/metering'],
      mutation: 'registerPayer',
      input: 'RegisterPayerInput',
      toInput: (args, options) => ({ ...key(args), platformIdentifier: text(options, 'platform'), settings: toSettings(options) }),
      done: ([id]) => `Payer ${id ?? ''} is registered. \`orgledger aws policies --platform …\` prints the metering role for its ExternalId.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace the settings of a payer',
      options: [{ flags: '--file <path>', description: 'JSON as `payer settings --json` prints it; - reads standard input', required: true }],
      mutation: 'changePayerSettings',
      input: 'ChangePayerSettingsInput',
      toInput: (args, options) => ({ ...key(args), settings: jsonFile(text(options, 'file') ?? '-') }),
      done: ([id]) => `The settings of payer ${id ?? ''} are replaced.`,
    }),
    mutationCommand({
      ...change,
      name: 'replace-external-id',
      description: 'Make a new ExternalId; collection fails until the role’s trust names it',
      mutation: 'replacePayerExternalId',
      input: 'PayerKeyInput',
      toInput: key,
      done: ([id]) => `Payer ${id ?? ''} has a new ExternalId. Print the metering role again and apply it.`,
    }),
    mutationCommand({
      ...change,
      name: 'remove',
      description: 'End the collection of a payer’s costs; what was collected stays',
      options: [reason],
      mutation: 'removePayer',
      input: 'RemovePayerInput',
      toInput: (args, options) => ({ ...key(args), reason: text(options, 'reason') }),
      done: ([id]) => `Payer ${id ?? ''} is removed.`,
    }),
  ],
};
