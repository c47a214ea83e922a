package cloud

import (
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/cloud/sam"
)

// attributes of resources that may be asked for, by type.
func attributesOf(kind string) []string {
	return map[string][]string{
		"AWS::DynamoDB::Table":                 {"Arn", "StreamArn"},
		"AWS::Logs::LogGroup":                  {"Arn"},
		"AWS::SQS::Queue":                      {"Arn", "QueueUrl", "QueueName"},
		"AWS::S3::Bucket":                      {"Arn", "RegionalDomainName"},
		"AWS::CloudFront::Distribution":        {"Id", "DomainName"},
		"AWS::CloudFront::OriginAccessControl": {"Id"},
		"AWS::CloudFront::Function":            {"FunctionMetadata.FunctionARN"},
		"AWS::Serverless::Function":            {"Arn"},
		"AWS::Serverless::HttpApi":             {"ApiEndpoint"},
		"AWS::Events::Rule":                    {"Arn"},
		"AWS::WAFv2::WebACL":                   {"Arn"},
		"AWS::SES::EmailIdentity": {"DkimDNSTokenName1", "DkimDNSTokenName2", "DkimDNSTokenName3",
			"DkimDNSTokenValue1", "DkimDNSTokenValue2", "DkimDNSTokenValue3"},
	}[kind]
}

func referencesResolve(t template) (faults []string) {
	for _, name := range references(map[string]any(t)) {
		resource, attribute, dotted := strings.Cut(name, ".")
		kind := str(t, "Resources", resource, "Type")
		switch {
		case strings.HasPrefix(name, "AWS::"):
			if !slices.Contains([]string{"AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix", "AWS::NoValue"}, name) {
				faults = append(faults, "there is no pseudo parameter "+name)
			}
		case dotted && !slices.Contains(attributesOf(kind), attribute):
			faults = append(faults, fmt.Sprintf("%s: %q has no such attribute", name, kind))
		case !dotted && kind == "" && dict(t, "Parameters", name) == nil:
			faults = append(faults, "there is no resource or parameter "+name)
		}
	}
	for _, name := range conditions(map[string]any(t)) {
		if at(t, "Conditions", name) == nil {
			faults = append(faults, "there is no condition "+name)
		}
	}
	return faults
}

// conditions are the names that resources, outputs and Fn::If go by.
func conditions(v any) (names []string) {
	switch in := v.(type) {
	case []any:
		for _, item := range in {
			names = append(names, conditions(item)...)
		}
	case map[string]any:
		for name, argument := range in {
			if condition, is := argument.(string); is && name == "Condition" {
				names = append(names, condition)
			}
			if name == "Fn::If" {
				names = append(names, str(argument, "0"))
			}
			names = append(names, conditions(argument)...)
		}
	}
	return names
}

// references are the names in Ref, GetAtt and Sub.
func references(v any) (names []string) {
	switch in := v.(type) {
	case []any:
		for _, item := range in {
			names = append(names, references(item)...)
		}
	case map[string]any:
		for name, argument := range in {
			switch name {
			case "Ref", "Fn::GetAtt":
				names = append(names, str(argument))
			case "Fn::Sub":
				text, own := str(argument), dict(argument, "1")
				if own != nil {
					text = str(argument, "0")
				}
				for _, match := range sam.Variable.FindAllStringSubmatch(text, -1) {
					if _, ok := own[match[1]]; !ok {
						names = append(names, match[1])
					}
				}
				names = append(names, references(own)...)
			default:
				names = append(names, references(argument)...)
			}
		}
	}
	return names
}
