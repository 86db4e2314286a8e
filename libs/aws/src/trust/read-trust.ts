import { hardenedTrust } from './hardened-trust.js';
import type { ExpectedTrust, TrustFinding, TrustFindingCode, TrustReading } from './trust-reading.js';
import { parseTrust } from './trust-statement.js';
import type { TrustStatement } from './trust-statement.js';

/**
 * Reads a trust document and says whether exactly the expected principal may enter, and only with the ExternalId. It finds what probes
 * cannot: a second ExternalId, an open principal, a principal of another account. Any finding of severity `error` makes it insecure.
 * @source specs/connections.md §3.5, 6
 */
export const readTrust = (document: unknown, expected: ExpectedTrust): TrustReading => {
  const statements = parseTrust(document);
  const findings = statements
    ? [...statements.flatMap((statement) => readStatement(statement, expected)), ...readEntry(statements, expected)]
    : [unreadable];
  return {
    verdict: findings.some((finding) => finding.severity === 'error') ? 'insecure' : 'secure',
    findings,
    useInstead: hardenedTrust(expected),
  };
};

const readStatement = (statement: TrustStatement, expected: ExpectedTrust): readonly TrustFinding[] => {
  if (!statement.allows) return [];
  if (!statement.actions)
    return [
      finding(
        'NOT_ACTION',
        'error',
        statement,
        'allows everything but a list of actions (NotAction)',
        'Name the action: "Action": "sts:AssumeRole".',
      ),
    ];
  if (!statement.actions.some(entersRole)) return [];
  if (!statement.principals)
    return [
      finding(
        'NOT_PRINCIPAL',
        'error',
        statement,
        'lets in everybody but a list (NotPrincipal)',
        `Name the one principal: ${expected.principalArn}.`,
      ),
    ];
  const assumes = statement.actions.some((action) => matches(action, 'sts:assumerole'));
  const findings = statement.principals.map((principal) => readPrincipal(principal, statement, expected)).filter((found) => found !== undefined);
  const needsExternalId = assumes && statement.principals.some(({ value }) => !expected.breakGlassRoleArns.includes(value));
  return needsExternalId ? [...findings, ...readExternalId(statement, expected)] : findings;
};

const readPrincipal = (principal: { kind: string; value: string }, statement: TrustStatement, expected: ExpectedTrust): TrustFinding | undefined => {
  const { kind, value } = principal;
  const onlyOurs = `Name only ${expected.principalArn} as principal.`;
  if (value === '*') return finding('WILDCARD_PRINCIPAL', 'error', statement, 'lets in every AWS account (Principal "*")', onlyOurs);
  if (kind === 'Federated') return finding('FEDERATED_PRINCIPAL', 'error', statement, `lets in identities of ${value}`, onlyOurs);
  if (kind === 'Service') return finding('SERVICE_PRINCIPAL', 'error', statement, `lets in the AWS service ${value}`, onlyOurs);
  if (kind !== 'AWS') return finding('FOREIGN_PRINCIPAL', 'error', statement, `lets in ${value} (${kind})`, onlyOurs);
  if (value === expected.principalArn) return undefined;
  if (expected.breakGlassRoleArns.includes(value))
    return finding(
      'BREAK_GLASS_PRINCIPAL',
      'info',
      statement,
      `lets in the break-glass role ${value}`,
      'Nothing to do: the platform names this role as break-glass.',
    );
  if (/^A(?:IDA|ROA)[A-Z0-9]{12,}$/.test(value))
    return finding(
      'DELETED_PRINCIPAL',
      'error',
      statement,
      `names ${value}, a user or role that was deleted`,
      `${onlyOurs} A principal that was deleted and made again must be written again.`,
    );
  const root = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(value);
  if (root && root[1] === expected.principalArn.split(':')[4])
    return finding(
      'ACCOUNT_ROOT_PRINCIPAL',
      'warning',
      statement,
      `lets in every principal of account ${root[1] ?? ''} whose own policy allows it`,
      onlyOurs,
    );
  return finding('FOREIGN_PRINCIPAL', 'error', statement, `lets in ${value}, which is not the platform's principal`, onlyOurs);
};

const readExternalId = (statement: TrustStatement, expected: ExpectedTrust): readonly TrustFinding[] => {
  const onExternalId = statement.conditions.filter(({ key }) => key === 'sts:externalid');
  const exact = onExternalId.find(({ operator }) => operator.toLowerCase() === 'stringequals');
  const remedy = `Demand it exactly: "Condition": {"StringEquals": {"sts:ExternalId": ${JSON.stringify(expected.externalIds[0] ?? '')}}}.`;
  if (exact) {
    const foreign = exact.values.filter((value) => !expected.externalIds.includes(value)).length;
    return foreign === 0
      ? []
      : [
          finding(
            'EXTERNAL_ID_FOREIGN',
            'error',
            statement,
            `accepts ${foreign} ExternalId${foreign === 1 ? '' : 's'} that the platform never gave out`,
            remedy,
          ),
        ];
  }
  const weak = onExternalId[0];
  if (!weak)
    return [
      finding('EXTERNAL_ID_MISSING', 'error', statement, 'asks for no ExternalId: anybody who makes the platform call this role gets in', remedy),
    ];
  return [
    finding(
      'EXTERNAL_ID_WEAK_OPERATOR',
      'error',
      statement,
      `compares the ExternalId by ${weak.operator}, which lets in ${weakness(weak.operator)}`,
      remedy,
    ),
  ];
};

const weakness = (operator: string): string => {
  if (/ifexists$/i.test(operator)) return 'callers that send none';
  if (/^forallvalues:/i.test(operator)) return 'callers that send none, for the condition is true of an empty set';
  if (/like/i.test(operator)) return 'whatever its pattern matches';
  return 'more than the exact value';
};

const readEntry = (statements: readonly TrustStatement[], expected: ExpectedTrust): readonly TrustFinding[] => {
  const account = expected.principalArn.split(':')[4] ?? '';
  const names = [expected.principalArn, '*', account, `${expected.principalArn.split(':iam:')[0] ?? 'arn:aws'}:iam::${account}:root`];
  const open = statements.some(
    ({ allows, actions, principals }) =>
      allows &&
      actions?.some((action) => matches(action, 'sts:assumerole')) &&
      principals?.some(({ kind, value }) => kind === 'AWS' && names.includes(value)),
  );
  if (open) return [];
  return [
    {
      code: 'PRINCIPAL_MISSING',
      severity: 'error',
      message: `No statement lets ${expected.principalArn} assume this role.`,
      remedy: 'Use the trust policy that comes with this finding.',
    },
  ];
};

const finding = (
  code: TrustFindingCode,
  severity: TrustFinding['severity'],
  statement: TrustStatement,
  what: string,
  remedy: string,
): TrustFinding => ({
  code,
  severity,
  statement: statement.label,
  message: `The trust policy (${statement.label}) ${what}.`,
  remedy,
});

const unreadable: TrustFinding = {
  code: 'UNREADABLE',
  severity: 'error',
  message: 'The trust policy could not be read as an IAM policy document.',
  remedy: 'Use the trust policy that comes with this finding.',
};

const entries = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:assumeroot',
  'sts:tagsession',
  'sts:setsourceidentity',
];

const entersRole = (pattern: string): boolean => entries.some((action) => matches(pattern, action));

const matches = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .toLowerCase()
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(action);
