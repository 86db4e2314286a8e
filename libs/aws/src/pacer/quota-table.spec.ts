import { QuotaTable } from './quota-table.js';

const data = {
  note: 'not config/aws-quotas.json',
  default: { rate: 7, burst: 4 },
  organizations: { CreateAccount: { rate: 0.5, burst: 2, outstanding: 3 }, minimumAgeDays: 4 },
  ssoadmin: {
    allOperations: { rate: 9, burst: 9 },
    ProvisionPermissionSet: { outstanding: 2 },
    assignmentOperations: { operations: ['CreateAccountAssignment'], outstanding: 6, perAccount: 1 },
  },
};

describe('QuotaTable', () => {
  const table = new QuotaTable(data);

  it('finds the quota of an operation, of a list of operations and of a whole service', () => {
    expect(table.limitsOf('organizations', 'CreateAccount')).toEqual({
      buckets: [{ name: 'organizations.CreateAccount', rate: 0.5, burst: 2 }],
      slots: [{ name: 'organizations.CreateAccount', outstanding: 3 }],
    });
    expect(table.limitsOf('ssoadmin', 'CreateAccountAssignment')).toEqual({
      buckets: [{ name: 'ssoadmin.allOperations', rate: 9, burst: 9 }],
      slots: [{ name: 'ssoadmin.assignmentOperations', outstanding: 6, perTarget: 1 }],
    });
    expect(table.limitsOf('ssoadmin', 'ListInstances').slots).toEqual([]);
  });

  it('paces an operation without a quota by the default, in a bucket of its own', () => {
    expect(table.limitsOf('organizations', 'TagResource').buckets).toEqual([{ name: 'organizations.TagResource', rate: 7, burst: 4 }]);
    expect(table.limitsOf('iam', 'GetRole').buckets).toEqual([{ name: 'iam.GetRole', rate: 7, burst: 4 }]);
  });

  it('applies a platform’s overrides and keeps the rest', () => {
    const raised = new QuotaTable(data, { organizations: { CreateAccount: { outstanding: 8 } } });
    expect(raised.limitsOf('organizations', 'CreateAccount')).toEqual({
      buckets: [{ name: 'organizations.CreateAccount', rate: 0.5, burst: 2 }],
      slots: [{ name: 'organizations.CreateAccount', outstanding: 8 }],
    });
  });

  it('names the entry that makes no sense', () => {
    expect(() => new QuotaTable({ ...data, iam: { GetRole: { rate: 0 } } }).limitsOf('iam', 'GetRole')).toThrow(
      /iam\.GetRole\.rate must be a number above 0/,
    );
    expect(() => new QuotaTable({})).toThrow(/default\.rate is missing/);
  });
});
