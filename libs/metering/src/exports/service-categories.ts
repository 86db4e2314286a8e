/** A service of AWS by the words of its Cost Explorer name, with its category and subcategory in FOCUS 1.2. */
type Entry = readonly [service: RegExp, category: string, subcategory: string];

// Categories after aws_category_mapping.csv of finopsfoundation/focus_converters (MIT, © FinOps Foundation), which goes by product codes;
// here by the names that Cost Explorer gives, with the subcategories of FOCUS 1.2 and its categories where they have changed since.
// The first that fits counts.
const entries: readonly Entry[] = [
  [/^EC2 - Other$/, 'Compute', 'Other (Compute)'],
  [/^Amazon Elastic Compute Cloud/, 'Compute', 'Virtual Machines'],
  [/Lightsail/, 'Compute', 'Virtual Machines'],
  [/Lambda|Fargate|App Runner|AppRunner/, 'Compute', 'Serverless Compute'],
  [/Elastic Container|Container Service|Kubernetes|\bEKS\b|\bECS\b|Container Registry|OpenShift/, 'Compute', 'Containers'],
  [/WorkSpaces|AppStream/, 'Compute', 'End User Computing'],
  [/Braket/, 'Compute', 'Quantum Compute'],
  [/Outposts|Batch|Elastic Beanstalk|VMware/, 'Compute', 'Other (Compute)'],
  [/Relational Database Service|Aurora/, 'Databases', 'Relational Databases'],
  [/DynamoDB|DocumentDB|Neptune|Keyspaces|SimpleDB/, 'Databases', 'NoSQL Databases'],
  [/ElastiCache|MemoryDB/, 'Databases', 'Caching'],
  [/Redshift/, 'Databases', 'Data Warehouses'],
  [/Timestream/, 'Databases', 'Time Series Databases'],
  [/QLDB|Quantum Ledger/, 'Databases', 'Ledger Databases'],
  [/Elastic File System|FSx/, 'Storage', 'File Storage'],
  [/Elastic Block Store/, 'Storage', 'Block Storage'],
  [/AWS Backup|Elastic Disaster Recovery/, 'Storage', 'Backup Storage'],
  [/Simple Storage Service|Glacier/, 'Storage', 'Object Storage'],
  [/Storage Gateway|Snowball|Snow/, 'Storage', 'Storage Platforms'],
  [/CloudFront/, 'Networking', 'Content Delivery'],
  [/Route 53|Global Accelerator/, 'Networking', 'Network Routing'],
  [/Elastic Load Balancing|App Mesh|Cloud Map/, 'Networking', 'Application Networking'],
  [/Virtual Private Cloud|Cloud WAN/, 'Networking', 'Network Infrastructure'],
  [/Direct Connect|\bVPN\b|Transit Gateway|Data Transfer/, 'Networking', 'Network Connectivity'],
  [/Network Firewall|\bWAF\b|Shield|Firewall Manager/, 'Networking', 'Network Security'],
  [/API Gateway|AppSync/, 'Integration', 'API Management'],
  [/Simple Queue|Simple Notification|Amazon MQ|EventBridge|CloudWatch Events/, 'Integration', 'Messaging'],
  [/Step Functions|Managed Workflows|Simple Workflow|AppFlow/, 'Integration', 'Workflow Orchestration'],
  [/Kinesis Video|Interactive Video|Elemental|MediaConnect|Elastic Transcoder/, 'Media', 'Media Streaming'],
  [/GameLift/, 'Media', 'Gaming'],
  [/Kinesis|Managed Streaming|Firehose/, 'Analytics', 'Streaming Analytics'],
  [/OpenSearch|Elasticsearch|CloudSearch/, 'Analytics', 'Search'],
  [/QuickSight/, 'Analytics', 'Business Intelligence'],
  [/Glue|Athena|MapReduce|Lake Formation|Data Pipeline/, 'Analytics', 'Data Processing'],
  [/Clean Rooms|Data Exchange|FinSpace/, 'Analytics', 'Other (Analytics)'],
  [/Bedrock|Amazon Q\b/, 'AI and Machine Learning', 'Generative AI'],
  [/SageMaker/, 'AI and Machine Learning', 'Machine Learning'],
  [/Comprehend|Translate|Transcribe|Polly|Textract/, 'AI and Machine Learning', 'Natural Language Processing'],
  [/Amazon Lex/, 'AI and Machine Learning', 'Bots'],
  [/Rekognition|Kendra|Personalize|Forecast|Fraud Detector|DevOps Guru|CodeWhisperer/, 'AI and Machine Learning', 'Other (AI and Machine Learning)'],
  [/Secrets Manager|Key Management|CloudHSM|Certificate Manager/, 'Security', 'Secret Management'],
  [/GuardDuty|Detective|Macie|Security Lake/, 'Security', 'Threat Detection and Response'],
  [/Security Hub|Inspector|Audit Manager/, 'Security', 'Security Posture Management'],
  [/Cognito|Directory Service|Identity|IAM|Verified Permissions/, 'Identity', 'Identity and Access Management'],
  [/CloudWatch|CloudTrail|X-Ray|Managed Grafana|Prometheus/, 'Management and Governance', 'Observability'],
  [/Cost Explorer|Budgets|Billing Conductor|Savings Plans/, 'Management and Governance', 'Cost Management'],
  [/^AWS Support|Support \(/, 'Management and Governance', 'Support'],
  [/AWS Config|Control Tower/, 'Management and Governance', 'Compliance'],
  [
    /CloudFormation|Service Catalog|Systems Manager|OpsWorks|Organizations|License Manager/,
    'Management and Governance',
    'Other (Management and Governance)',
  ],
  [/CodeBuild|CodePipeline|CodeDeploy/, 'Developer Tools', 'Continuous Integration and Deployment'],
  [/CodeCommit/, 'Developer Tools', 'Source Code Management'],
  [/CodeArtifact|CodeCatalyst|CodeGuru|Cloud9|Device Farm/, 'Developer Tools', 'Other (Developer Tools)'],
  [/Amplify/, 'Web', 'Application Platforms'],
  [/IoT Analytics/, 'Internet of Things', 'IoT Analytics'],
  [/\bIoT\b|Greengrass/, 'Internet of Things', 'IoT Platforms'],
  [/Database Migration|DataSync|Transfer Family/, 'Migration', 'Data Migration'],
  [/Application Migration|Migration Hub|Mainframe/, 'Migration', 'Resource Migration'],
  [/WorkMail|WorkDocs|Chime|Simple Email|Pinpoint|Connect/, 'Business Applications', 'Productivity and Collaboration'],
];

export interface ServiceCategory {
  readonly category: string;
  readonly subcategory: string;
}

const other: ServiceCategory = { category: 'Other', subcategory: 'Other (Other)' };
/** What the foundation charges beside AWS: mark-ups, prices, rounding. */
export const foundationService = 'Cloud foundation';
const foundation: ServiceCategory = { category: 'Management and Governance', subcategory: 'Cost Management' };

/** By name alone: one service has one category in every row. */
export const serviceCategory = (service: string): ServiceCategory => {
  if (service === foundationService) return foundation;
  const entry = entries.find(([pattern]) => pattern.test(service));
  return entry ? { category: entry[1], subcategory: entry[2] } : other;
};
