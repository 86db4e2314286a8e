import type { CommandGroup } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';

const of = { '<payer>': 'twelve digits: the account that AWS bills', '<commitment>': 'id of the reservation or savings plan, as AWS names it' };
const change = {
  success: 'CommitmentSuccess',
  select: 'commitment { terms { commitmentId start end upfrontFee } fairChargeback { fair reasons } }',
  arguments: of,
};
const key = ([payerAccountId, commitmentId]: readonly string[]) => ({ payerAccountId, commitmentId });
const reason = { flags: '--reason <text>', description: 'why; recorded for good', required: true };

export const commitmentSettlementCommands: CommandGroup = {
  name: 'commitment',
  description: 'Reservations and savings plans, and who bears their upfront fees',
  commands: [
    mutationCommand({
      ...change,
      name: 'settle',
      description: 'Record that a tenant had paid the upfront fee before fair chargeback was on: it gets the discounts from a month on',
      options: [
        { flags: '--tenant <id>', description: 'who had paid', required: true },
        { flags: '--from <month>', description: 'first month of the discounts, e.g. 2026-03; not closed', required: true },
        reason,
      ],
      mutation: 'settleUpfront',
      input: 'SettleUpfrontInput',
      toInput: (args, options) => ({
        ...key(args),
        tenantId: text(options, 'tenant'),
        fromMonth: text(options, 'from'),
        reason: text(options, 'reason'),
      }),
      done: ([, id]) => `The upfront fee of ${id ?? ''} is settled.`,
    }),
    mutationCommand({
      ...change,
      name: 'novate',
      description: 'Hand the contract over to another tenant, with what is left of the upfront fee',
      options: [
        { flags: '--to <tenant>', description: 'who holds it from then on', required: true },
        { flags: '--month <month>', description: 'e.g. 2026-03; not closed', required: true },
        reason,
      ],
      mutation: 'novateCommitment',
      input: 'NovateCommitmentInput',
      toInput: (args, options) => ({
        ...key(args),
        toTenantId: text(options, 'to'),
        month: text(options, 'month'),
        reason: text(options, 'reason'),
      }),
      done: ([, id]) => `${id ?? ''} is handed over.`,
    }),
    mutationCommand({
      ...change,
      name: 'predecessor',
      description: 'Say that a commitment was made of another one by an exchange: it carries on that one’s balance',
      arguments: { ...of, '<predecessor>': 'id of the commitment that was exchanged for it' },
      options: [reason],
      mutation: 'nameCommitmentPredecessor',
      input: 'NamePredecessorInput',
      toInput: (args, options) => ({ ...key(args), predecessorId: args[2], reason: text(options, 'reason') }),
      done: ([, id, predecessor]) => `${id ?? ''} carries on the balance of ${predecessor ?? ''}.`,
    }),
  ],
};
