package cloud

import (
	"slices"
	"strings"
	"testing"
)

// rule is one thing that template.yaml must hold. check returns what is wrong.
type rule struct {
	name  string
	check func(t template) []string
}

func rules() []rule {
	return []rule{
		{"references resolve", referencesResolve},
		{"parameters are used and described", parametersUsed},
		{"functions are directories", functionsAreDirectories},
		{"functions run as built", functionsRunAsBuilt},
		{"routes are those of the server", routesAreServed},
		{"variables are those the code reads", variablesAreRead},
		{"rights are named", rightsAreNamed},
		{"rights end at a function's own tables", rightsEndAtOwnTables},
		{"tables are those of the code", tablesAreDefined},
		{"nothing kept is lost", keptIsKept},
		{"streams retry and report", streamsRetry},
		{"schedules strike", schedulesStrike},
		{"filters pass what is waited for", filtersPass},
		{"logs are kept for a while and name nobody", logsAreKept},
		{"use is limited", useIsLimited},
		{"buckets are closed", bucketsAreClosed},
		{"what nobody takes goes", arrivalsGo},
		{"API is reached through the CDN only", apiIsBehindCDN},
		{"addresses lead to who serves them", addressesLead},
		{"connections are encrypted", connectionsAreEncrypted},
		{"what is too large is told", tooLargeIsTold},
		{"headers are those of the server", headersAreSent},
		{"secrets stay out of the environment", secretsStayOut},
		{"tables cost no more than so much", tablesAreCapped},
		{"mail is signed, encrypted and suppressed", mailIsSettled},
		{"what came back is told", mailTroubleIsTold},
		{"queues are closed", queuesAreClosed},
		{"a firewall may stand before it", firewallMayStand},
		{"outputs are what others go by", outputsServe},
	}
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	loaded := loadTemplate(t)
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			for _, fault := range r.check(loaded) {
				t.Error(fault)
			}
		})
	}
}

// ofSite is how the site's bucket begins: Replace takes the first of two alike.
const ofSite = "  SiteBucket:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n    Properties:\n      PublicAccessBlockConfiguration:\n"

// weakening is a change of one line that somebody could make in good faith,
// and the rule that must notice.
type weakening struct{ old, new, rule string }

func weakenings() []weakening {
	return []weakening{
		{"SSESpecification: {SSEEnabled: true}", "SSESpecification: {SSEEnabled: false}", "nothing kept is lost"},
		{"DeletionProtectionEnabled: true", "DeletionProtectionEnabled: false", "nothing kept is lost"},
		{"PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false", "nothing kept is lost"},
		{"    DeletionPolicy: Retain\n", "", "nothing kept is lost"},
		{"BillingMode: PAY_PER_REQUEST", "BillingMode: PROVISIONED", "tables are those of the code"},
		{"AttributeName: ttl, Enabled: true", "AttributeName: expires, Enabled: true", "tables are those of the code"},
		{"StreamViewType: NEW_AND_OLD_IMAGES", "StreamViewType: NEW_IMAGE", "tables are those of the code"},
		{"IndexName: GSI2", "IndexName: GSI4", "tables are those of the code"},
		{"{AttributeName: GSI3SK, KeyType: RANGE}", "{AttributeName: GSI3PK, KeyType: RANGE}", "tables are those of the code"},
		{"Action: [dynamodb:Query]\n              Resource: !GetAtt OpenTable.Arn", "Action: [dynamodb:Query, dynamodb:Scan]\n              Resource: !GetAtt OpenTable.Arn", "rights are named"},
		{"Action: [dynamodb:GetItem]", "Action: ['dynamodb:*']", "rights are named"},
		{"Resource: !Sub ${SiteBucket.Arn}/*\n            - Sid: WhatIsMissing", "Resource: '*'\n            - Sid: WhatIsMissing", "rights are named"},
		{"Resource: !Sub ${FilesBucket.Arn}/files/*", "Resource: !Sub ${FilesBucket.Arn}/*", "rights are named"},
		{"dynamodb:LeadingKeys: ['GUESTS']", "dynamodb:LeadingKeys: ['G*']", "rights are named"},
		{"              Condition: {'ForAllValues:StringLike': {dynamodb:LeadingKeys: ['MAIL#*']}}\n", "", "rights are named"},
		{"dynamodb:LeadingKeys: ['LOGIN#*', 'SESS#*']", "dynamodb:LeadingKeys: ['*']", "rights are named"},
		{"      Policies:\n", "      Policies:\n        - AmazonDynamoDBFullAccess\n", "rights are named"},
		{"Condition: {StringEquals: {ses:FromAddress: !Ref MailFrom}}", "Condition: {}", "rights are named"},
		{"Sid: WhatIsShown\n              Effect: Allow\n              Action: [dynamodb:Query]\n              Resource: !GetAtt OpenTable.Arn", "Sid: WhatIsShown\n              Effect: Allow\n              Action: [dynamodb:Query]\n              Resource: [!GetAtt OpenTable.Arn, !GetAtt PrivateTable.Arn]", "rights end at a function's own tables"},
		{"Resource: !Sub ${SiteBucket.Arn}/*\n            - Sid: WhatIsMissing", "Resource: [!Sub '${SiteBucket.Arn}/*', !Sub '${FilesBucket.Arn}/files/*']\n            - Sid: WhatIsMissing", "rights end at a function's own tables"},
		{"Resource: !GetAtt OpenTable.StreamArn", "Resource: [!GetAtt OpenTable.StreamArn, !GetAtt PrivateTable.StreamArn]", "rights end at a function's own tables"},
		{"          SITE_BUCKET: !Ref SiteBucket\n", "          SITE_BUCKET: !Ref SiteBucket\n          PRIVATE_TABLE: !Ref PrivateTable\n", "variables are those the code reads"},
		{"          MAIL_FROM: !Ref MailFrom\n", "", "variables are those the code reads"},
		{"FILES_BUCKET: !Ref FilesBucket", "FILES_BUCKET: !Ref SiteBucket", "variables are those the code reads"},
		{"OPEN_TABLE: !Ref OpenTable", "OPEN_TABLE: !Ref PrivateTable", "variables are those the code reads"},
		{"Path: /api/comments/withdraw", "Path: /api/comments/take-back", "routes are those of the server"},
		{"Method: ANY, Path: /sign-in}", "Method: GET, Path: /sign-in}", "routes are those of the server"},
		{"        SignOut: {", "        # SignOut: {", "routes are those of the server"},
		{"Path: '/desk/{proxy+}'", "Path: '/desk/comments/{proxy+}'", "routes are those of the server"},
		{"Path: '/api/desk/{proxy+}'", "Path: '/api/{proxy+}'", "routes are those of the server"},
		{"Path: '/apply/{program}'", "Path: '/apply/{program}/{step}'", "routes are those of the server"},
		{"Path: /desk}}", "Path: /me}}", "routes are those of the server"},
		{"Path: '/me/work/{proxy+}'", "Path: '/me/{proxy+}'", "routes are those of the server"},
		{"Path: /me/posts}}", "Path: /me/post}}", "routes are those of the server"},
		{"CodeUri: functions/desk/", "CodeUri: functions/desks/", "functions are directories"},
		{"Runtime: provided.al2023", "Runtime: provided.al2", "functions run as built"},
		{"Architectures: [arm64]", "Architectures: [x86_64]", "functions run as built"},
		{"Handler: bootstrap", "Handler: comments", "functions run as built"},
		{"!Ref DeskLog", "!Ref DeskLogs", "references resolve"},
		{"${SiteBucket.Arn}/*", "${SiteBucket.Arm}/*", "references resolve"},
		{"    Description: Bare address that mail is sent from.", "    Descriptive: Bare address that mail is sent from.", "parameters are used and described"},
		{"FunctionResponseTypes: [ReportBatchItemFailures]", "FunctionResponseTypes: []", "streams retry and report"},
		{"BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError: false", "streams retry and report"},
		{"      MaximumRetryAttempts: 5\n", "", "streams retry and report"},
		{"DestinationConfig: {OnFailure: {Destination: !GetAtt FailedChanges.Arn}}", "DestinationConfig: {}", "streams retry and report"},
		{"      BatchSize: 1000\n", "      BatchSize: 10\n", "streams retry and report"},
		{"MaximumBatchingWindowInSeconds: 5", "MaximumBatchingWindowInSeconds: 60", "streams retry and report"},
		{"      MaximumBatchingWindowInSeconds: 0 # somebody waits for a code\n", "", "streams retry and report"},
		{"MaximumBatchingWindowInSeconds: 0 #", "MaximumBatchingWindowInSeconds: 30 #", "streams retry and report"},
		{"StartingPosition: TRIM_HORIZON", "StartingPosition: LATEST", "streams retry and report"},
		{`{"prefix":"C#"}`, `{"prefix":"COMMENT#"}`, "filters pass what is waited for"},
		{`"eventName":["INSERT","MODIFY"]`, `"eventName":["MODIFY"]`, "filters pass what is waited for"},
		{`"PK":{"S":[{"prefix":"MAIL#"}]}}`, `"SK":{"S":["T"]}}`, "filters pass what is waited for"},
		{`["MAILS#approved"]`, `["MAILS#sent"]`, "filters pass what is waited for"},
		{`{"prefix":"PROG#"}]},"SK":{"S":["META"]}`, `{"prefix":"PROG#"}]}`, "filters pass what is waited for"},
		{`{"prefix":"PROG#"}`, `{"prefix":"PROGRAM#"}`, "filters pass what is waited for"},
		{`["GUESTS"]`, `["GUEST"]`, "filters pass what is waited for"},
		{"ScheduleExpression: rate(1 minute)", "ScheduleExpression: rate(1 hour)", "schedules strike"},
		{"            RetryPolicy: {MaximumRetryAttempts: 0}\n", "", "schedules strike"},
		{"      EventInvokeConfig: {DestinationConfig:", "      # EventInvokeConfig: {DestinationConfig:", "schedules strike"},
		{"ScheduleExpressionTimezone: America/Chicago", "ScheduleExpressionTimezone: Europe/Vienna", "schedules strike"},
		{"Name: !Sub greenroom-${Stage}-clock\n            Description", "Description", "schedules strike"},
		{"            Input: '{}'\n", "", "schedules strike"},
		{"MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60", "MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21600", "schedules strike"},
		{"RetentionInDays: 30", "RetentionInDays: 3653", "logs are kept for a while and name nobody"},
		{`"route":"$context.routeKey"`, `"path":"$context.path"`, "logs are kept for a while and name nobody"},
		{"      Timeout: 28 # it looks", "      # Timeout: 28 # it looks", "use is limited"},
		{"ReservedConcurrentExecutions: 1 # two builds", "ReservedConcurrentExecutions: 2 # two builds", "use is limited"},
		{"ReservedConcurrentExecutions: 1 # one stroke", "ReservedConcurrentExecutions: 2 # one stroke", "use is limited"},
		{"        ThrottlingRateLimit: 50\n", "", "use is limited"},
		{"ANY /api/sign-in/code: {ThrottlingRateLimit: 5,", "ANY /api/sign-in/code: {ThrottlingRateLimit: 500,", "use is limited"},
		{"BlockPublicPolicy: true", "BlockPublicPolicy: false", "buckets are closed"},
		{"BlockPublicAcls: true", "BlockPublicAcls: false", "buckets are closed"},
		{ofSite + "        BlockPublicAcls: true\n", ofSite, "buckets are closed"},
		{"ObjectOwnership: BucketOwnerEnforced", "ObjectOwnership: ObjectWriter", "buckets are closed"},
		{"      BucketEncryption: {", "      # BucketEncryption: {", "buckets are closed"},
		{"SSEAlgorithm: AES256", "SSEAlgorithm: none", "buckets are closed"},
		{"VersioningConfiguration: {Status: Enabled}", "VersioningConfiguration: {Status: Suspended}", "buckets are closed"},
		{"AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}", "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 365}", "buckets are closed"},
		{"Bucket: !Ref FilesBucket\n", "Bucket: !Ref SiteBucket\n", "buckets are closed"},
		{"Resource: [!GetAtt FilesBucket.Arn, !Sub '${FilesBucket.Arn}/*']", "Resource: [!Sub '${FilesBucket.Arn}/*']", "buckets are closed"},
		{"      Bucket: !Ref FilesBucket\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n", "      Bucket: !Ref FilesBucket\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - {Sid: Reader, Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: [s3:GetObject], Resource: !Sub '${FilesBucket.Arn}/*', Condition: {StringEquals: {AWS:SourceArn: !Sub 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}'}}}\n", "buckets are closed"},
		{"Action: [s3:GetObject]\n            Resource: !Sub ${SiteBucket.Arn}/*", "Action: [s3:GetObject, s3:PutObject]\n            Resource: !Sub ${SiteBucket.Arn}/*", "buckets are closed"},
		{"${FilesBucket.Arn}/*']\n            Condition: {Bool: {aws:SecureTransport: 'false'}}", "${FilesBucket.Arn}/*']\n            Condition: {Bool: {aws:SecureTransport: 'true'}}", "buckets are closed"},
		{"Action: s3:GetObject\n            Resource: !Sub ${SiteBucket.Arn}/.greenroom*", "Action: s3:GetObject\n            Resource: !Sub ${SiteBucket.Arn}/.greenroom-manifest", "buckets are closed"},
		{"dynamodb:LeadingKeys: ['LEASE#*']", "dynamodb:LeadingKeys: ['*']", "rights are named"},
		{"            Condition: {StringEquals: {AWS:SourceArn: ", "            # Condition: {StringEquals: {AWS:SourceArn: ", "buckets are closed"},
		{"HeaderName: X-Origin-Verify", "HeaderName: X-Origin", "API is reached through the CDN only"},
		{"CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6", "API is reached through the CDN only"},
		{"PathPattern: /c/*", "PathPattern: /c/?", "addresses lead to who serves them"},
		{"Path: '/c/{id+}'", "Path: '/c/{id}'", "routes are those of the server"},
		{"PathPattern: /comments/*", "PathPattern: /comment/*", "addresses lead to who serves them"},
		{"PathPattern: /applications/*", "PathPattern: /applications*", "addresses lead to who serves them"},
		{"PathPattern: /apply/*", "PathPattern: /apply", "addresses lead to who serves them"},
		{"PathPattern: /me/*", "PathPattern: /me*", "addresses lead to who serves them"},
		{"PathPattern: /work/client/*", "PathPattern: /work/*", "addresses lead to who serves them"},
		{"PathPattern: /briefs/sign/*", "PathPattern: /briefs*", "addresses lead to who serves them"},
		{"ErrorCode: 404, ResponseCode: 404", "ErrorCode: 403, ResponseCode: 404", "addresses lead to who serves them"},
		{"MinimumProtocolVersion: TLSv1.2_2021", "MinimumProtocolVersion: TLSv1", "connections are encrypted"},
		{"ViewerProtocolPolicy: https-only", "ViewerProtocolPolicy: allow-all", "connections are encrypted"},
		{"OriginProtocolPolicy: https-only", "OriginProtocolPolicy: match-viewer", "connections are encrypted"},
		{"<= 4520000", "<= 25000000", "what is too large is told"},
		{"<= 4520000", "<= 4500000", "what is too large is told"},
		{"larger than 4.5 MB", "larger than 25 MB", "what is too large is told"},
		{"            FunctionAssociations: [{EventType: viewer-request, FunctionARN: !GetAtt UploadLimit", "            # FunctionAssociations: [{EventType: viewer-request, FunctionARN: !GetAtt UploadLimit", "what is too large is told"},
		{"default-src 'none'", "default-src 'self'", "headers are those of the server"},
		{"AccessControlMaxAgeSec: 63072000", "AccessControlMaxAgeSec: 300", "headers are those of the server"},
		{"{Override: false, ReferrerPolicy", "{Override: true, ReferrerPolicy", "headers are those of the server"},
		{"            - {Override: true, Header: Permissions-Policy", "            # - {Override: true, Header: Permissions-Policy", "headers are those of the server"},
		{"ResponseHeadersPolicyId: !Ref SiteHeaders\n          FunctionAssociations", "FunctionAssociations", "headers are those of the server"},
		{"SECRET_PARAMETER: !Ref SecretParameter", "SECRET_PARAMETER: !Sub '{{resolve:ssm-secure:${SecretParameter}}}'", "secrets stay out of the environment"},
	}
}

// TestTemplateWeakened weakens the template in one place after another. Each
// must be noticed, by the rule that is about it.
func TestTemplateWeakened(t *testing.T) {
	t.Parallel()
	text := templateText(t)
	checks := map[string]func(template) []string{}
	for _, r := range rules() {
		checks[r.name] = r.check
	}
	noticed := map[string]bool{}
	for _, w := range slices.Concat(weakenings(), settledWeakenings(), arrivalWeakenings()) {
		noticed[w.rule] = true
		t.Run(w.rule+": "+strings.TrimSpace(w.new), func(t *testing.T) {
			t.Parallel()
			weak := strings.Replace(text, w.old, w.new, 1)
			if weak == text {
				t.Fatalf("template does not contain %q any more", w.old)
			}
			loaded, err := parseTemplate(weak)
			if err != nil {
				t.Fatal(err)
			}
			if faults := checks[w.rule](loaded); len(faults) == 0 {
				t.Errorf("got no fault for %q instead of %q", w.new, w.old)
			}
		})
	}
	for name := range checks {
		if !noticed[name] {
			t.Errorf("no weakening shows that rule %q can fail", name)
		}
	}
}
