import type { LineSelection } from '../policy/billing-policy.js';
import { textMatcher } from '../policy/text-pattern.js';
import type { DraftLine } from './draft-line.js';
import type { TenantLedger } from './ledger.js';
import type { LineKind } from './statement.js';

/** Whether a tenant's line is selected. `kinds`: those that are meant where the selection names none. */
export const lineSelector = (selection: LineSelection, field: string, kinds: (kind: LineKind) => boolean) => {
  const tenants = selection.tenantIds && new Set(selection.tenantIds);
  const accounts = selection.accountIds && new Set(selection.accountIds);
  const named = selection.kinds && new Set(selection.kinds);
  const service = textMatcher(selection.services, `${field}.services`);
  const seller = textMatcher(selection.sellers, `${field}.sellers`);
  return {
    tenant: ({ tenantId }: TenantLedger): boolean => tenants?.has(tenantId) ?? true,
    line: (line: DraftLine): boolean =>
      (named ? named.has(line.kind) : kinds(line.kind)) &&
      (accounts === undefined || (line.accountId !== undefined && accounts.has(line.accountId))) &&
      (selection.services === undefined || service(line.service ?? '')) &&
      seller(line.seller),
  };
};
