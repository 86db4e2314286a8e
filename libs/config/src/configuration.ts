import type { ConfigurationProblem } from './configuration-error.js';
import { ConfigurationError } from './configuration-error.js';
import { notificationOf } from './notification-settings.js';
import type { NotificationSettings } from './notification-settings.js';
import { variables } from './variables.js';
import type { Values, VariableName } from './variables.js';

/** Where a worker's own AWS credentials come from. `none` is right for the API, which holds none. */
export type AwsCredentialsSource =
  | { readonly kind: 'static'; readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'webIdentity'; readonly tokenFile: string; readonly roleArn: string }
  | { readonly kind: 'none' };

/** All settings of a process. Paths are absolute; `sweepAt`, `collectAt` and `closeAt` are HH:MM in UTC. */
export interface Configuration {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly readyJson: boolean;
  readonly aws: {
    readonly endpoint?: string;
    readonly callTimeoutMs: number;
    readonly credentials: AwsCredentialsSource;
    readonly quotasFile: string;
  };
  readonly replication: { readonly workers: number; readonly sweepAt?: string };
  /** Absent: `secrets.key` in the data folder. */
  readonly secretsKeyFile?: string;
  readonly notification: NotificationSettings;
  readonly metering: { readonly credentials: AwsCredentialsSource; readonly collectAt?: string; readonly closeAt?: string };
}

/** Injection token of the one Configuration of a process. */
export const CONFIGURATION = Symbol('Configuration');

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. Throws ConfigurationError that names every wrong variable with its remedy, never a secret's value. */
export const readConfiguration = (environment: Environment): Configuration => {
  const problems: ConfigurationProblem[] = [];
  const values = parseAll(environment, problems);
  const notification = notificationOf(values, problems);
  const credentials = credentialsOf(values, problems, replicatorNames);
  const meteringCredentials = credentialsOf(values, problems, meteringNames);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const given = <K extends VariableName>(name: K): NonNullable<Values[K]> => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${name} has neither a value nor a default`);
    return value;
  };
  const sweepAt = given('ORGLEDGER_SWEEP_AT');
  const collectAt = given('ORGLEDGER_COLLECT_AT');
  const closeAt = given('ORGLEDGER_CLOSE_AT');
  return {
    dataDir: given('ORGLEDGER_DATA_DIR'),
    host: given('ORGLEDGER_HOST'),
    port: given('ORGLEDGER_PORT'),
    logLevel: given('ORGLEDGER_LOG_LEVEL'),
    readyJson: given('ORGLEDGER_READY_JSON'),
    aws: {
      credentials,
      callTimeoutMs: given('ORGLEDGER_AWS_CALL_TIMEOUT_MS'),
      quotasFile: given('ORGLEDGER_QUOTAS_FILE'),
      ...(values.ORGLEDGER_AWS_ENDPOINT === undefined ? {} : { endpoint: values.ORGLEDGER_AWS_ENDPOINT }),
    },
    replication: { workers: given('ORGLEDGER_REPLICATION_WORKERS'), ...(sweepAt === 'off' ? {} : { sweepAt }) },
    ...(values.ORGLEDGER_SECRETS_KEY_FILE === undefined ? {} : { secretsKeyFile: values.ORGLEDGER_SECRETS_KEY_FILE }),
    notification,
    metering: { credentials: meteringCredentials, ...(collectAt === 'off' ? {} : { collectAt }), ...(closeAt === 'off' ? {} : { closeAt }) },
  };
};

const parseAll = (environment: Environment, problems: ConfigurationProblem[]): Values => {
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const set = environment[name];
    const raw = set === undefined || set === '' ? ('default' in variable ? variable.default : undefined) : set;
    if (raw === undefined) continue;
    const parsed = variable.parse.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ variable: name, problem: parsed.error.issues[0]?.message ?? 'cannot be read', remedy: variable.remedy });
  }
  return values as Values;
};

/** Where one process's own credentials stand. */
interface CredentialNames {
  readonly accessKeyId: VariableName;
  readonly secretAccessKey: VariableName;
  readonly sessionToken: VariableName;
  readonly file: VariableName;
  readonly tokenFile: VariableName;
  readonly roleArn: VariableName;
}

const replicatorNames: CredentialNames = {
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
  file: 'ORGLEDGER_AWS_CREDENTIALS_FILE',
  tokenFile: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  roleArn: 'AWS_ROLE_ARN',
};

const meteringNames: CredentialNames = {
  accessKeyId: 'ORGLEDGER_METERING_ACCESS_KEY_ID',
  secretAccessKey: 'ORGLEDGER_METERING_SECRET_ACCESS_KEY',
  sessionToken: 'ORGLEDGER_METERING_SESSION_TOKEN',
  file: 'ORGLEDGER_METERING_CREDENTIALS_FILE',
  tokenFile: 'ORGLEDGER_METERING_WEB_IDENTITY_TOKEN_FILE',
  roleArn: 'ORGLEDGER_METERING_ROLE_ARN',
};

const credentialsOf = (values: Values, problems: ConfigurationProblem[], names: CredentialNames): AwsCredentialsSource => {
  const missing = (variable: VariableName, because: VariableName): AwsCredentialsSource => {
    if (!problems.some((problem) => problem.variable === variable))
      problems.push({ variable, problem: `is missing, though ${because} is set`, remedy: variables[variable].remedy });
    return { kind: 'none' };
  };
  const valueOf = (part: keyof CredentialNames): string | undefined => values[names[part]] as string | undefined;
  const sources: AwsCredentialsSource[] = [];
  const [accessKeyId, secretAccessKey, sessionToken] = [valueOf('accessKeyId'), valueOf('secretAccessKey'), valueOf('sessionToken')];
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    sources.push({ kind: 'static', accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
  else if (accessKeyId !== undefined) return missing(names.secretAccessKey, names.accessKeyId);
  else if (secretAccessKey !== undefined) return missing(names.accessKeyId, names.secretAccessKey);

  const file = valueOf('file');
  if (file !== undefined) sources.push({ kind: 'file', path: file });

  const [tokenFile, roleArn] = [valueOf('tokenFile'), valueOf('roleArn')];
  if (tokenFile !== undefined && roleArn !== undefined) sources.push({ kind: 'webIdentity', tokenFile, roleArn });
  else if (tokenFile !== undefined) return missing(names.roleArn, names.tokenFile);

  if (sources.length > 1) problems.push(ambiguous(sources, names));
  return sources[0] ?? { kind: 'none' };
};

const ambiguous = (sources: readonly AwsCredentialsSource[], names: CredentialNames): ConfigurationProblem => {
  const setBy = { static: names.accessKeyId, file: names.file, webIdentity: names.tokenFile, none: '' } as const;
  return {
    variable: sources.map(({ kind }) => setBy[kind]).join(' and '),
    problem: 'are set together, so it is not clear which credentials to use',
    remedy: 'Unset all but one of them',
  };
};
