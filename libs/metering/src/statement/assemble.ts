import { formatDigits, scale } from '@orgledger/kernel';
import type { BillingPolicy } from '../policy/billing-policy.js';
import { lineId } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import { linesOf } from './ledger.js';
import type { TenantLedger } from './ledger.js';
import { descriptions } from './line-kinds.js';
import type { MonthInputs } from './month-inputs.js';
import { outsideTheBill } from './statement.js';
import type { Statement, StatementLine } from './statement.js';

const outside = new Set(outsideTheBill);

/** The statement of a rounded ledger: members in one fixed order, so that its JSON has the same bytes each time. */
export const assemble = (ledger: TenantLedger, inputs: MonthInputs, basis: BillingPolicy['basis']): Statement => {
  const lines = linesOf(ledger);
  let total = 0n;
  let converted = 0n;
  let bill = 0n;
  for (const line of lines) {
    total += line.cents;
    converted += line.converted;
    if (!outside.has(line.kind)) bill += line.cents;
  }
  return {
    payerAccountId: inputs.payerAccountId,
    month: inputs.month,
    holder: holderOf(ledger),
    basis,
    billingCurrency: inputs.billingCurrency,
    currency: ledger.currency,
    rate: ledger.rate,
    lines: lines.map(statementLine),
    total: formatDigits(total, 2),
    convertedTotal: formatDigits(converted, 2),
    billTotal: formatDigits(bill, 2),
  };
};

const statementLine = (line: DraftLine): StatementLine => ({
  lineId: lineId(line),
  kind: line.kind,
  ...(line.service !== undefined && { service: line.service }),
  ...(line.recordType !== undefined && { recordType: line.recordType }),
  ...(line.accountId !== undefined && { accountId: line.accountId }),
  ...(line.commitmentId !== undefined && { commitmentId: line.commitmentId }),
  ...(line.sourceId !== undefined && { sourceId: line.sourceId }),
  description: line.description === undefined ? descriptions[line.kind] : `${descriptions[line.kind]}: ${line.description}`,
  seller: line.seller,
  exact: formatDigits(line.exact, scale),
  amount: formatDigits(line.cents, 2),
  converted: formatDigits(line.converted, 2),
  ...(line.billed !== undefined && { billed: formatDigits(line.billed, scale) }),
  ...(line.correctedMonth !== undefined && { correctedMonth: line.correctedMonth }),
  ...(line.correctedKind !== undefined && { correctedKind: line.correctedKind }),
});

const holderOf = ({ holder }: TenantLedger): Statement['holder'] => ({
  tenantId: holder.tenantId,
  ...(holder.workspaceIdentifier !== undefined && { workspaceIdentifier: holder.workspaceIdentifier }),
  ...(holder.projectIdentifier !== undefined && { projectIdentifier: holder.projectIdentifier }),
  ...(holder.platformIdentifier !== undefined && { platformIdentifier: holder.platformIdentifier }),
  ...(holder.landingZoneIdentifier !== undefined && { landingZoneIdentifier: holder.landingZoneIdentifier }),
  tags: Object.fromEntries(Object.entries(holder.tags).sort(([a], [b]) => (a < b ? -1 : 1))),
  ...(holder.paymentMethod !== undefined && {
    paymentMethod: { identifier: holder.paymentMethod.identifier, displayName: holder.paymentMethod.displayName },
  }),
});
