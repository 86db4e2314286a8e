import { ExternalCostResolver } from './metering/external-cost/external-cost.resolver.js';
import { InvoiceResolver } from './metering/invoice/invoice.resolver.js';
import { RatesResolver } from './metering/rates/rates.resolver.js';
import { BillingPolicyResolver } from './metering/policy/billing-policy.resolver.js';
import { AccountResolver } from './metering/account/account.resolver.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { BudgetResolver } from './metering/budget/budget.resolver.js';
import { CollectionResolver } from './metering/collection/collection.resolver.js';
import { CommitmentSettlementResolver } from './metering/commitment/commitment-settlement.resolver.js';
import { CommitmentResolver } from './metering/commitment/commitment.resolver.js';
import { CostReportResolver } from './metering/report/cost-report.resolver.js';
import { ForecastResolver } from './metering/budget/forecast.resolver.js';
import { NotificationResolver } from './notification/notification.resolver.js';
import { LandingZoneResolver } from './landing-zone/landing-zone.resolver.js';
import { PayerResolver } from './metering/payer/payer.resolver.js';
import { MonthResolver } from './metering/month/month.resolver.js';
import { PreviewResolver } from './metering/month/preview.resolver.js';
import { ReconciliationResolver } from './metering/reconciliation/reconciliation.resolver.js';
import { StatementResolver } from './metering/statement/statement.resolver.js';
import { PlatformResolver } from './platform/platform.resolver.js';
import { TemplateResolver } from './platform/template.resolver.js';
import { PaymentMethodResolver } from './payment-method/payment-method.resolver.js';
import { ProjectResolver } from './project/project.resolver.js';
import { DryRunResolver } from './replication/dry-run.resolver.js';
import { ReplicationRunResolver } from './replication/run.resolver.js';
import { SweepResolver } from './replication/sweep.resolver.js';
import { ProjectRoleResolver } from './role/project-role.resolver.js';
import { RoleBindingResolver } from './role/role-binding.resolver.js';
import { RoleMappingResolver } from './role/role-mapping.resolver.js';
import { TagDefinitionResolver } from './tag/tag-definition.resolver.js';
import { AccessResolver } from './tenant/access.resolver.js';
import { TenantResolver } from './tenant/tenant.resolver.js';
import { UserResolver } from './user/user.resolver.js';
import { WorkspaceResolver } from './workspace/workspace.resolver.js';

/** All that make up the schema. */
export const resolvers = [
  WorkspaceResolver,
  ProjectResolver,
  PaymentMethodResolver,
  PlatformResolver,
  LandingZoneResolver,
  TenantResolver,
  UserResolver,
  ProjectRoleResolver,
  RoleMappingResolver,
  RoleBindingResolver,
  TagDefinitionResolver,
  AccessResolver,
  TemplateResolver,
  ReplicationRunResolver,
  DryRunResolver,
  SweepResolver,
  AuditResolver,
  PayerResolver,
  AccountResolver,
  CollectionResolver,
  BillingPolicyResolver,
  RatesResolver,
  InvoiceResolver,
  ExternalCostResolver,
  MonthResolver,
  PreviewResolver,
  StatementResolver,
  ReconciliationResolver,
  CostReportResolver,
  CommitmentResolver,
  CommitmentSettlementResolver,
  BudgetResolver,
  ForecastResolver,
  NotificationResolver,
];
