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

/** All settings of a process. Paths are absolute; `sweepAt` is HH:MM in UTC. */
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
}

/** Injection token of the one Configuration of a process. */
export const CONFIGURATION = Symbol('Configuration');

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. Throws ConfigurationError that names every wrong variable with its remedy, never a secret's value. */
export const readConfiguration = (environment: Environment): Configuration => {
  const problems: ConfigurationProblem[] = [];
  const values = parseAll(environment, problems);
  const credentials = credentialsOf(values, problems);
  const notification = notificationOf(values, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const given = <K extends VariableName>(name: K): NonNullable<Values[K]> => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${name} has neither a value nor a default`);
    return value;
  };
  const sweepAt = given('ORGLEDGER_SWEEP_AT');
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

const credentialsOf = (values: Values, problems: ConfigurationProblem[]): AwsCredentialsSource => {
  const missing = (variable: VariableName, because: VariableName): AwsCredentialsSource => {
    if (!problems.some((problem) => problem.variable === variable))
      problems.push({ variable, problem: `is missing, though ${because} is set`, remedy: variables[variable].remedy });
    return { kind: 'none' };
  };
  const sources: AwsCredentialsSource[] = [];
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = values;
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    sources.push({ kind: 'static', accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
  else if (accessKeyId !== undefined) return missing('AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID');
  else if (secretAccessKey !== undefined) return missing('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');

  if (values.ORGLEDGER_AWS_CREDENTIALS_FILE !== undefined) sources.push({ kind: 'file', path: values.ORGLEDGER_AWS_CREDENTIALS_FILE });

  const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn } = values;
  if (tokenFile !== undefined && roleArn !== undefined) sources.push({ kind: 'webIdentity', tokenFile, roleArn });
  else if (tokenFile !== undefined) return missing('AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE');

  if (sources.length > 1) problems.push(ambiguous(sources));
  return sources[0] ?? { kind: 'none' };
};

const setBy = {
  static: 'AWS_ACCESS_KEY_ID',
  file: 'ORGLEDGER_AWS_CREDENTIALS_FILE',
  webIdentity: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  none: '',
} as const;

const ambiguous = (sources: readonly AwsCredentialsSource[]): ConfigurationProblem => {
  const names = sources.map((source) => setBy[source.kind]);
  return {
    variable: names.join(' and '),
    problem: 'are set together, so it is not clear which credentials to use',
    remedy: 'Unset all but one of them',
  };
};
