// Tests reach the sandbox or nothing: no credentials, profile or endpoint of this machine may leak in.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
process.env.AWS_EC2_METADATA_DISABLED = 'true';
