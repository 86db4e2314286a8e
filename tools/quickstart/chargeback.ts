import { commandIdOf } from '../lab/command-ids.js';
import type { GraphqlClient } from '../lab/graphql-client.js';
import type { PlatformProcess } from '../lab/platform-process.js';
import { platformReaches } from '../lab/platform-time.js';
import type { SandboxControl } from '../lab/sandbox-control.js';
import { dayMs } from './calendar.js';
import type { Calendar } from './calendar.js';
import { billingPolicy } from './scenario.js';

/** One month as its statements have it; amounts are decimal text in the billing currency. */
export interface ChargedMonth {
  readonly month: string;
  readonly state: string;
  readonly statements: number;
  readonly lines: number;
  /** The bill that the statements sum to: ROUNDING included, mark-ups not. */
  readonly total: string;
  /** From the sandbox; null while the month is open. */
  readonly invoiceTotal: string | null;
  readonly difference: string | null;
}

interface Figures {
  readonly statements: number;
  readonly lines: number;
  readonly total: string;
}

export interface ChargebackOf {
  readonly platform: PlatformProcess;
  readonly sandbox: SandboxControl;
  readonly payerAccountId: string;
  readonly calendar: Calendar;
  readonly say: (text: string) => void;
}

const askEveryMs = 200;

/** Asks until there is an answer. */
const until = async <Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
};

/** Plants four months of costs, collects them twice, closes three months and previews the fourth. What is closed already stays as it is. */
export const chargeCosts = async (work: ChargebackOf): Promise<readonly ChargedMonth[]> => {
  const { sandbox, calendar, say, platform, payerAccountId } = work;
  const closing = calendar.months.slice(0, -1);
  const open = calendar.months.at(-1) ?? '';
  const states = await Promise.all(closing.map((month) => monthOf(platform.client, payerAccountId, month)));
  if (states.some((found) => found?.figures == null)) {
    await changePolicy(work);
    await advanceTo(work, Date.parse(calendar.collectAt));
    await sandbox.plantCosts({ since: calendar.origin, draw: 'mixed' });
    await collect(work, 'first');
    await advanceTo(work, (await sandbox.clock()).now + dayMs);
    await collect(work, 'second');
    for (const month of closing) {
      say(`▸ Closing ${month}`);
      await enterInvoice(work, month);
      await close(work, month);
    }
  }
  return [...(await Promise.all(closing.map((month) => charged(work, month)))), await previewed(work, open)];
};

const advanceTo = async ({ sandbox, platform }: ChargebackOf, target: number): Promise<void> => {
  const { now } = await sandbox.clock();
  if (now < target) await sandbox.advance(target - now);
  await platformReaches(platform, target);
};

const changePolicy = ({ platform, payerAccountId, calendar }: ChargebackOf) =>
  platform.client.mutate(
    'changeBillingPolicy',
    'ChangeBillingPolicyInput',
    { commandId: commandIdOf('billing policy'), payerAccountId, effectiveFrom: calendar.months[0], policy: billingPolicy },
    '... on BillingPolicySuccess { commandId }',
  );

interface Collection {
  readonly status: string;
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
}

const collect = async (work: ChargebackOf, which: string): Promise<void> => {
  const { payerAccountId, sandbox, say } = work;
  const { client } = work.platform;
  const { months } = work.calendar;
  const today = new Date((await sandbox.clock()).now).toISOString().slice(0, 10);
  say(`▸ Collecting costs of ${months[0] ?? ''} to ${months.at(-1) ?? ''}, as of ${today}`);
  const { pullId } = await client.mutate<{ pullId: string }>(
    'requestCollection',
    'RequestCollectionInput',
    { commandId: commandIdOf('collection', which), payerAccountId, months },
    '... on CollectionSuccess { pullId }',
  );
  await until(async () => {
    const document = 'query ($id: ID!) { collection(pullId: $id) { status problem { message remedy } } }';
    const { collection } = await client.query<{ collection: Collection | null }>(document, { id: pullId });
    if (collection?.problem && collection.status !== 'COMPLETED')
      throw new Error(`costs could not be collected: ${collection.problem.message} ${collection.problem.remedy ?? ''}`);
    return collection?.status === 'COMPLETED' ? collection : undefined;
  });
};

const enterInvoice = async ({ platform: { client }, sandbox, payerAccountId }: ChargebackOf, month: string): Promise<void> => {
  const { invoiceId, currency, total, lines } = await sandbox.invoice(month);
  const cents = new Map<string, bigint>();
  for (const { service, amount } of lines) cents.set(service, (cents.get(service) ?? 0n) + BigInt(amount.replace('.', '')));
  await client.mutate(
    'enterInvoice',
    'EnterInvoiceInput',
    {
      commandId: commandIdOf('invoice', invoiceId),
      payerAccountId,
      month,
      invoiceId,
      currency,
      total,
      lines: [...cents].map(([description, sum]) => ({ description, amount: textOf(sum) })),
    },
    '... on InvoiceSuccess { commandId }',
  );
};

const textOf = (cents: bigint): string => {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

interface Month {
  readonly state: string;
  readonly figures: Figures | null;
  readonly requestedCloseId: string | null;
  readonly checks: readonly { readonly passed: boolean; readonly message: string; readonly remedy: string | null }[];
}

const monthOf = async (client: GraphqlClient, payerAccountId: string, month: string): Promise<Month | null> => {
  const document = `query ($payer: String!, $month: String!) { month(payerAccountId: $payer, month: $month) {
    state figures { statements lines total } requestedCloseId checks { passed message remedy }
  } }`;
  return (await client.query<{ month: Month | null }>(document, { payer: payerAccountId, month })).month;
};

const close = async ({ platform: { client }, payerAccountId }: ChargebackOf, month: string): Promise<void> => {
  const input = { commandId: commandIdOf('close', month), payerAccountId, month };
  await client.mutate('closeMonth', 'CloseMonthInput', input, '... on MonthSuccess { commandId }');
  await until(async () => {
    const found = await monthOf(client, payerAccountId, month);
    if (found?.state === 'CLOSED') return true;
    const failed = found?.requestedCloseId === null ? found.checks.filter(({ passed }) => !passed) : [];
    if (failed.length > 0)
      throw new Error(`${month} cannot be closed:\n${failed.map(({ message, remedy }) => `  ${message} ${remedy ?? ''}`).join('\n')}`);
    return undefined;
  });
};

const charged = async ({ platform: { client }, sandbox, payerAccountId }: ChargebackOf, month: string): Promise<ChargedMonth> => {
  const found = await monthOf(client, payerAccountId, month);
  const { statements, lines, total } = found?.figures ?? { statements: 0, lines: 0, total: '0.00' };
  const invoiceTotal = (await sandbox.invoice(month)).total;
  const difference = textOf(BigInt(total.replace('.', '')) - BigInt(invoiceTotal.replace('.', '')));
  return { month, state: found?.state ?? 'OPEN', statements, lines, total, invoiceTotal, difference };
};

const previewed = async ({ platform: { client }, payerAccountId }: ChargebackOf, month: string): Promise<ChargedMonth> => {
  const document = `query ($payer: String!, $month: String!) {
    monthPreview(payerAccountId: $payer, month: $month, first: 1) { figures { statements lines total } }
  }`;
  const { monthPreview } = await client.query<{ monthPreview: { figures: Figures } }>(document, { payer: payerAccountId, month });
  const { statements, lines, total } = monthPreview.figures;
  return { month, state: 'PREVIEW', statements, lines, total, invoiceTotal: null, difference: null };
};
