import { systemClock } from '@orgledger/kernel';
import type { CommandGroup, OptionDefinition, Options, Session } from '../command/definition.js';
import { text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { present, word } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

type Row = Readonly<Record<string, unknown>>;

interface Collection extends Row {
  readonly status: string;
  readonly observedMonths: readonly string[];
  readonly requests: number;
  readonly usd: string;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly problem: { readonly code: string; readonly message: string; readonly remedy: string | null } | null;
  readonly retryAt: string | null;
}

const payer = { '<payer>': 'twelve digits: the account that AWS bills' };
const months: OptionDefinition = {
  flags: '--month <month>',
  description: 'e.g. 2026-03; several times for several (default: the current and the last month, and what else is due)',
  repeated: true,
};
const shown = `pullId payerAccountId status trigger months observedMonths skipped requestedAt startedAt endedAt requests usd
  byOperation { operation requests } findings { code month accountId subject message } problem { code message remedy } retryAt
  checks { name subject result message remedy }`;
const planned = 'what requests optional';
const missing = 'There is no such collection. `orgledger collection list` shows those that are there.';
const askEveryMs = 500;

const monthsOf = (payerAccountId: string | undefined, options: Options) => {
  const given = texts(options, 'month');
  return present({ payerAccountId, months: given.length === 0 ? undefined : given });
};

/** Asks until the metering process has answered. */
const untilEnded = async ({ api, output }: Session, pullId: string): Promise<void> => {
  const client = api();
  for (;;) {
    const document = `query ($id: ID!) { collection(pullId: $id) { ${shown} } }`;
    const { collection } = await client.query<{ collection: Collection | null }>(document, { id: pullId });
    if (collection?.status === 'COMPLETED') {
      const { observedMonths, requests, usd, findings } = collection;
      output.result(collection, () =>
        [
          `Costs of ${observedMonths.length} months are collected: ${requests} requests, ${usd} USD.`,
          ...findings.map(({ code, message }) => `  ${code}: ${message}`),
        ].join('\n'),
      );
      return;
    }
    if (collection?.problem && (collection.status === 'FAILED' || collection.status === 'WAITING')) {
      const { problem, retryAt } = collection;
      const goesOn = retryAt === null ? '' : `\nIt goes on by itself at ${retryAt}, with the pages that it has.`;
      throw new CliFailure(exitCodes.failed, `${problem.code}: ${problem.message}\n${problem.remedy ?? ''}${goesOn}`, collection);
    }
    await systemClock.wait(askEveryMs);
  }
};

export const collectionCommands: CommandGroup = {
  name: 'collection',
  description: 'Readings of a payer’s costs from Cost Explorer',
  commands: [
    showCommand({
      name: 'plan',
      description: 'Show what the next collection asks for and costs, before it does',
      arguments: payer,
      options: [months],
      query: 'collectionPlan',
      select: `months { month calls { ${planned} } } days { ${planned} } requests usd requestsAMonth usdAMonth budget spent`,
      variables: { payerAccountId: 'String!', months: '[String!]' },
      toVariables: ([payerAccountId], options) => monthsOf(payerAccountId, options),
      missing: 'There is no such payer. `orgledger payer list` shows those that are there.',
    }),
    mutationCommand({
      name: 'request',
      description: 'Collect costs now',
      arguments: payer,
      options: [months, { flags: '--no-wait', description: 'do not wait until it has ended' }],
      examples: ['collection request 111122223333', 'collection request 111122223333 --month 2026-02 --month 2026-03'],
      success: 'CollectionSuccess',
      select: 'pullId',
      mutation: 'requestCollection',
      input: 'RequestCollectionInput',
      toInput: ([payerAccountId], options) => monthsOf(payerAccountId, options),
      done: (_, { pullId }) => `Collection ${String(pullId)} is asked for: the metering process reads Cost Explorer.`,
      then: (session, { pullId }, options) => (options.wait === false ? undefined : untilEnded(session, String(pullId))),
    }),
    listCommand({
      name: 'list',
      description: 'List collections, newest first',
      options: [
        { flags: '--payer <account>', description: 'only of this payer' },
        { flags: '--status <status>', description: 'only these', choices: ['requested', 'started', 'waiting', 'completed', 'failed'] },
      ],
      query: 'collections',
      select: shown,
      variables: { payerAccountId: 'String', status: 'CollectionStatus' },
      toVariables: (_, options) => present({ payerAccountId: text(options, 'payer'), status: word(text(options, 'status')) }),
      columns: [
        ['collection', (row) => row.pullId],
        ['payer', (row) => row.payerAccountId],
        ['requested', (row) => row.requestedAt],
        ['by', (row) => row.trigger],
        ['status', (row) => row.status],
        ['months', (row) => (row as Collection).observedMonths.length],
        ['requests', (row) => row.requests],
        ['usd', (row) => row.usd],
        ['findings', (row) => (row as Collection).findings.length],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one collection: requests, findings, what went wrong',
      arguments: { '<collection>': 'id of the collection' },
      query: 'collection',
      select: shown,
      variables: { pullId: 'ID!' },
      toVariables: ([pullId]) => ({ pullId }),
      missing,
    }),
  ],
};
