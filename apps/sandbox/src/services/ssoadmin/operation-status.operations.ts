import type { Operation } from '../../core/service.js';
import type { SortedIds } from '../sorted-ids.js';
import { resourceNotFound } from './errors.js';
import { requestIdOf } from './operation-log.js';
import { assignmentStatusShape, provisioningStatusShape, statusMetadataShape } from './shapes.js';
import { nextToken, readPaging, REQUEST_ID, ssoAdminOperation, ssoAdminPage } from './ssoadmin-operation.js';
import type { AssignmentOperationRecord, OperationLog, ProvisioningRecord, SsoAdminState } from './state.js';
import { ssoAdminState } from './state.js';

const STATUSES = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'] as const;

type AnyRecord = AssignmentOperationRecord | ProvisioningRecord;

interface Log<R extends AnyRecord> {
  readonly of: (state: SsoAdminState) => OperationLog<R>;
  readonly open: (state: SsoAdminState) => SortedIds;
}

const describe = <R extends AnyRecord>(
  name: string,
  idMember: string,
  statusMember: string,
  log: Log<R>,
  shape: (operation: R) => unknown,
): Operation =>
  ssoAdminOperation(name, {
    mutates: false,
    parse: (members) => ({ id: members.text(idMember, REQUEST_ID) }),
    resources: () => [],
    handle: ({ id }, call) => {
      const operation = log.of(ssoAdminState(call.world)).byId[id];
      if (!operation) throw resourceNotFound(`Request ${id} does not exist.`);
      return { [statusMember]: shape(operation) };
    },
  });

const list = <R extends AnyRecord>(name: string, listMember: string, log: Log<R>): Operation =>
  ssoAdminOperation(name, {
    mutates: false,
    parse: (members) => ({ status: members.optionalStructure('Filter')?.optionalOneOf('Status', STATUSES), ...readPaging(members) }),
    resources: () => [],
    handle: ({ status, ...paging }, call) => {
      const state = ssoAdminState(call.world);
      const { byId, order } = log.of(state);
      // What is under way is few; what is over may be many thousands.
      const ids = status === 'IN_PROGRESS' ? log.open(state) : order;
      const page = ssoAdminPage(call, name, paging, ids, {
        scope: status ?? '',
        keep: (entry) => status === undefined || byId[requestIdOf(entry)]?.status === status,
      });
      return { [listMember]: page.ids.flatMap((entry) => byId[requestIdOf(entry)] ?? []).map(statusMetadataShape), ...nextToken(page) };
    },
  });

const creations: Log<AssignmentOperationRecord> = { of: (state) => state.creations, open: (state) => state.openCreations };
const deletions: Log<AssignmentOperationRecord> = { of: (state) => state.deletions, open: (state) => state.openDeletions };
const provisionings: Log<ProvisioningRecord> = { of: (state) => state.provisionings, open: (state) => state.openProvisionings };

export const operationStatusOperations: readonly Operation[] = [
  describe(
    'DescribeAccountAssignmentCreationStatus',
    'AccountAssignmentCreationRequestId',
    'AccountAssignmentCreationStatus',
    creations,
    assignmentStatusShape,
  ),
  describe(
    'DescribeAccountAssignmentDeletionStatus',
    'AccountAssignmentDeletionRequestId',
    'AccountAssignmentDeletionStatus',
    deletions,
    assignmentStatusShape,
  ),
  describe(
    'DescribePermissionSetProvisioningStatus',
    'ProvisionPermissionSetRequestId',
    'PermissionSetProvisioningStatus',
    provisionings,
    provisioningStatusShape,
  ),
  list('ListAccountAssignmentCreationStatus', 'AccountAssignmentsCreationStatus', creations),
  list('ListAccountAssignmentDeletionStatus', 'AccountAssignmentsDeletionStatus', deletions),
  list('ListPermissionSetProvisioningStatus', 'PermissionSetsProvisioningStatus', provisionings),
];
