import { costExplorerService } from '../services/costexplorer/service.js';
import { iam } from '../services/iam/iam.service.js';
import { identityStoreService } from '../services/identitystore/service.js';
import { organizationsService } from '../services/organizations/service.js';
import { ssoAdminService } from '../services/ssoadmin/service.js';
import { sts } from '../services/sts/sts.service.js';
import type { Service } from './service.js';

export { invoiceOf } from '../services/costexplorer/invoice/invoice.js';
export { costsSoFar, plantCosts } from '../services/costexplorer/facts/control.js';
export { seedOrganization } from '../services/organizations/seed.js';

/** All services of the sandbox, in the order in which their states are made and settled. */
export const services: readonly Service[] = [iam, sts, organizationsService, ssoAdminService, identityStoreService, costExplorerService];
