import type { CommandGroup } from '../command/definition.js';
import { externalCostCommands } from './external-cost.commands.js';
import { invoiceCommands } from './invoice.commands.js';
import { ratesCommands } from './rates.commands.js';
import { billingPolicyCommands } from './billing-policy.commands.js';
import { accountCommands } from './account.commands.js';
import { auditCommands } from './audit.commands.js';
import { awsCommands } from './aws.commands.js';
import { bindingCommands } from './binding.commands.js';
import { budgetCommands } from './budget.commands.js';
import { commitmentCommands } from './commitment.commands.js';
import { costsCommands } from './costs.commands.js';
import { collectionCommands } from './collection.commands.js';
import { commitmentSettlementCommands } from './commitment-settlement.commands.js';
import { exportCommands } from './export.commands.js';
import { focusCommands } from './focus.commands.js';
import { landingZoneCommands } from './landing-zone.commands.js';
import { monthCommands } from './month.commands.js';
import { paymentMethodCommands } from './payment-method.commands.js';
import { notificationCommands } from './notification.commands.js';
import { payerCommands } from './payer.commands.js';
import { platformCommands } from './platform.commands.js';
import { projectCommands } from './project.commands.js';
import { replicationCommands } from './replication.commands.js';
import { roleCommands, roleMappingCommands } from './role.commands.js';
import { statementCommands } from './statement.commands.js';
import { tagCommands } from './tag.commands.js';
import { tenantCommands } from './tenant.commands.js';
import { userCommands } from './user.commands.js';
import { workspaceCommands } from './workspace.commands.js';

const groups: readonly CommandGroup[] = [
  platformCommands,
  awsCommands,
  landingZoneCommands,
  workspaceCommands,
  projectCommands,
  tenantCommands,
  replicationCommands,
  userCommands,
  roleCommands,
  roleMappingCommands,
  bindingCommands,
  tagCommands,
  paymentMethodCommands,
  payerCommands,
  collectionCommands,
  ...exportCommands,
  focusCommands,
  auditCommands,
  accountCommands,
  billingPolicyCommands,
  ratesCommands,
  commitmentCommands,
  commitmentSettlementCommands,
  invoiceCommands,
  externalCostCommands,
  monthCommands,
  statementCommands,
  costsCommands,
  budgetCommands,
  notificationCommands,
];

/** In the order in which `orgledger --help` shows them. Several files may add to one group. */
export const commandGroups: readonly CommandGroup[] = groups
  .filter(({ name }, at) => groups.findIndex((group) => group.name === name) === at)
  .map((group) => ({ ...group, commands: groups.filter(({ name }) => name === group.name).flatMap(({ commands }) => commands) }));
