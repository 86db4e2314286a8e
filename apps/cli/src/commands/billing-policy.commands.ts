import { stringify } from 'yaml';
import type { CommandGroup, Session } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { documentFile, present } from '../command/values.js';

const selection = '{ tenantIds accountIds kinds services sellers }';
const document = `basis reservedInstanceFairChargeback { effectiveFrom } savingsPlanFairChargeback { effectiveFrom }
  settlements { support tax credit refund discount other }
  sharedCosts { ruleId name source ${selection} method weights { tenantId weight } targets { tenantIds workspaceIdentifiers } }
  markups { ruleId name base ${selection} method rate tiers { from value } seller }
  prices { priceId name amount seller landingZones { platformIdentifier landingZoneIdentifier } tenantIds }
  platformTenantId currencies { workspaceIdentifier currency } closeAfterDays issuer`;

const payer = { '<payer>': 'twelve digits: the account that AWS bills' };

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
};

interface InForce {
  readonly month: string;
  readonly effectiveFrom: string | null;
  readonly policy: Readonly<Record<string, unknown>>;
}

/** Prints what `set --file` takes: YAML for people, JSON for programs. */
const show = async ({ api, output }: Session, payerAccountId: string | undefined, month: string | undefined): Promise<void> => {
  const query = `query ($payer: ID!, $month: String) { result: billingPolicy(payerAccountId: $payer, month: $month) { month effectiveFrom policy { ${document} } } }`;
  const { result } = await api().query<{ result: InForce }>(query, present({ payer: payerAccountId, month }));
  const policy = withoutNulls(result.policy);
  output.result(policy, () => stringify(policy).trimEnd());
  const since = result.effectiveFrom === null ? 'the default, as none was recorded' : `recorded for ${result.effectiveFrom} and later`;
  output.remark(`The policy that holds for ${result.month}: ${since}.`);
};

/** Everything in the document is text but the one number. */
const policyOf = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  present({ ...given, closeAfterDays: given.closeAfterDays === undefined ? undefined : Number(given.closeAfterDays) });

export const billingPolicyCommands: CommandGroup = {
  name: 'billing-policy',
  description: 'How a payer’s bill becomes statements',
  commands: [
    {
      name: 'show',
      description: 'Print the policy that holds for a month, as `set` takes it',
      arguments: payer,
      options: [{ flags: '--month <month>', description: 'e.g. 2026-03 (default: this month)' }],
      run: (session, [payerAccountId], options) => show(session, payerAccountId, text(options, 'month')),
    },
    listCommand({
      name: 'history',
      description: 'List the recorded policies, newest first',
      arguments: payer,
      plain: true,
      query: 'billingPolicyHistory',
      select: `effectiveFrom recordedAt recordedBy policy { ${document} }`,
      variables: { payerAccountId: 'ID!' },
      toVariables: ([payerAccountId]) => ({ payerAccountId }),
      columns: [
        ['from', (row) => row.effectiveFrom],
        ['recorded', (row) => row.recordedAt],
        ['by', (row) => row.recordedBy],
      ],
    }),
    mutationCommand({
      name: 'set',
      description: 'Replace the whole policy from a month on; closed months keep theirs',
      arguments: payer,
      options: [
        { flags: '--file <path>', description: 'YAML or JSON as `billing-policy show` prints it; - reads standard input', required: true },
        { flags: '--from <month>', description: 'month from which it holds, e.g. 2026-03', required: true },
      ],
      examples: ['billing-policy set 111122223333 --file policy.yaml --from 2026-03'],
      mutation: 'changeBillingPolicy',
      input: 'ChangeBillingPolicyInput',
      success: 'BillingPolicySuccess',
      select: 'billingPolicy { month effectiveFrom }',
      toInput: ([payerAccountId], options) => ({
        payerAccountId,
        effectiveFrom: text(options, 'from'),
        policy: policyOf(documentFile(text(options, 'file') ?? '-')),
      }),
      done: ([id], { billingPolicy }) => `The policy of payer ${id ?? ''} holds from ${(billingPolicy as InForce).month} on.`,
    }),
  ],
};
