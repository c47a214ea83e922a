package cloud

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

// The rules here are about what lies in S3, and what may come there.

// bucketsAreClosed lets CloudFront read the site's bucket, and nobody but
// functions, by their own rights, any other.
func bucketsAreClosed(t template) (faults []string) {
	buckets := t.ofType("AWS::S3::Bucket")
	if want := []string{"FilesBucket", "SiteBucket"}; !slices.Equal(buckets, want) {
		faults = append(faults, fmt.Sprintf("template has the buckets %v, want %v", buckets, want))
	}
	for _, name := range buckets {
		for _, fault := range slices.Concat(bucketFaults(t.properties(name)), t.openings(name)) {
			faults = append(faults, name+": "+fault)
		}
	}
	return faults
}

func bucketFaults(p map[string]any) (faults []string) {
	for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		if at(p, "PublicAccessBlockConfiguration", block) != true {
			faults = append(faults, block+" is off")
		}
	}
	if p["WebsiteConfiguration"] != nil || str(p, "OwnershipControls", "Rules", "0", "ObjectOwnership") != "BucketOwnerEnforced" ||
		str(p, "BucketEncryption", "ServerSideEncryptionConfiguration", "0", "ServerSideEncryptionByDefault", "SSEAlgorithm") != "AES256" || str(p, "VersioningConfiguration", "Status") != "Enabled" {
		faults = append(faults, "bucket is a website, has access lists, is not encrypted or keeps no versions")
	}
	abandoned := slices.ContainsFunc(list(p, "LifecycleConfiguration", "Rules"), func(r any) bool {
		return str(r, "Status") == "Enabled" && at(r, "AbortIncompleteMultipartUpload", "DaysAfterInitiation") == 1
	})
	if !abandoned {
		faults = append(faults, "uploads that were given up are kept, and paid for")
	}
	return faults
}

// openings are what a bucket's policy lets in.
func (t template) openings(bucket string) (faults []string) {
	encrypted, hidden := false, bucket != "SiteBucket"
	policy := t.properties(bucket + "Policy")
	if str(policy, "Bucket", "Ref") != bucket {
		faults = append(faults, "its policy is for another bucket")
	}
	for _, s := range list(policy, "PolicyDocument", "Statement") {
		s, _ := value(s).(map[string]any)
		if s["Effect"] == "Deny" {
			hidden = hidden || s["Action"] == "s3:GetObject" && str(s, "Principal", "Service") == "cloudfront.amazonaws.com" && s["Condition"] == nil &&
				slices.ContainsFunc(texts(value(s["Resource"])), hidesState)
			encrypted = encrypted || s["Action"] == "s3:*" && s["Principal"] == "*" && str(s, "Condition", "Bool", "aws:SecureTransport") == "false" &&
				slices.Equal(texts(s["Resource"]), []string{bucket + ".Arn", bucket + ".Arn/*"})
			continue
		}
		source := str(s, "Condition", "StringEquals", "AWS:SourceArn")
		if bucket != "SiteBucket" || str(s, "Principal", "Service") != "cloudfront.amazonaws.com" || !strings.HasSuffix(source, ":distribution/Distribution") {
			faults = append(faults, fmt.Sprintf("%v lets others in", s["Sid"]))
		}
		for _, action := range texts(s["Action"]) {
			if action != "s3:GetObject" && action != "s3:ListBucket" {
				faults = append(faults, fmt.Sprintf("%v permits %s", s["Sid"], action))
			}
		}
	}
	if !encrypted {
		faults = append(faults, "connections in the clear are not refused")
	}
	if !hidden {
		faults = append(faults, "what the publisher keeps for itself can be read through the CDN")
	}
	return faults
}

// hidesState reports whether a resource is all that the publisher keeps beside
// the site.
func hidesState(resource string) bool {
	return !slices.ContainsFunc(append(publish.StateNames(), generate.ManifestName), func(name string) bool {
		return !wild(resource, "SiteBucket.Arn/"+name)
	})
}

var uploadLimit = regexp.MustCompile(`<= (\d+)\)[\s\S]*larger than (\S+) MB`)

// tooLargeIsTold has the CDN say, for forms, what Lambda would not take: in
// base64, and with as much again as headers may be.
func tooLargeIsTold(t template) (faults []string) {
	match := uploadLimit.FindStringSubmatch(str(t.properties("UploadLimit"), "FunctionCode"))
	if match == nil {
		return []string{"UploadLimit does not say what is too large"}
	}
	most, err := strconv.Atoi(match[1])
	const headers = 64 << 10
	if encoded := base64.StdEncoding.EncodedLen(most); err != nil || encoded > maxAnswer-headers || encoded < maxAnswer*9/10 {
		faults = append(faults, fmt.Sprintf("forms of %d bytes are let through, which is %d in base64, and Lambda takes %d", most, encoded, maxAnswer))
	}
	if most < maxForm+10_000 { // what is around the file
		faults = append(faults, fmt.Sprintf("forms of %d bytes are let through: a file of %d does not fit in", most, maxForm))
	}
	if said := strconv.FormatFloat(float64(maxForm)/1e6, 'f', -1, 64); match[2] != said {
		faults = append(faults, fmt.Sprintf("it says %s MB and means %s", match[2], said))
	}
	for _, b := range t.behaviours() {
		if str(b, "PathPattern") == "/api/*" && str(b, "FunctionAssociations", "0", "FunctionARN") != "UploadLimit.FunctionMetadata.FunctionARN" {
			faults = append(faults, "nothing says of a form that it is too large")
		}
	}
	return faults
}
