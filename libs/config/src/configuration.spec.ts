import { ConfigurationError, describeVariables, readConfiguration } from './index.js';
import type { Environment } from './index.js';

const problemsOf = (environment: Environment) => {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

describe('readConfiguration', () => {
  it('has a default for everything but AWS', () => {
    const configuration = readConfiguration({});
    expect(configuration).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      logLevel: 'info',
      readyJson: false,
      aws: { credentials: { kind: 'none' } },
      replication: { workers: 32, sweepAt: '02:00' },
      metering: { credentials: { kind: 'none' }, collectAt: '04:00', closeAt: '06:00' },
    });
    expect(configuration.dataDir).toMatch(/\/\.data$/);
    expect(configuration.aws.quotasFile).toMatch(/\/config\/aws-quotas\.json$/);
    expect(configuration.aws).not.toHaveProperty('endpoint');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfiguration({ ORGLEDGER_PORT: '', AWS_ACCESS_KEY_ID: '' }).port).toBe(4000);
  });

  it.each([
    ['ORGLEDGER_PORT', '70000', 'is not between 0 and 65535'],
    ['ORGLEDGER_PORT', 'http', 'is not a whole number'],
    ['ORGLEDGER_LOG_LEVEL', 'loud', 'is not a level'],
    ['ORGLEDGER_READY_JSON', 'yes', 'is neither 0 nor 1'],
    ['ORGLEDGER_AWS_ENDPOINT', 'http://example.com', 'is not an https:// address nor http:// on this machine'],
    ['ORGLEDGER_AWS_ENDPOINT', 'sandbox', 'is not an https:// address nor http:// on this machine'],
    ['ORGLEDGER_QUOTAS_FILE', '/nowhere/quotas.json', 'names a file that does not exist'],
    ['ORGLEDGER_AWS_CREDENTIALS_FILE', '/nowhere/key.json', 'names a file that does not exist'],
    ['ORGLEDGER_REPLICATION_WORKERS', '0', 'is not between 1 and 256'],
    ['ORGLEDGER_SWEEP_AT', '24:00', 'is neither HH:MM nor off'],
    ['ORGLEDGER_SMTP_TLS', 'maybe', 'is none of starttls, implicit, none'],
    ['ORGLEDGER_SMTP_FROM', 'nobody', 'is not an e-mail address'],
    ['ORGLEDGER_WEBHOOK_ALLOW_LOOPBACK', 'yes', 'is neither 0 nor 1'],
    ['AWS_ACCESS_KEY_ID', 'not a key', 'is not an access key id'],
    ['ORGLEDGER_METERING_ACCESS_KEY_ID', 'not a key', 'is not an access key id'],
    ['ORGLEDGER_COLLECT_AT', '4', 'is neither HH:MM nor off'],
    ['ORGLEDGER_CLOSE_AT', '25:00', 'is neither HH:MM nor off'],
  ])('refuses %s=%s: it %s', (name, value, problem) => {
    const { problems, message } = problemsOf({ [name]: value });
    expect(problems).toEqual([{ variable: name, problem, remedy: expect.stringMatching(/^(Set|Use) /) as string }]);
    expect(message).toContain(`${name}: ${problem}. `);
  });

  it('names every wrong variable at once', () => {
    const { problems } = problemsOf({ ORGLEDGER_PORT: 'x', ORGLEDGER_SWEEP_AT: 'never' });
    expect(problems.map((p) => p.variable)).toEqual(['ORGLEDGER_PORT', 'ORGLEDGER_SWEEP_AT']);
  });

  it('leaves the sweep out when it is off, and accepts the sandbox on this machine', () => {
    const configuration = readConfiguration({ ORGLEDGER_SWEEP_AT: 'off', ORGLEDGER_AWS_ENDPOINT: 'http://127.0.0.1:4600' });
    expect(configuration.replication).not.toHaveProperty('sweepAt');
    expect(configuration.aws.endpoint).toBe('http://127.0.0.1:4600');
  });
});

describe('AWS credentials', () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI-secret' };
  const web = { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/orgledger/entry' };

  it('come from an access key, a file or a web identity', () => {
    expect(readConfiguration(key).aws.credentials).toEqual({
      kind: 'static',
      accessKeyId: key.AWS_ACCESS_KEY_ID,
      secretAccessKey: key.AWS_SECRET_ACCESS_KEY,
    });
    expect(readConfiguration({ ORGLEDGER_AWS_CREDENTIALS_FILE: __filename }).aws.credentials).toEqual({ kind: 'file', path: __filename });
    expect(readConfiguration(web).aws.credentials).toEqual({ kind: 'webIdentity', tokenFile: '/var/run/token', roleArn: web.AWS_ROLE_ARN });
  });

  it.each([
    [{ AWS_ACCESS_KEY_ID: key.AWS_ACCESS_KEY_ID }, 'AWS_SECRET_ACCESS_KEY'],
    [{ AWS_SECRET_ACCESS_KEY: key.AWS_SECRET_ACCESS_KEY }, 'AWS_ACCESS_KEY_ID'],
    [{ AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' }, 'AWS_ROLE_ARN'],
  ])('name the half that is missing: %#', (environment, variable) => {
    expect(problemsOf(environment).problems[0]).toMatchObject({ variable, problem: expect.stringContaining('is missing') as string });
  });

  it('must come from one place', () => {
    expect(problemsOf({ ...key, ...web }).problems[0]).toMatchObject({
      variable: 'AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE',
      remedy: 'Unset all but one of them',
    });
  });

  it('of metering are its own, and come from the same kinds of places', () => {
    const metering = { ORGLEDGER_METERING_ACCESS_KEY_ID: 'AKIAMETERINGEXAMPLE1', ORGLEDGER_METERING_SECRET_ACCESS_KEY: 'another-secret' };
    const both = readConfiguration({ ...key, ...metering, ORGLEDGER_COLLECT_AT: 'off', ORGLEDGER_CLOSE_AT: 'off' });
    expect(both.aws.credentials).toMatchObject({ accessKeyId: key.AWS_ACCESS_KEY_ID });
    expect(both.metering).toEqual({
      credentials: { kind: 'static', accessKeyId: metering.ORGLEDGER_METERING_ACCESS_KEY_ID, secretAccessKey: 'another-secret' },
    });
    expect(readConfiguration(key).metering.credentials).toEqual({ kind: 'none' });
    expect(problemsOf({ ORGLEDGER_METERING_ACCESS_KEY_ID: 'AKIAMETERINGEXAMPLE1' }).problems[0]).toMatchObject({
      variable: 'ORGLEDGER_METERING_SECRET_ACCESS_KEY',
    });
  });

  it('are never in a message', () => {
    const { message } = problemsOf({ ...key, AWS_ACCESS_KEY_ID: 'bad id', ORGLEDGER_PORT: 'x' });
    expect(message).not.toContain(key.AWS_SECRET_ACCESS_KEY);
    expect(message).not.toContain('bad id');
  });
});

describe('notifications', () => {
  const server = { ORGLEDGER_SMTP_HOST: 'mail.example.com', ORGLEDGER_SMTP_FROM: 'orgledger@example.com' };

  it('send no mail unless a server is set, and call no machine of their own unless that is allowed', () => {
    expect(readConfiguration({}).notification).toEqual({ allowLoopback: false });
    expect(readConfiguration({ ...server, ORGLEDGER_SMTP_USER: 'me', ORGLEDGER_SMTP_PASSWORD: 'secret' }).notification.smtp).toEqual({
      host: 'mail.example.com',
      port: 587,
      tls: 'starttls',
      user: 'me',
      password: 'secret',
      from: 'orgledger@example.com',
    });
  });

  it.each([
    [{ ORGLEDGER_SMTP_HOST: 'mail' }, 'ORGLEDGER_SMTP_FROM'],
    [{ ORGLEDGER_SMTP_FROM: 'a@example.com' }, 'ORGLEDGER_SMTP_HOST'],
    [{ ...server, ORGLEDGER_SMTP_USER: 'me' }, 'ORGLEDGER_SMTP_PASSWORD'],
    [{ ...server, ORGLEDGER_SMTP_PASSWORD: 'secret-word' }, 'ORGLEDGER_SMTP_USER'],
  ])('name the half that is missing: %#', (environment, variable) => {
    const { problems, message } = problemsOf(environment);
    expect(problems[0]).toMatchObject({ variable, problem: expect.stringContaining('is missing') as string });
    expect(message).not.toContain('secret-word');
  });
});

describe('describeVariables', () => {
  it('has a sentence for every variable and shows no path of this machine', () => {
    const rows = describeVariables();
    expect(rows.length).toBeGreaterThanOrEqual(15);
    for (const row of rows) expect(row.description.length).toBeGreaterThan(20);
    expect(rows.find((row) => row.name === 'ORGLEDGER_QUOTAS_FILE')?.default).toBe('config/aws-quotas.json');
    expect(rows.find((row) => row.name === 'ORGLEDGER_AWS_ENDPOINT')?.default).toBe('AWS itself');
  });
});
