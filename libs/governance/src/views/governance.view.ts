import { fromRecorded } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import type { Projection, TableName, ViewPart } from '@orgledger/projections';
import { landingZonePart } from '../landing-zone/landing-zone.view.js';
import { paymentMethodPart } from '../payment-method/payment-method.view.js';
import { platformPart } from '../platform/platform.view.js';
import { projectPart } from '../project/project.view.js';
import { projectRolePart } from '../project-role/project-role.view.js';
import { roleBindingPart } from '../role-binding/role-binding.view.js';
import { roleMappingPart } from '../role-mapping/role-mapping.view.js';
import { tagDefinitionPart } from '../tag-definition/tag-definition.view.js';
import { tenantPart } from '../tenant/tenant.view.js';
import { userPart } from '../user/user.view.js';
import { workspacePart } from '../workspace/workspace.view.js';
import { createTables } from '@orgledger/projections';

const parts: readonly ViewPart[] = [
  workspacePart,
  projectPart,
  paymentMethodPart,
  platformPart,
  landingZonePart,
  tenantPart,
  userPart,
  projectRolePart,
  roleMappingPart,
  roleBindingPart,
  tagDefinitionPart,
];

const handlers = new Map(parts.flatMap((part) => Object.entries(part.apply)));

/** One projection for all objects, so that what joins them, such as a tenant's snapshot, is of one moment. */
export const governanceProjection: Projection = {
  name: 'governance',
  version: 2,
  filter: { types: [...handlers.keys()] },
  tables: parts.flatMap((part) => Object.keys(part.tables)),
  create: async (db, physical) => {
    for (const part of parts) await createTables(db, part, physical);
  },
  apply: async (tx, recorded, physical) => {
    const event = fromRecorded<DomainEvent>(recorded);
    await handlers.get(event.type)?.(tx, { event: event as never, at: recorded.metadata.at, recorded }, physical as TableName);
  },
};
