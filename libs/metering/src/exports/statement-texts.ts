import { descriptions } from '../statement/line-kinds.js';
import type { LineKind, Statement, StatementLine } from '../statement/statement.js';
import type { StatementDocument } from './export-document.js';
import { dayAndTime, grouped, monthName } from './readable.js';
import { sumAmounts } from './sections.js';

export const isCredit = ({ convertedTotal }: Pick<Statement, 'convertedTotal'>): boolean => convertedTotal.startsWith('-');

export const holderName = ({ statement: { holder } }: StatementDocument): string => {
  if (holder.tenantId === 'unassigned') return 'Accounts of nobody';
  if (holder.workspaceIdentifier === undefined) return holder.tenantId === 'platform' ? 'The platform' : holder.tenantId;
  return holder.projectIdentifier === undefined ? holder.workspaceIdentifier : `${holder.workspaceIdentifier} / ${holder.projectIdentifier}`;
};

export const versionText = ({ version, finalisedAt }: StatementDocument): string =>
  `${version}${version > 1 ? `, replaces ${version - 1}` : ''}, finalised ${dayAndTime(finalisedAt)}`;

export const paymentMethodText = ({ statement, assignedPaymentMethod }: StatementDocument): string => {
  const method = statement.holder.paymentMethod ?? assignedPaymentMethod;
  if (!method) return 'none set at the month’s end';
  const text = `${method.displayName} (${method.identifier})`;
  return statement.holder.paymentMethod || !assignedPaymentMethod ? text : `${text}, set ${assignedPaymentMethod.assignedAt.slice(0, 10)}`;
};

export const basisText = ({ basis }: Pick<Statement, 'basis'>): string => (basis === 'accrual' ? 'accrual (amortised)' : 'cash (unblended)');

const sold: ReadonlySet<LineKind> = new Set(['MARKUP', 'REBATE', 'PRICE', 'EXTERNAL']);

/** What a line charges, in one text: month of a correction, service, what it is, commitment, and who sells it where that is not AWS. */
export const describeLine = ({ service, description, commitmentId, correctedMonth, correctedKind, seller, kind }: StatementLine): string => {
  const said = correctedKind !== undefined && description === descriptions.CORRECTION ? descriptions[correctedKind] : description;
  const obvious = service === said || (kind === 'USAGE' && said === descriptions.USAGE);
  const what = service === undefined ? said : obvious ? service : `${service} – ${said}`;
  const of = correctedMonth === undefined ? what : `${monthName(correctedMonth)}: ${what}`;
  const commitment = commitmentId === undefined ? '' : ` [${commitmentId.split(/[/:]/).at(-1) ?? commitmentId}]`;
  return `${of}${commitment}${sold.has(kind) ? `, ${seller}` : ''}`;
};

const fairParts: readonly (readonly [LineKind, string])[] = [
  ['COMMITMENT_UPFRONT', 'upfront fees'],
  ['COMMITMENT_UPFRONT_DISCOUNT', 'taken back of such fees'],
  ['COMMITMENT_REFUND', 'for returned commitments'],
  ['COMMITMENT_NOVATION', 'moved with contracts'],
  ['COMMITMENT_TRUE_UP', 'of rounding'],
];

/** Fair chargeback in this statement's own numbers; undefined where it has none. */
export const fairExplanation = ({ lines, basis, currency, convertedTotal }: Statement): string | undefined => {
  if (basis === 'cash') return undefined;
  const parts = fairParts.flatMap(([kind, text]) => {
    const own = lines.filter((line) => line.kind === kind);
    return own.length === 0 ? [] : [{ text, sum: sumAmounts(own.map(({ converted }) => converted)) }];
  });
  if (parts.length === 0) return undefined;
  const money = (amount: string): string => `${grouped(amount)} ${currency}`;
  const fair = sumAmounts(parts.map(({ sum }) => sum));
  const rest = sumAmounts([convertedTotal, fair.startsWith('-') ? fair.slice(1) : `-${fair}`]);
  return `On this statement: ${parts.map(({ text, sum }) => `${money(sum)} ${text}`).join(', ')}. All other lines make ${money(rest)}, with these ${money(convertedTotal)}.`;
};

/** How the total stands to AWS's bill of the month; undefined where it is nothing else. */
export const billShare = ({ billTotal, total, billingCurrency }: Statement): string | undefined => {
  if (billTotal === total) return undefined;
  const money = (amount: string): string => `${grouped(amount)} ${billingCurrency}`;
  return `${money(billTotal)} of ${money(total)} are this tenant’s part of the AWS bill of this month; the rest is prices, mark-ups, exchange differences and corrections of earlier months.`;
};

/** How amounts came into the statement's currency; undefined where AWS bills in it. */
export const exchange = ({ billingCurrency, currency, rate }: Statement): string | undefined =>
  billingCurrency === currency
    ? undefined
    : `AWS bills in ${billingCurrency}. All amounts of this month are converted at ${rate} ${currency} for 1 ${billingCurrency}, fixed when the month was closed; corrections at the rate of their own month.`;
